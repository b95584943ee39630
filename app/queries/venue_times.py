"""The times of one venue as its people see them; a constant number of queries per page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.models import Reservation, Series, Slot, Venue
from app.queries import NotFound
from app.rules.marks import Mark, mark_of
from app.rules.permissions import Actor
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.series import Pattern
from app.rules.slots import LIVING, SlotState


@dataclass(frozen=True)
class VenueTime:
    """A time with its mark and the couple that holds or has it."""

    slot: Slot
    reservation: Reservation | None
    mark: Mark


@dataclass(frozen=True)
class UsualTimes:
    """When a venue has ceremonies on one weekday, and how long they last."""

    #: Monday 0.
    weekday: int
    duration_minutes: int
    starts: tuple[time, ...]
    first: date
    last: date


def list_own_venues(session: Session, actor: Actor) -> list[Venue]:
    """Return the venues of an operator, by name."""
    return list(
        session.scalars(select(Venue).where(Venue.id.in_(actor.venue_ids)).order_by(Venue.name))
    )


def get_own_venue(session: Session, actor: Actor, slug: str) -> Venue:
    """Return a venue of an operator.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    for venue in list_own_venues(session, actor):
        if venue.slug == slug:
            return venue
    raise NotFound


def list_times(
    session: Session, venue_id: int, first: date, last: date, *, now: datetime
) -> list[VenueTime]:
    """Return the living times of a venue from ``first`` to ``last``, both included."""
    wanted = _with_couple(now).where(
        Slot.venue_id == venue_id, Slot.day.between(first, last), Slot.state.in_(LIVING)
    )
    return [_time(row, now) for row in session.execute(wanted.order_by(Slot.begins_at))]


def list_unreleased(session: Session, venue_id: int, *, now: datetime) -> list[Slot]:
    """Return what its people have to act on: returned times first, then drafts, by time."""
    states = (SlotState.RETURNED, SlotState.DRAFT)
    slots = session.scalars(
        select(Slot)
        .where(Slot.venue_id == venue_id, Slot.state.in_(states), Slot.begins_at > now)
        .order_by(Slot.begins_at)
    )
    return sorted(slots, key=lambda slot: states.index(slot.state))


def list_chosen(
    session: Session, venue_id: int, slot_ids: Iterable[int], *, now: datetime
) -> list[VenueTime]:
    """Return these times of a venue.

    Raises:
        NotFound: one of them does not exist or is another venue's.
    """
    ids = set(slot_ids)
    wanted = _with_couple(now).where(Slot.id.in_(ids), Slot.venue_id == venue_id)
    times = [_time(row, now) for row in session.execute(wanted.order_by(Slot.begins_at))]
    if len(times) != len(ids):
        raise NotFound
    return times


def list_series(session: Session, venue_id: int) -> list[tuple[Series, Counter[SlotState]]]:
    """Return the series of a venue, newest first, with how many times are in which state."""
    counts: dict[int, Counter[SlotState]] = defaultdict(Counter)
    rows = session.execute(
        select(Slot.series_id, Slot.state, func.count())
        .where(Slot.venue_id == venue_id)
        .group_by(Slot.series_id, Slot.state)
    )
    for series_id, state, count in rows:
        if series_id is not None:
            counts[series_id][state] = count
    found = session.scalars(
        select(Series).where(Series.venue_id == venue_id).order_by(Series.id.desc())
    )
    return [(series, counts[series.id]) for series in found]


def get_own_series(session: Session, venue_id: int, series_id: int) -> Series:
    """Return a series of this venue.

    Raises:
        NotFound: there is none, or it is another venue's.
    """
    series = session.get(Series, series_id)
    if series is None or series.venue_id != venue_id:
        raise NotFound
    return series


def list_times_of_series(session: Session, series: Series, *, now: datetime) -> list[VenueTime]:
    """Return the living times of a series."""
    wanted = _with_couple(now).where(Slot.series_id == series.id, Slot.state.in_(LIVING))
    return [_time(row, now) for row in session.execute(wanted.order_by(Slot.begins_at))]


def pattern_of(series: Series) -> Pattern:
    """Return the rule of a series."""
    return Pattern(
        weekdays=frozenset(series.weekdays),
        from_day=series.from_day,
        until_day=series.until_day,
        times=tuple(time.fromisoformat(start) for start in series.times),
        duration_minutes=series.duration_minutes,
        buffer_minutes=series.buffer_minutes,
        skip_holidays=series.skip_holidays,
        skip_days=frozenset(date.fromisoformat(day) for day in series.skip_days),
    )


def list_usual_times(session: Session, venue_id: int, *, today: date) -> list[UsualTimes]:
    """Return when the venue has living times from today on, by weekday and duration."""
    rows = session.execute(
        select(Slot.day, Slot.minute, Slot.begins_at, Slot.ends_at)
        .where(Slot.venue_id == venue_id, Slot.day >= today, Slot.state.in_(LIVING))
        .order_by(Slot.begins_at)
    )
    groups: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for day, minute, begins_at, ends_at in rows:
        minutes = int((ends_at - begins_at).total_seconds()) // 60
        groups[day.weekday(), minutes].append((day, minute))
    return [
        UsualTimes(
            weekday,
            minutes,
            tuple(time(*divmod(minute, 60)) for minute in sorted({entry[1] for entry in found})),
            found[0][0],
            found[-1][0],
        )
        for (weekday, minutes), found in sorted(groups.items())
    ]


def find_last_length(session: Session, venue_id: int) -> tuple[int, int] | None:
    """Return how long the venue’s latest ceremonies last and the pause after them, in minutes.

    Of its latest series; without one, of the single time that was created last; None without any.
    """
    series = session.scalar(
        select(Series).where(Series.venue_id == venue_id).order_by(Series.id.desc()).limit(1)
    )
    if series is not None:
        return series.duration_minutes, series.buffer_minutes
    slot = session.scalar(
        select(Slot).where(Slot.venue_id == venue_id).order_by(Slot.id.desc()).limit(1)
    )
    if slot is None:
        return None
    return int((slot.ends_at - slot.begins_at).total_seconds()) // 60, slot.buffer_minutes


def find_next_day_with_times(session: Session, venue_id: int, *, today: date) -> date | None:
    """Return the first day from today on on which the venue has a living time."""
    return session.scalar(
        select(func.min(Slot.day)).where(
            Slot.venue_id == venue_id, Slot.day >= today, Slot.state.in_(LIVING)
        )
    )


def has_times(session: Session, venue_id: int) -> bool:
    """Answer whether the venue ever had a time; if not, this is its first day."""
    return session.scalar(select(Slot.id).where(Slot.venue_id == venue_id).limit(1)) is not None


def _with_couple(now: datetime) -> Select[Slot, Reservation]:
    live = or_(Reservation.state != ReservationState.HELD, Reservation.held_until > now)
    shown = BLOCKING | {ReservationState.MARRIED}
    return select(Slot, Reservation).outerjoin(
        Reservation,
        and_(Reservation.slot_id == Slot.id, Reservation.state.in_(shown), live),
    )


def _time(row: Row[Slot, Reservation], now: datetime) -> VenueTime:
    slot: Slot = row[0]
    reservation: Reservation | None = row[1]
    mark = mark_of(
        state=slot.state,
        begins_at=slot.begins_at,
        opens_at=slot.opens_at,
        holdable=slot.holdable,
        obstacle=slot.obstacle,
        reserved=reservation.state if reservation else None,
        now=now,
    )
    return VenueTime(slot, reservation, mark)
