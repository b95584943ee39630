"""Everything that is on a day, read in a constant number of queries however many days are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.models import Announcement, Assignment, Closure, Day, Fee, Reservation, Slot, Venue
from app.queries.duties import get_staffing
from app.queries.settings import get_policies_by_day
from app.rules.calendar import berlin_day, day_begins_at, days_between, last_day_of
from app.rules.days import Ceremony, Claim, DayFacts, Shut, is_office_closed
from app.rules.fees import FeeLine
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import SlotState, Span
from app.rules.staffing import Wanted

Thing = TypeVar("Thing")

_ON_DAYS = Slot.day.in_(bindparam("days", expanding=True))
#: What a ceremony is made of. Columns, not rows that a session may have read before it had the
#: lock of the day.
_TIMES = (Slot.id, Slot.venue_id, Slot.day, Slot.begins_at, Slot.ends_at, Slot.buffer_minutes)

# Built once: every reckoning asks all of them.
_RELEASED = select(*_TIMES).where(_ON_DAYS, Slot.state == SlotState.RELEASED)
_CLAIMS = (
    select(
        *_TIMES,
        Reservation.state,
        Reservation.held_until,
        Reservation.ceremony_language,
        Assignment.registrar_id,
        Assignment.pinned,
        Announcement.registrar_id.label("told_id"),
    )
    .join(Reservation, Reservation.slot_id == Slot.id)
    .outerjoin(Assignment, Assignment.reservation_id == Reservation.id)
    .outerjoin(
        Announcement,
        (Announcement.reservation_id == Reservation.id) & (Announcement.slot_id == Slot.id),
    )
    .where(_ON_DAYS, Reservation.state.in_(BLOCKING))
)
_SHUT = select(Closure.venue_id, Closure.begins_at, Closure.ends_at).where(
    Closure.lifted_at.is_(None),
    Closure.begins_at < bindparam("after"),
    Closure.ends_at > bindparam("since"),
)
_IN_USE = select(Venue.id, Venue.valid_from, Venue.valid_until)
_FEES = select(Fee)
_WITH_SLOTS = (
    select(Slot.day)
    .where(Slot.day.between(bindparam("first"), bindparam("last")))
    .distinct()
    .order_by(Slot.day)
)
_PENDING = select(Day.day).where(Day.pending, Day.day >= bindparam("first")).order_by(Day.day)


class _Time(Protocol):
    """A slot, or a row with the columns of ``_TIMES``."""

    @property
    def id(self) -> int: ...
    @property
    def venue_id(self) -> int: ...
    @property
    def begins_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def buffer_minutes(self) -> int: ...


def ceremony_of(slot: _Time) -> Ceremony:
    """Return the slot as the day sees it."""
    return Ceremony(slot.id, slot.venue_id, Span(slot.begins_at, slot.ends_at, slot.buffer_minutes))


def get_day_facts(session: Session, days: Collection[date]) -> dict[date, DayFacts]:
    """Return what is on each of the days."""
    if not days:
        return {}
    ceremonies = _by_day(
        (row.day, ceremony_of(row)) for row in session.execute(_RELEASED, {"days": list(days)})
    )
    claims = _by_day(_claims(session, days))
    closures = _closures(session, days)
    policies = get_policies_by_day(session, days)
    venues = list(session.execute(_IN_USE))
    staffing = get_staffing(session, days)
    return {
        day: DayFacts(
            day=day,
            ceremonies=tuple(ceremonies[day]),
            claims=tuple(claims[day]),
            closures=tuple(closures[day]),
            office_closed=is_office_closed(day, policies[day]),
            venues_in_use=frozenset(
                row.id
                for row in venues
                if (row.valid_from is None or row.valid_from <= day)
                and (row.valid_until is None or day <= row.valid_until)
            ),
            staffing=staffing[day],
        )
        for day in days
    }


def fee_line_of(fee: Fee) -> FeeLine:
    """Return the fee as the rules see it."""
    return FeeLine(
        fee.id,
        fee.cents,
        frozenset(fee.weekdays),
        fee.from_time,
        fee.valid_from,
        fee.valid_until,
    )


def get_fee_lines(session: Session) -> dict[int, list[FeeLine]]:
    """Return the fee lines of every venue, by venue."""
    lines: dict[int, list[FeeLine]] = defaultdict(list)
    for fee in session.scalars(_FEES):
        lines[fee.venue_id].append(fee_line_of(fee))
    return lines


def list_days_with_slots(session: Session, first: date, last: date | None = None) -> list[date]:
    """Return the days from ``first`` on (to ``last``, included) on which there is any slot."""
    return list(session.scalars(_WITH_SLOTS, {"first": first, "last": last or date.max}))


def list_pending_days(session: Session, first: date, most: int | None = None) -> list[date]:
    """Return the days from ``first`` on that are still to be reckoned, the next one first."""
    return list(session.scalars(_PENDING.limit(most), {"first": first}))


@dataclass(frozen=True)
class Progress:
    """How far the worker has come with the days that were left to it."""

    left: int
    #: All days that can have ceremonies.
    total: int

    @property
    def is_done(self) -> bool:
        """Whether every day is reckoned."""
        return self.left == 0


def get_progress(session: Session, today: date) -> Progress:
    """Return how many days from today on are still to be reckoned; one query."""
    row = session.execute(
        select(func.count().filter(Day.pending), func.count()).where(Day.day >= today)
    ).one()
    return Progress(row[0], row[1])


def list_disturbed_days(session: Session, first: date) -> list[date]:
    """Return the days from ``first`` on whose ceremonies cannot all be performed; one query."""
    return list(
        session.scalars(select(Day.day).where(Day.disturbed, Day.day >= first).order_by(Day.day))
    )


def _claims(session: Session, days: Collection[date]) -> Iterable[tuple[date, Claim]]:
    for row in session.execute(_CLAIMS, {"days": list(days)}):
        who = None if row.registrar_id is None else str(row.registrar_id)
        yield (
            row.day,
            Claim(
                ceremony_of(row),
                row.held_until if row.state is ReservationState.HELD else None,
                Wanted(row.ceremony_language, who if row.pinned else None),
                who if row.told_id == row.registrar_id else None,
            ),
        )


def _closures(session: Session, days: Collection[date]) -> dict[date, list[Shut]]:
    found: dict[date, list[Shut]] = defaultdict(list)
    wanted = frozenset(days)
    first, after = day_begins_at(min(days)), day_begins_at(max(days) + timedelta(days=1))
    for row in session.execute(_SHUT, {"since": first, "after": after}):
        shut = Shut(*row)
        last = last_day_of(row.ends_at)
        for day in days_between(max(berlin_day(row.begins_at), min(days)), min(last, max(days))):
            if day in wanted:
                found[day].append(shut)
    return found


def _by_day(pairs: Iterable[tuple[date, Thing]]) -> dict[date, list[Thing]]:
    found: dict[date, list[Thing]] = defaultdict(list)
    for day, thing in pairs:
        found[day].append(thing)
    return found
