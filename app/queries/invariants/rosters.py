"""Sentences about places, ways, duties and assignments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.models import Assignment, Day, Place, Reservation, Slot, TravelTime, Venue
from app.queries.duties import get_duties
from app.queries.invariants.base import invariant
from app.rules.calendar import berlin_day, days_between
from app.rules.reservations import LIVE, ReservationState

#: So far ahead duties are looked at; patterns repeat within two weeks.
DUTIES_AHEAD = timedelta(days=400)


_NOWHERE = (
    select(Venue.id)
    .outerjoin(Place, Place.venue_id == Venue.id)
    .where(Place.id.is_(None))
    .order_by(Venue.id)
)


@invariant
def places_of_venues(session: Session, now: datetime) -> Iterator[str]:
    """Every venue has its place."""
    for venue_id in session.scalars(_NOWHERE):
        yield f"venue {venue_id}"


_there, _back = aliased(TravelTime), aliased(TravelTime)
_UNLIKE_BACK = (
    select(_there.from_place_id, _there.to_place_id)
    .outerjoin(
        _back,
        and_(_back.from_place_id == _there.to_place_id, _back.to_place_id == _there.from_place_id),
    )
    .where(
        or_(
            _back.minutes.is_(None),
            _back.per_direction != _there.per_direction,
            and_(_back.minutes != _there.minutes, _there.per_direction.is_(False)),
        )
    )
    .order_by(_there.from_place_id, _there.to_place_id)
)


@invariant
def ways_back(session: Session, now: datetime) -> Iterator[str]:
    """The way back takes as long as the way there, unless each was given its own time."""
    for row in session.execute(_UNLIKE_BACK):
        yield f"from place {row[0]} to place {row[1]}"


@invariant
def one_duty_at_once(session: Session, now: datetime) -> Iterator[str]:
    """Nobody has two duties at once."""
    today = berlin_day(now)
    for day, duties in get_duties(session, list(days_between(today, today + DUTIES_AHEAD))).items():
        for one, other in pairwise(duties):
            if one.registrar == other.registrar and one.ends > other.begins:
                yield f"registrar {one.registrar} on {day}"


_ASSIGNED_AND_OVER = (
    select(Assignment.id, Reservation.id, Reservation.state)
    .join(Assignment.reservation)
    .where(Reservation.state.not_in(LIVE | {ReservationState.MARRIED}))
    .order_by(Assignment.id)
)


@invariant
def assigned_reservations_live(session: Session, now: datetime) -> Iterator[str]:
    """Only a reservation that lives, or was performed, has a registrar."""
    for assignment_id, reservation_id, state in session.execute(_ASSIGNED_AND_OVER):
        yield f"assignment {assignment_id} of reservation {reservation_id}, which is {state.value}"


_PINNED = (
    select(Slot.day, Slot.begins_at, Slot.ends_at, Assignment.registrar_id, Assignment.id)
    .join(Reservation, Reservation.slot_id == Slot.id)
    .join(Assignment, Assignment.reservation_id == Reservation.id)
    .join(Day, Day.day == Slot.day)
    .where(
        Assignment.pinned,
        Reservation.state.in_(LIVE),
        Slot.day >= bindparam("today"),
        Day.pending.is_(False),
        Day.disturbed.is_(False),
    )
    .order_by(Assignment.registrar_id, Slot.begins_at)
)


@invariant
def pinned_registrars_can_be_there(session: Session, now: datetime) -> Iterator[str]:
    """A pinned registrar is on duty and has one ceremony at a time, or the day is disturbed."""
    rows = session.execute(_PINNED, {"today": berlin_day(now)}).all()
    duties = get_duties(session, sorted({row.day for row in rows}))
    for row in rows:
        if not any(
            duty.registrar == str(row.registrar_id)
            and duty.begins <= row.begins_at
            and row.ends_at <= duty.ends
            for duty in duties[row.day]
        ):
            yield f"assignment {row.id}: registrar {row.registrar_id} is not on duty on {row.day}"
    for one, other in pairwise(rows):
        if one.registrar_id == other.registrar_id and one.ends_at > other.begins_at:
            yield f"assignments {one.id} and {other.id}: registrar {one.registrar_id}"
