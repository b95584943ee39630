"""Rows for tests with sensible defaults; keywords override them. They flush, the test commits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Absence,
    AbsenceKind,
    Account,
    Announcement,
    AnswerMode,
    Assignment,
    Channel,
    Closure,
    Coverage,
    DutyPattern,
    Place,
    Registrar,
    Reservation,
    Series,
    Slot,
    StepFree,
    Surroundings,
    TravelTime,
    Venue,
)
from app.rules.calendar import instant_at
from app.rules.coverage import WeekdayClass
from app.rules.permissions import Role
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import Obstacle, SlotState

#: Monday 1 March 2027, 10:00 in Berlin.
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
#: A Saturday in June: after the lead time, before the horizon.
DAY = date(2027, 6, 12)

_numbers = count(1)


def _keep(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def make_venue(session: Session, *, staffed: bool = True, **overrides: Any) -> Venue:
    """Return a venue that gives its dates at once.

    Unless ``staffed`` is False it has a registrar of its own, on duty there day and night: no way
    leads from there to any other venue. Then only the venue limits what is free.
    """
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"haus-{number}",
        "name": f"Haus am Volkspark {number}",
        "short_name": f"Haus {number}",
        "district": "Stadtmitte",
        "address": "Parkstraße 1, 46236 Bottrop",
        "mode": AnswerMode.INSTANT,
        "seats": 40,
        "standing": 0,
        "step_free": StepFree.YES,
        "location": Surroundings.INDOORS,
        "summary": {"de": "Heller Saal im Park.", "en": "A bright hall in the park."},
        "drawing": "haus-am-volkspark",
        "buffer_minutes": 15,
    }
    if staffed:
        values |= {"preparation_minutes": 0, "follow_up_minutes": 0}
    venue: Venue = _keep(session, Venue(**{**values, **overrides}))
    place = make_place(session, venue=venue, name=venue.name)
    if staffed:
        make_registrar(session, place)
        cover(session)
    return venue


def make_place(session: Session, **overrides: Any) -> Place:
    """Return a base that is no venue, without coordinates."""
    place: Place = _keep(session, Place(**{"name": f"Dienststelle {next(_numbers)}", **overrides}))
    return place


def place_of(session: Session, venue: Venue) -> Place:
    """Return the place of a venue."""
    return session.scalars(select(Place).where(Place.venue_id == venue.id)).one()


def make_registrar(session: Session, base: Place | None = None, **overrides: Any) -> Registrar:
    """Return a registrar; with a base, on duty there every day from midnight to midnight."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"Kay Trauwort {number}",
        "short_name": f"Trauwort {number}",
        "languages": ["de"],
        "created_at": NOW,
    }
    registrar: Registrar = _keep(session, Registrar(**{**values, **overrides}))
    if base is not None:
        for weekday in range(7):
            make_pattern(session, registrar, base, weekday=weekday)
    return registrar


def make_pattern(
    session: Session, registrar: Registrar, base: Place, **overrides: Any
) -> DutyPattern:
    """Return a weekly duty on Mondays, midnight to midnight, since long ago."""
    values: dict[str, Any] = {
        "registrar_id": registrar.id,
        "base_id": base.id,
        "weekday": 0,
        "begins_minute": 0,
        "ends_minute": 1440,
        "valid_from": date(2000, 1, 1),
        "every_weeks": 1,
    }
    pattern: DutyPattern = _keep(session, DutyPattern(**{**values, **overrides}))
    return pattern


def make_way(session: Session, one: Place, other: Place, minutes: int = 20) -> None:
    """Let both ways between two places take so long."""
    for origin, target in ((one, other), (other, one)):
        _keep(session, TravelTime(from_place_id=origin.id, to_place_id=target.id, minutes=minutes))


def make_absence(session: Session, registrar: Registrar, **overrides: Any) -> Absence:
    """Return an absence on the day ``DAY``."""
    begins_at = instant_at(DAY, time())
    values: dict[str, Any] = {
        "registrar": registrar,
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(days=1),
        "kind": AbsenceKind.LEAVE,
        "created_at": NOW,
    }
    absence: Absence = _keep(session, Absence(**{**values, **overrides}))
    return absence


def make_assignment(
    session: Session, reservation: Reservation, registrar: Registrar, **overrides: Any
) -> Assignment:
    """Return an assignment that is neither pinned nor announced."""
    values: dict[str, Any] = {
        "reservation": reservation,
        "registrar": registrar,
        "assigned_at": NOW,
    }
    assignment: Assignment = _keep(session, Assignment(**{**values, **overrides}))
    return assignment


def make_announcement(session: Session, assignment: Assignment, **overrides: Any) -> Announcement:
    """Return that its registrar was told of an assignment as it is."""
    values: dict[str, Any] = {
        "reservation_id": assignment.reservation_id,
        "slot_id": assignment.reservation.slot_id,
        "registrar_id": assignment.registrar_id,
        "told_at": NOW,
    }
    announcement: Announcement = _keep(session, Announcement(**{**values, **overrides}))
    return announcement


def cover(session: Session, last_on: date = date(2199, 12, 31)) -> None:
    """Promise registrars at all times until a day."""
    for kind in WeekdayClass:
        if session.get(Coverage, kind) is None:
            _keep(session, Coverage(weekday_class=kind, last_on=last_on, set_at=NOW))


def make_slot(
    session: Session,
    venue: Venue | None = None,
    *,
    day: date = DAY,
    at: time = time(11),
    minutes: int = 30,
    **overrides: Any,
) -> Slot:
    """Return a slot that couples may hold at ``NOW``: Saturday 12 June 2027, 11:00 in Berlin."""
    begins_at = instant_at(day, at)
    state = overrides.get("state", SlotState.RELEASED)
    values: dict[str, Any] = {
        "venue": venue or make_venue(session),
        "day": day,
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(minutes=minutes),
        "minute": at.hour * 60 + at.minute,
        "buffer_minutes": 15,
        "state": state,
        "opens_at": NOW - timedelta(days=30) if state == SlotState.RELEASED else None,
        "holdable": state == SlotState.RELEASED,
        "created_at": NOW - timedelta(days=40),
    }
    slot: Slot = _keep(session, Slot(**{**values, **overrides}))
    return slot


def make_series(session: Session, venue: Venue | None = None, **overrides: Any) -> Series:
    """Return a series: Fridays and Saturdays from May to September 2027 at 11:00 and 14:00."""
    values: dict[str, Any] = {
        "venue": venue or make_venue(session),
        "name": "Sommer 2027",
        "weekdays": [4, 5],
        "from_day": date(2027, 5, 1),
        "until_day": date(2027, 9, 30),
        "times": ["11:00", "14:00"],
        "duration_minutes": 30,
        "buffer_minutes": 15,
        "skip_holidays": True,
        "skip_days": [],
        "created_at": NOW,
    }
    series: Series = _keep(session, Series(**{**values, **overrides}))
    return series


def make_account(session: Session, **overrides: Any) -> Account:
    """Return an account that accepted its invitation; it has no password unless given one."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "email": f"konto{number}@example.org",
        "name": f"Kim Beispiel {number}",
        "role": Role.STAFF,
        "password_hash": None,
        "created_at": NOW - timedelta(days=100),
    }
    account: Account = _keep(session, Account(**{**values, **overrides}))
    return account


def make_reservation(
    session: Session,
    slot: Slot | None = None,
    state: ReservationState = ReservationState.RESERVED,
    **overrides: Any,
) -> Reservation:
    """Return a couple's reservation and block its slot accordingly."""
    number = next(_numbers)
    slot = slot or make_slot(session)
    values: dict[str, Any] = {
        "reference": f"TK-{number // 10_000:04}-{number % 10_000:04}",
        "slot": slot,
        "state": state,
        "channel": Channel.ONLINE,
        "language": "de",
        "created_at": NOW,
        "browser_hash": f"{number:064x}",
    }
    if state is ReservationState.HELD:
        values["held_until"] = NOW + timedelta(minutes=20)
    else:
        values |= _couple(number) | _instants(state)
    reservation: Reservation = _keep(session, Reservation(**{**values, **overrides}))
    if state is ReservationState.HELD:
        slot.blocked_until = reservation.held_until
    elif state in BLOCKING:
        slot.holdable, slot.obstacle = False, Obstacle.TAKEN
    session.flush()
    return reservation


def _couple(number: int) -> dict[str, Any]:
    return {
        "person1_given": "Alex",
        "person1_family": "Muster",
        "person2_given": "Robin",
        "person2_family": "Beispiel",
        "email": f"paar{number}@example.org",
        "email_key": f"paar{number}@example.org",
        "phone": "02041 123456",
        "guests": 20,
    }


def _instants(state: ReservationState) -> dict[str, Any]:
    """Return when it went through the states up to this one."""
    states = ReservationState
    instants: dict[str, Any] = {"requested_at": NOW}
    if state is states.REQUESTED:
        return {**instants, "confirm_until": NOW + timedelta(hours=24)}
    instants["reserved_at"] = NOW
    if state in {states.APPROVED, states.REGISTERED, states.FIRM, states.MARRIED}:
        instants["approved_at"] = NOW
    if state in {states.DECLINED, states.CANCELLED, states.LAPSED}:
        instants |= {"ended_at": NOW, "reason": "Auf Wunsch des Paares."}
    return instants


def make_closure(session: Session, venue: Venue | None = None, **overrides: Any) -> Closure:
    """Return a closure of the day ``DAY``; without a venue the whole office is closed."""
    begins_at = instant_at(DAY, time())
    values: dict[str, Any] = {
        "venue": venue,
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(days=1),
        "reason": "Betriebsausflug",
        "public": True,
        "created_at": NOW,
    }
    closure: Closure = _keep(session, Closure(**{**values, **overrides}))
    return closure
