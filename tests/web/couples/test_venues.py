import re
from datetime import date, time, timedelta

import pytest

from app.models import AnswerMode, Fee, Payee, StepFree
from tests.factories import NOW, make_slot, make_venue
from tests.web.test_freshness import BUDGET, counted


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def add_fee(session, venue, payee, cents, **overrides):
    values = {"label": {"de": "Eheschließung"}, "weekdays": [], "valid_from": date(2027, 1, 1)}
    session.add(Fee(venue=venue, payee=payee, cents=cents, **{**values, **overrides}))
    session.flush()


@pytest.fixture
def castle(session):
    venue = make_venue(
        session,
        slug="schloss",
        name="Schloss am See",
        seats=40,
        standing=10,
        step_free=StepFree.NO,
        access={"de": "3 Stufen am Eingang.\nKein Aufzug."},
        rain_plan={"de": "Bei Regen im Festsaal."},
        arrival={"de": "Bus 262 bis Schloss."},
        assumptions=["seats", "access"],
    )
    add_fee(session, venue, Payee.OFFICE, 4000)
    add_fee(session, venue, Payee.OFFICE, 2600, weekdays=[5], label={"de": "Samstags"})
    add_fee(session, venue, Payee.OPERATOR, 12000, label={"de": "Raummiete"})
    return venue


def test_a_venue_tells_its_facts_and_marks_what_is_assumed(client, castle):
    text = plain(client.get("/de/orte/schloss").text)
    assert "40 Sitzplätze *" in text
    assert "dazu 10 Stehplätze – Sie beide und das Standesamt sind schon abgezogen" in text
    assert "3 Stufen am Eingang. * (Beispielangabe)" in text
    assert "Kein Aufzug." in text
    assert "Bei Regen im Festsaal." in text
    assert "Bus 262 bis Schloss." in text
    assert "Drinnen *" not in text


def test_fees_are_split_by_who_receives_them(client, session, castle):
    text = plain(client.get("/de/orte/schloss").text)
    assert "An die Stadt Eheschließung 40 €" in text
    assert "An die Stadt Samstags, nur Sa 26 €" in text
    assert "An den Betreiber Raummiete 120 €" in text
    assert "Zusammen 160 € bis 186 €, je nach Tag und Uhrzeit." in text
    make_slot(session, castle, day=date(2027, 6, 7))
    monday = plain(client.get("/de/orte/schloss?am=2027-06-07").text)
    assert "Gebühren am Montag" in monday
    assert "Zusammen 160 €" in monday
    assert "Samstags" not in monday


def test_its_own_calendar_shows_its_own_dates_only(client, session, castle):
    make_slot(session, castle, day=date(2027, 6, 5))
    make_slot(session, day=date(2027, 6, 12))
    text = client.get("/de/orte/schloss").text
    assert "Freie Termine im Juni 2027" in text
    assert 'href="/de/orte/schloss?am=2027-06-05#zeiten-titel"' in text
    assert "am=2027-06-12" not in text


def test_the_times_of_a_chosen_day_can_be_held(client, session, castle):
    slot = make_slot(session, castle, day=date(2027, 6, 5), at=time(14))
    text = client.get("/de/orte/schloss?am=2027-06-05").text
    assert f'name="slot" value="{slot.id}"' in text
    assert "14:00 Uhr, Schloss am See: 20 Minuten halten" in text
    empty = client.get("/de/orte/schloss?am=2027-06-08").text
    assert "An diesem Tag ist hier nichts frei." in empty


def test_a_venue_that_answers_on_request_says_so(client, session, castle):
    castle.mode = AnswerMode.ON_REQUEST
    assert "Hier muss der Betreiber jedem Termin zustimmen." in client.get("/de/orte/schloss").text


@pytest.mark.parametrize("slug", ["neuschwanstein", "a" * 5000, "%00", "..%2f", "SCHLOSS"])
def test_a_venue_that_does_not_exist_is_not_found(client, castle, slug):
    assert client.get(f"/de/orte/{slug}").status_code == 404


@pytest.mark.parametrize(
    "query", ["am=2027-06-31", "am=9999-12-31", "am=0000-01-01", "am=x", "monat=2027-13", "am=%00"]
)
def test_a_day_that_cannot_be_is_left_out(client, castle, query):
    assert client.get(f"/de/orte/schloss?{query}").status_code == 200


def test_access_is_told_with_measures_and_the_day_they_were_taken(client, session, castle):
    castle.measures = {
        "steps": 3,
        "step_cm": 17,
        "ramp_percent": 4,
        "door_cm": 95,
        "lift": False,
        "toilet": True,
        "toilet_m": 12,
        "parking": 2,
        "parking_m": 30,
        "hearing": "mobile",
        "checked_on": "2026-04-14",
    }
    text = plain(client.get("/de/orte/schloss").text)
    for words in (
        "3 Stufen am Eingang, je 17 cm hoch",
        "Rampe mit 4 % Steigung",
        "Alle Türen mindestens 95 cm breit",
        "Kein Aufzug",
        "WC für Rollstühle, 12 m vom Saal",
        "2 Parkplätze für Menschen mit Behinderung, 30 m entfernt",
        "Keine Induktionsschleife. Wir bringen auf Wunsch eine mobile mit.",
        "Vor Ort geprüft am Dienstag, 14. April 2026.",
    ):
        assert words in text
    english = plain(client.get("/en/orte/schloss").text)
    assert "All doors at least 95 cm wide" in english


def test_what_was_not_measured_is_not_made_up(client, castle):
    text = plain(client.get("/de/orte/schloss").text)
    assert "Breiten und Wege haben wir hier noch nicht gemessen." in text
    assert "Vor Ort geprüft" not in text


def test_what_cannot_have_been_measured_is_not_kept(castle):
    with pytest.raises(ValueError, match="door_cm"):
        castle.measures = {"door_cm": "breit"}


def test_the_next_publication_is_announced(client, session, castle):
    make_slot(session, castle, day=date(2027, 6, 5))
    opens_at = NOW + timedelta(days=31)
    make_slot(session, castle, day=date(2027, 9, 4), opens_at=opens_at)
    make_slot(session, castle, day=date(2027, 10, 2), opens_at=opens_at)
    text = plain(client.get("/de/orte/schloss").text)
    words = "Termine von September 2027 bis Oktober 2027 öffnen am Donnerstag, 1. April 2027"
    assert words in text
    assert "Zurzeit ist hier kein Termin frei." not in text


def test_a_closed_season_says_when_it_opens(client, session, castle):
    text = plain(client.get("/de/orte/schloss").text)
    assert (
        "Zurzeit ist hier kein Termin frei. Neue Termine öffnen an Werktagen um 9:00 Uhr." in text
    )
    make_slot(session, castle, day=date(2027, 9, 4), opens_at=NOW + timedelta(days=31))
    text = plain(client.get("/de/orte/schloss?gaeste=1").text)
    assert "Zurzeit ist hier kein Termin frei. Termine im September 2027 öffnen am" in text


def test_a_wish_that_the_place_cannot_fulfil_is_said(client, castle):
    text = client.get("/de/orte/schloss?gaeste=90").text
    assert "Dieser Ort passt nicht zu Ihrer Auswahl: fasst 50 Gäste." in text
    assert "passt nicht zu Ihrer Auswahl" not in client.get("/de/orte/schloss?gaeste=9").text


def test_the_way_there_is_drawn_by_us_and_linked_without_loading_anything(client, session, castle):
    assert "small-map" not in client.get("/de/orte/schloss?gaeste=1").text
    castle.latitude, castle.longitude = 51.61, 6.97
    make_venue(session, latitude=51.52, longitude=6.92)
    text = client.get("/de/orte/schloss").text
    assert 'aria-label="Plan: ' in text
    assert 'href="https://www.openstreetmap.org/?mlat=51.61000&amp;mlon=6.97000"' in text
    assert not re.search(r'(src|srcset|action)="https?://', text)


def test_the_house_is_asked_for_the_party(client, session, castle):
    assert "Feiern danach" not in client.get("/de/orte/schloss?gaeste=1").text
    castle.contact_phone = "02045 12345"
    text = client.get("/de/orte/schloss").text
    assert 'href="#feiern"' in text
    assert 'href="tel:0204512345"' in text


@pytest.mark.parametrize(
    "path", ["/de/orte?gaeste=20&tag=sa", "/de/orte/schloss", "/de/orte/schloss?am=2027-06-05"]
)
def test_a_city_on_the_map_is_asked_little(app, couple, session, castle, path):
    castle.latitude, castle.longitude = 51.61, 6.97
    make_venue(session, latitude=51.52, longitude=6.92)
    couple.hold(make_slot(session, castle, day=date(2027, 6, 5)))
    with counted(app) as sent:
        assert couple.client.get(path).status_code == 200
    assert len(sent) <= BUDGET, sent


def test_its_calendar_shows_which_filters_are_on_and_obeys_them(client, session, castle):
    make_slot(session, castle, day=date(2027, 6, 4), at=time(11))
    make_slot(session, castle, day=date(2027, 6, 5), at=time(15))
    text = client.get("/de/orte/schloss?tag=fr&zeit=vormittag&ort=turm&monat=2027-06").text
    assert re.findall(r'class="filter-tags__tag" href="([^"]+)">\w+', text) == [
        "/de/orte/schloss?monat=2027-06&amp;zeit=vormittag",
        "/de/orte/schloss?monat=2027-06&amp;tag=fr",
    ]
    assert "Freitag, 4. Juni 2027" in text
    assert "nicht gewählt" in text
    assert "filter-tags__tag" not in client.get("/de/orte/schloss").text


def test_a_hold_elsewhere_does_not_stand_in_the_calendar_of_this_venue(couple, session, castle):
    make_slot(session, castle, day=date(2027, 6, 5))
    couple.hold(make_slot(session, make_venue(session, slug="turm"), day=date(2027, 6, 5)))
    pages = {
        slug: couple.client.get(f"/de/orte/{slug}?monat=2027-06").text
        for slug in ("schloss", "turm")
    }
    calendar = {
        slug: re.search(r"<table.*?</table>", page, re.DOTALL)[0] for slug, page in pages.items()
    }
    assert "für Sie gehalten" not in calendar["schloss"]
    assert "am=2027-06-05" in calendar["schloss"]
    assert "für Sie gehalten" in calendar["turm"]


@pytest.fixture
def one_day(session, castle):
    """Two times of one Saturday, in the morning and in the evening."""
    return [
        make_slot(session, castle, day=date(2027, 6, 5), at=time(hour), fee_cents=cents)
        for hour, cents in ((10, 16_000), (18, 18_600))
    ]


def test_of_a_chosen_day_the_times_that_fit_are_listed_and_the_others_counted(client, one_day):
    morning, evening = one_day
    page = client.get("/de/orte/schloss?am=2027-06-05&zeit=abend").text
    assert f'name="slot" value="{evening.id}"' in page
    assert f'name="slot" value="{morning.id}"' not in page
    assert "1 freie Zeit an diesem Tag passt nicht zu Ihrer Auswahl." in plain(page)
    assert 'href="/de/orte/schloss?am=2027-06-05#zeiten-titel">Alle Zeiten dieses Tages' in page
    everything = client.get("/de/orte/schloss?am=2027-06-05").text
    assert f'name="slot" value="{morning.id}"' in everything
    assert "Alle Zeiten dieses Tages" not in everything


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("zeit=nachmittag", "frei nur um 10:00, 18:00 Uhr"),
        ("bis=100", "ab 160 €"),
        ("gaeste=90", "fasst 50 Gäste"),
        ("tag=fr", "frei, nur ist dieser Tag nicht gewählt"),
    ],
)
def test_where_no_time_of_a_chosen_day_fits_it_says_why(client, one_day, query, reason):
    page = client.get(f"/de/orte/schloss?am=2027-06-05&{query}").text
    assert f"An diesem Tag passt hier nichts zu Ihrer Auswahl: {reason}." in plain(page)
    assert 'name="slot"' not in page
    assert 'href="/de/orte/schloss?am=2027-06-05#zeiten-titel">Alle Zeiten dieses Tages' in page
    assert f'href="/de/termine/2027-06-05?{query}">Andere Trauorte an diesem Tag' in page
    assert "nichts frei" not in page


def test_a_time_that_is_held_stands_at_its_day_whatever_is_asked(couple, one_day):
    couple.hold(one_day[0])
    page = couple.client.get("/de/orte/schloss?am=2027-06-05&zeit=nachmittag").text
    assert "halten Sie schon" in page
