from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import Setting
from app.rules.policies import Policies, to_stored
from app.rules.slots import Obstacle
from tests.factories import DAY, make_reservation, make_slot

URL = "/amt/einstellungen"


def form(**overrides):
    """Return the defaults as the form sends them."""
    values = to_stored(Policies())
    values.update(
        valid_from="2027-03-01",
        closed_weekdays=["6"],
        closed_on_holidays="y",
        closing_days="",
        special_dates="",
        schritt="speichern",
    )
    return {**values, **overrides}


def stored(session):
    """Return what is stored, by name."""
    return {row.name: row.value for row in session.scalars(select(Setting))}


def test_only_the_head_changes_settings(client, as_staff, as_operator, session):
    assert client.get(URL).status_code == 302
    assert as_staff.get(URL).status_code == 403
    assert as_staff.post(URL, data=form(lead_days="7")).status_code == 403
    assert stored(session) == {}


def test_the_page_shows_what_applies(as_head):
    page = as_head.get(URL).text
    assert 'value="21"' in page
    assert 'value="Musterstadt"' in page


def test_only_what_changed_is_stored(as_head, session):
    answer = as_head.post(URL, data=form(lead_days="14", city=" Bottrop "))
    assert answer.status_code == 303
    assert stored(session) == {"lead_days": 14, "city": "Bottrop"}
    assert "Gespeichert. Gilt ab Mo, 1. März 2027." in as_head.get(URL).text
    as_head.post(URL, data=form(lead_days="14", city="Bottrop"))
    assert "Es war nichts zu ändern." in as_head.get(URL).text


def test_the_preview_says_what_is_touched_and_saves_nothing(as_head, session):
    make_slot(session)
    reservation = make_reservation(session)
    answer = as_head.post(URL, data=form(closed_weekdays=["5", "6"], schritt="pruefen"))
    assert answer.status_code == 200
    assert "2 freigegebene Termine liegen an Tagen ohne Trauungen" in answer.text
    assert "1 Reservierung liegt dann an einem geschlossenen Tag" in answer.text
    assert reservation.reference in answer.text
    assert "Speichern ab Mo, 1. März 2027" in answer.text
    assert stored(session) == {}


def test_the_preview_says_from_what_to_what(as_head):
    answer = as_head.post(
        URL, data=form(schritt="pruefen", lead_days="30", opening_time="10:00", office_phone="1")
    )
    assert "Vorlaufzeit in Tagen: von 21 auf 30" in answer.text
    assert "Uhrzeit der Freischaltung: von 9:00 Uhr auf 10:00 Uhr" in answer.text
    assert "Telefon: von leer auf „1“" in answer.text


def test_the_preview_counts_the_times_for_which_the_lead_time_is_over(as_head, session):
    for days in (20, 21, 29, 30):
        make_slot(session, day=date(2027, 3, 1) + timedelta(days=days))
    longer = as_head.post(URL, data=form(schritt="pruefen", lead_days="30")).text
    assert "2 freie Termine sind dann zu kurzfristig" in longer
    assert "Kein Termin und keine Reservierung" not in longer
    shorter = as_head.post(URL, data=form(schritt="pruefen", lead_days="20")).text
    assert "1 freien Termin können Paare dann noch reservieren" in shorter


def test_a_closed_weekday_closes_its_days_at_once(as_head, session):
    slot = make_slot(session)
    as_head.post(URL, data=form(closed_weekdays=["5", "6"]))
    assert slot.obstacle is Obstacle.DAY_CLOSED


def test_days_are_typed_one_per_line(as_head, session):
    answer = as_head.post(
        URL,
        data=form(
            closing_days=f"{DAY}\r\n\r\n24.12.2027\n2027-12-24",
            special_dates="2027-07-07; 7.7.27; 7/7/27",
        ),
    )
    assert answer.status_code == 303
    assert stored(session) == {
        "closing_days": ["2027-06-12", "2027-12-24"],
        "special_dates": [{"day": "2027-07-07", "label": {"de": "7.7.27", "en": "7/7/27"}}],
    }
    assert "07.07.2027; 7.7.27; 7/7/27" in as_head.get(URL).text


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"horizon_months": "1", "lead_days": "60"}, "Die Vorlaufzeit ist länger"),
        ({"horizon_months": "1"}, "Die Frist zum Anmelden läge weiter"),
        ({"hold_minutes": "120", "hold_extensions": "20", "confirm_hours": "1"}, "länger gehalten"),
        ({"closed_weekdays": list("0123456")}, "kein Wochentag"),
        ({"city": "  "}, "Dieses Feld darf nicht leer sein."),
        ({"valid_from": "2027-02-28", "lead_days": "3"}, "frühestens ab heute"),
    ],
)
def test_settings_that_cannot_all_be_true_are_refused(as_head, session, overrides, words):
    for step in ("pruefen", "speichern"):
        answer = as_head.post(URL, data=form(schritt=step, **overrides))
        assert answer.status_code == 409
        assert words in answer.text
    assert stored(session) == {}


@pytest.mark.parametrize(
    "overrides",
    [
        {"lead_days": "x"},
        {"lead_days": ""},
        {"lead_days": "-1"},
        {"lead_days": "9" * 20},
        {"opening_time": "25:99"},
        {"opening_time": ""},
        {"closed_weekdays": ["7"]},
        {"closed_weekdays": ["x"]},
        {"closing_days": "2027-06-31"},
        {"closing_days": "morgen"},
        {"closing_days": "0001-01-01"},
        {"special_dates": "2027-07-07"},
        {"special_dates": "2027-06-31; a; b"},
        {"valid_from": ""},
        {"valid_from": "9999-12-31"},
        {"city": "x" * 121},
    ],
)
def test_bad_input_is_said_at_its_field(as_head, session, overrides):
    answer = as_head.post(URL, data=form(**overrides))
    assert answer.status_code == 422
    assert "Bitte prüfen Sie 1 Angabe" in answer.text
    assert stored(session) == {}


def test_a_change_for_later_is_announced(as_head, session):
    as_head.post(URL, data=form(lead_days="14", valid_from="2027-07-01"))
    page = as_head.get(URL).text
    assert "Schon gespeichert sind Änderungen ab" in page
    assert 'value="21"' in page


@pytest.mark.parametrize("field", ["valid_from", "opening_time"])
def test_blanks_alone_are_an_empty_field(as_head, session, field):
    answer = as_head.post(URL, data=form(**{field: " \t\r\n"}))
    assert answer.status_code == 422
    assert "Bitte geben Sie ein" in answer.text
    assert stored(session) == {}
