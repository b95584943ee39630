import re
from datetime import date, time

import pytest

from app.models import AnswerMode, Fee, Payee, StepFree
from tests.factories import make_slot, make_venue


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


def test_all_venues_stand_with_what_decides(client, session, castle):
    make_slot(session, castle, day=date(2027, 6, 5))
    make_venue(session, name="Ohne Termine")
    text = plain(client.get("/de/orte").text)
    assert "Schloss am See 50 Gäste · mit Stufen · ab 160 €" in text
    assert "nächster freier Samstag: 5. Juni" in text
    assert "zurzeit kein Samstag frei" in text


def test_a_venue_tells_its_facts_and_marks_what_is_assumed(client, castle):
    text = plain(client.get("/de/orte/schloss").text)
    assert "40 Gäste sitzen *" in text
    assert "dazu 10 stehen. Sie beide und das Standesamt sind schon abgezogen." in text
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
    assert "Hier stimmt der Betreiber jedem Termin zu." in client.get("/de/orte/schloss").text


@pytest.mark.parametrize("slug", ["neuschwanstein", "a" * 5000, "%00", "..%2f", "SCHLOSS"])
def test_a_venue_that_does_not_exist_is_not_found(client, castle, slug):
    assert client.get(f"/de/orte/{slug}").status_code == 404


@pytest.mark.parametrize(
    "query", ["am=2027-06-31", "am=9999-12-31", "am=0000-01-01", "am=x", "monat=2027-13", "am=%00"]
)
def test_a_day_that_cannot_be_is_left_out(client, castle, query):
    assert client.get(f"/de/orte/schloss?{query}").status_code == 200
