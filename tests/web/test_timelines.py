import re
from datetime import UTC, datetime, timedelta

import config
from app.web.timelines import LONGEST, TRACK, TimeButton, VenueRow, ruler_for

#: Eight o’clock in Berlin.
EIGHT = datetime(2027, 6, 12, 6, tzinfo=UTC)


def row(*minutes: int) -> VenueRow:
    times = tuple(TimeButton(n, EIGHT + timedelta(minutes=m)) for n, m in enumerate(minutes))
    return VenueRow("Rathaus", "/x", "rathaus", (), times)


def test_the_line_begins_with_the_hour_of_the_first_time():
    ruler = ruler_for([row(95, 600)])
    assert (ruler.first_hour, ruler.hours) == (9, 10)


def test_a_line_is_never_too_short_to_read_nor_beyond_midnight():
    late = ruler_for([row(14 * 60 + 30)])
    assert (late.first_hour, late.hours) == (18, 6)
    assert ruler_for([]).hours == 6


def test_a_button_begins_on_its_minute():
    ruler = ruler_for([row(0, 65)])
    assert [place.start for place in ruler.places(row(0, 65).times)] == [0, 13]


def test_buttons_of_a_venue_never_overlap():
    times = row(0, 30, 35, 90, 13 * 60).times
    places = ruler_for([row(0, 13 * 60)]).places(times)
    assert all(a.end <= b.start for a, b in zip(places, places[1:], strict=False))
    assert [place.narrow for place in places] == [True, True, False, False, False]


def test_a_day_longer_than_the_line_stays_on_it():
    ruler = ruler_for([row(-7 * 60, 15 * 60)])
    assert ruler.hours == LONGEST
    assert ruler.places(row(15 * 60).times)[0].end <= LONGEST * 60 // TRACK


def test_the_stylesheet_knows_every_place():
    css = (config.ROOT / "static" / "css" / "tracks.css").read_text()
    tracks = LONGEST * 60 // TRACK
    for n in range(tracks):
        assert re.search(rf"\.s-{n} {{\s+grid-column-start: {n + 1};", css)
        assert re.search(rf"\.e-{n + 1} {{\s+grid-column-end: {n + 2};", css)
    for hours in range(6, LONGEST + 1):
        assert re.search(rf"\.h-{hours} {{\s+grid-template-columns: repeat\({hours * 12},", css)
