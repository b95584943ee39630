import pytest
from sqlalchemy import select

from app.models import Closure
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from tests.factories import DAY, make_closure, make_reservation, make_slot, make_venue

URL = "/amt/sperrzeiten"


def form(venue=None, **overrides):
    """Return a closure of the day ``DAY`` as staff type it."""
    return {
        "where": str(venue.id) if venue else "amt",
        "first_day": DAY.isoformat(),
        "last_day": DAY.isoformat(),
        "reason": "Stadtfest",
        **overrides,
    }


def closures(session):
    """Return all closures."""
    return session.scalars(select(Closure)).all()


def test_only_the_office_closes_here(client, as_operator, session):
    assert client.get(URL).status_code == 302
    operator = as_operator(make_venue(session))
    assert operator.get(URL).status_code == 403
    assert operator.post(URL, data=form(schritt="speichern")).status_code == 403


def test_it_shows_what_a_closure_hits_before_it_is_saved(as_staff, session):
    slot = make_slot(session)
    reservation = make_reservation(session, make_slot(session, slot.venue, at=slot_time(15)))
    answer = as_staff.post(URL, data=form(slot.venue))
    assert answer.status_code == 200
    for words in ("1 freien Termin", "1 Reservierung", reservation.reference):
        assert words in answer.text
    assert closures(session) == []


def slot_time(hour):
    """Return a full hour."""
    from datetime import time

    return time(hour)


def test_a_saved_closure_makes_times_unfree(as_staff, session):
    slot = make_slot(session)
    answer = as_staff.post(URL, data=form(slot.venue, schritt="speichern", public="y"))
    assert answer.status_code == 303
    assert (slot.holdable, slot.obstacle) == (False, Obstacle.VENUE_CLOSED)
    page = as_staff.get(URL).text
    assert "Sa, 12.06.2027, ganztägig" in page
    assert "Stadtfest" in page
    assert "für Paare sichtbar" in page


def test_the_whole_office_can_be_closed_for_hours(as_staff, session):
    slot = make_slot(session)
    late = make_slot(session, at=slot_time(15))
    data = form(schritt="speichern", first_time="10:00", last_time="13:00")
    assert as_staff.post(URL, data=data).status_code == 303
    assert slot.obstacle is Obstacle.DAY_CLOSED
    assert late.holdable
    assert "Sa, 12.06.2027, 10:00 Uhr bis 13:00 Uhr" in as_staff.get(URL).text


def test_couples_are_not_closed_over_unseen(as_staff, session):
    reservation = make_reservation(session)
    venue = reservation.slot.venue
    without_promise = form(venue, schritt="speichern", gesehen=reservation.reference)
    assert as_staff.post(URL, data=without_promise).status_code == 409
    unseen = form(venue, schritt="speichern", calls="y")
    answer = as_staff.post(URL, data=unseen)
    assert answer.status_code == 409
    assert reservation.reference in answer.text
    assert closures(session) == []
    seen = form(venue, schritt="speichern", calls="y", gesehen=reservation.reference)
    answer = as_staff.post(URL, data=seen)
    assert answer.location == f"/amt/stoerung/{reservation.slot.day}"
    assert reservation.state is ReservationState.RESERVED


def test_a_lifted_closure_gives_the_time_back(as_staff, session):
    slot = make_slot(session)
    closure = make_closure(session, slot.venue)
    for _ in range(2):
        assert as_staff.post(f"{URL}/{closure.id}/aufheben").status_code == 303
    assert slot.holdable
    assert "Es gilt keine Sperrzeit." in as_staff.get(URL).text


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"first_day": ""}, "Bitte geben Sie einen Tag ein"),
        ({"first_day": "2027-06-31"}, "Bitte prüfen Sie"),
        ({"last_day": "0001-01-01"}, "So weit reicht der Kalender nicht."),
        ({"last_day": "9999-12-31"}, "So weit reicht der Kalender nicht."),
        ({"reason": " \0"}, "Bitte prüfen Sie"),
        ({"reason": ""}, "Bitte nennen Sie einen Grund."),
        ({"reason": "x" * 201}, "Höchstens 200 Zeichen"),
        ({"where": "999999"}, "Bitte prüfen Sie"),
        ({"where": "x"}, "Bitte prüfen Sie"),
        ({"first_time": "25:00"}, "Bitte prüfen Sie"),
        (
            {"first_day": "2028-03-26", "last_day": "2028-03-26", "first_time": "02:30"},
            "Sommerzeit",
        ),
    ],
)
def test_bad_input_is_said_at_its_field(as_staff, session, overrides, words):
    answer = as_staff.post(URL, data=form(schritt="speichern", **overrides))
    assert answer.status_code == 422
    assert words in answer.text
    assert closures(session) == []


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"last_day": "2027-06-11"}, "Das Ende liegt vor dem Beginn."),
        ({"first_day": "2026-06-11", "last_day": "2026-06-11"}, "Diese Zeit ist schon vorbei."),
        ({"last_day": "2035-06-11"}, "höchstens zwei Jahre"),
    ],
)
def test_impossible_spans_are_refused(as_staff, session, overrides, words):
    answer = as_staff.post(URL, data=form(schritt="speichern", **overrides))
    assert answer.status_code == 409
    assert words in answer.text
    assert 'id="last_day-error"' in answer.text
    assert closures(session) == []


@pytest.mark.parametrize("key", ["999999", "99999999999999999999", "x", "-1", "%00"])
def test_unknown_closures_are_not_found(as_staff, key):
    assert as_staff.post(f"{URL}/{key}/aufheben").status_code == 404
