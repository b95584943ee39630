from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from sqlalchemy import delete, event, select

from app.actions.days import mark_pending, reckon
from app.extensions import db
from app.models import Coverage, DutyPattern, TravelTime
from app.rules.slots import Obstacle
from tests.factories import DAY, NOW, make_absence, make_slot, make_venue, make_way, place_of

PAGE = "/amt/engpass/2027-06"


def short_day(session, city, at_mill=(11, 13)):
    """Times at the mill on a Saturday on which nobody works."""
    for who in (city.anna, city.bea):
        make_absence(session, who)
    for hour in at_mill:
        make_slot(session, city.mill, at=time(hour), minutes=40)


def rows_of(page, section):
    """Return the rows of the table in a section: the words of each."""
    part = page.text.split(f'aria-labelledby="{section}"')[1].split("</section>")[0]
    body = part.split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in body.split("<tr>")[1:]]
    return [" ".join(row) for row in rows]


def test_days_on_which_nobody_works_are_named_and_what_would_open_them(as_staff, session, city):
    short_day(session, city)
    reckon(session, [DAY], now=NOW)
    page = as_staff.get(PAGE)
    assert "2 freigegebene Zeiten, davon frei: 0." in page.text
    assert rows_of(page, "gruende") == ["Niemand vom Standesamt frei 2"]
    assert rows_of(page, "dienste") == [
        "Samstag, 8:00–18:30 Rathaus, Zimmer 12 +2 Termine an 1 Samstag",
        "Samstag, 10:00–15:00 Rathaus, Zimmer 12 +2 Termine an 1 Samstag",
        "Samstag, 8:00–13:00 Rathaus, Zimmer 12 +1 Termin an 1 Samstag",
        "Samstag, 12:30–18:30 Rathaus, Zimmer 12 +1 Termin an 1 Samstag",
    ]
    assert rows_of(page, "tage") == ["Sa, 12. Juni 2 von 2"]
    assert f'href="/amt/einsatz/{DAY}"' in page.text
    assert rows_of(page, "stunden") == ["Samstag 1 von 1 1 von 1"]
    assert "Keine." not in page.text


def test_reasons_stand_apart_and_a_wedding_that_nobody_can_perform_counts(as_staff, session, city):
    short_day(session, city)
    city.wedding(city.castle, 14)
    reckon(session, [DAY], now=NOW)
    page = as_staff.get(PAGE)
    assert rows_of(page, "gruende") == ["Niemand vom Standesamt frei 2", "Vergeben 1"]
    # Who is there from 10 to 15 drives from the mill to the castle, but not back in time.
    assert rows_of(page, "dienste")[0].startswith("Samstag, 8:00–18:30 Rathaus, Zimmer 12 +")


def test_over_several_days_times_and_days_are_added(as_staff, session, city):
    days = [DAY.replace(day=5), DAY]
    for number, day in enumerate(days):
        for hour in (20, 11)[: number + 1]:
            make_slot(session, city.mill, day=day, at=time(hour), minutes=40)
    make_absence(session, city.anna)
    make_absence(session, city.bea)
    reckon(session, days, now=NOW)
    page = as_staff.get(PAGE)
    assert rows_of(page, "dienste")[0].endswith("+1 Termin an 1 Samstag")
    assert rows_of(page, "tage") == ["Sa, 5. Juni 1 von 1", "Sa, 12. Juni 2 von 2"]


def test_without_a_shift_that_helps_the_page_does_not_say_that_duties_are_enough(
    as_staff, session, city
):
    make_slot(session, city.mill, at=time(20), minutes=40)
    reckon(session, [DAY], now=NOW)
    text = as_staff.get(PAGE).text
    assert "1 Zeit hat niemanden vom Standesamt, aber" in text
    assert "8:00–18:30, 8:00–13:00, 10:00–15:00, 12:30–18:30, 13:00–18:00." in text
    assert "Keine." not in text


def test_if_no_time_lacks_a_registrar_the_page_says_so(as_staff, session, city):
    make_slot(session, city.mill, minutes=40)
    reckon(session, [DAY], now=NOW)
    text = as_staff.get(PAGE).text
    assert "1 freigegebene Zeit, davon frei: 1." in text
    assert "Keine. Wo noch etwas fehlt, liegt es nicht an den Diensten." in text


def test_what_is_over_is_not_opened_any_more(as_staff, session, city):
    for hour, said in ((9, "Die Zeiten, für die niemand da war, sind vorbei."), (13, "+1 Termin")):
        at = {"day": NOW.date(), "at": time(hour), "minutes": 40}
        make_slot(session, city.mill, obstacle=Obstacle.NO_REGISTRAR, **at)
        session.commit()
        text = as_staff.get("/amt/engpass/2027-03").text
        assert said in text
        assert "Keine." not in text


def test_what_is_being_reckoned_is_not_free(as_staff, session, city):
    make_slot(session, city.mill, minutes=40)
    reckon(session, [DAY], now=NOW)
    mark_pending(session, [DAY])
    page = as_staff.get(PAGE)
    assert "1 freigegebene Zeit, davon frei: 0." in page.text
    assert "1 Zeit wird noch berechnet und zählt hier nicht als frei." in page.text
    assert rows_of(page, "gruende") == ["Wird noch berechnet 1"]


def test_what_no_duty_can_cure_is_said_with_what_can(as_staff, session, city):
    farm = make_venue(session, staffed=False)
    make_slot(session, farm, minutes=40)
    reckon(session, [DAY], now=NOW)
    page = as_staff.get(PAGE)
    assert rows_of(page, "gruende") == ["Fahrzeit nicht eingetragen 1"]
    assert "Wo eine Fahrzeit fehlt, hilft kein weiterer Dienst" in page.text
    for promise in session.scalars(select(Coverage)):
        promise.last_on = DAY - timedelta(days=1)
    session.flush()
    reckon(session, [DAY], now=NOW)
    page = as_staff.get(PAGE)
    assert rows_of(page, "gruende") == ["Dienste noch nicht zugesichert 1"]
    assert "Wo Dienste noch nicht zugesichert sind, hilft kein weiterer Dienst" in page.text


def test_every_reason_has_its_words(as_staff, session, city):
    for hour, obstacle in enumerate(Obstacle):
        make_slot(session, city.mill, at=time(8 + hour), obstacle=obstacle)
    session.commit()
    assert len(rows_of(as_staff.get(PAGE), "gruende")) == len(Obstacle)


def test_without_any_duty_the_shift_sets_out_from_a_place_with_ways(as_staff, session, city):
    make_slot(session, city.mill, minutes=40)
    session.execute(delete(DutyPattern))
    reckon(session, [DAY], now=NOW)
    rows = rows_of(as_staff.get(PAGE), "dienste")
    assert rows[0] == "Samstag, 8:00–18:30 Rathaus, Zimmer 12 +1 Termin an 1 Samstag"
    session.execute(delete(TravelTime))
    session.commit()
    assert "1 Zeit hat niemanden vom Standesamt, aber" in as_staff.get(PAGE).text


def test_a_month_without_times_says_so(as_staff, city):
    assert "In diesem Monat ist noch nichts freigegeben." in as_staff.get(PAGE).text
    assert as_staff.get("/amt/engpass").location == "/amt/engpass/2027-03"


@pytest.mark.parametrize("month", ["2027-13", "0000-01", "2027-6", "juni"])
def test_what_is_no_month_is_not_found(as_staff, month):
    assert as_staff.get(f"/amt/engpass/{month}").status_code == 404


def test_it_costs_the_same_queries_for_4_and_for_140_venues(app, as_staff, session, city):
    counts = []
    days = [DAY.replace(day=5 + 7 * week) for week in range(4)]
    # Two venues are in the city already.
    for venues, dates in ((2, days[:1]), (136, days)):
        for number in range(venues):
            venue = make_venue(session, staffed=False)
            make_way(session, city.office, place_of(session, venue))
            day = dates[number % len(dates)]
            make_slot(session, venue, day=day, at=time(17), obstacle=Obstacle.NO_REGISTRAR)
        session.commit()
        counter = []
        listener = lambda *_a, counter=counter: counter.append(1)  # noqa: E731
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", listener)
            page = as_staff.get(PAGE)
            event.remove(db.engine, "before_cursor_execute", listener)
        best = f"+{sum((2, 136)[: len(counts) + 1])} Termine"
        assert best in rows_of(page, "dienste")[0]
        counts.append(len(counter))
    assert counts[0] == counts[1] <= 30
