"""Everything that is on a day, read in a constant number of queries however many days are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Announcement, Assignment, Closure, Day, Fee, Reservation, Slot, Venue
from app.queries.duties import get_staffing
from app.queries.settings import get_policies_by_day
from app.rules.calendar import berlin_day, day_begins_at, days_between
from app.rules.days import Ceremony, Claim, DayFacts, Shut, is_office_closed
from app.rules.fees import FeeLine
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import SlotState, Span
from app.rules.staffing import Wanted

Thing = TypeVar("Thing")


def ceremony_of(slot: Slot) -> Ceremony:
    """Return the slot as the day sees it."""
    return Ceremony(slot.id, slot.venue_id, Span(slot.begins_at, slot.ends_at, slot.buffer_minutes))


def get_day_facts(session: Session, days: Collection[date]) -> dict[date, DayFacts]:
    """Return what is on each of the days."""
    ceremonies = _by_day(
        (slot.day, ceremony_of(slot))
        for slot in session.scalars(
            select(Slot).where(Slot.day.in_(days), Slot.state == SlotState.RELEASED)
        )
    )
    claims = _by_day(_claims(session, days))
    closures = _closures(session, days)
    policies = get_policies_by_day(session, days)
    venues = list(session.execute(select(Venue.id, Venue.valid_from, Venue.valid_until)))
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
    for fee in session.scalars(select(Fee)):
        lines[fee.venue_id].append(fee_line_of(fee))
    return lines


def list_days_with_slots(session: Session, first: date, last: date | None = None) -> list[date]:
    """Return the days from ``first`` on (to ``last``, included) on which there is any slot."""
    wanted = select(Slot.day).where(Slot.day >= first).distinct().order_by(Slot.day)
    if last is not None:
        wanted = wanted.where(Slot.day <= last)
    return list(session.scalars(wanted))


def list_pending_days(session: Session, first: date, most: int | None = None) -> list[date]:
    """Return the days from ``first`` on that are still to be reckoned, the next one first."""
    return list(
        session.scalars(
            select(Day.day).where(Day.pending, Day.day >= first).order_by(Day.day).limit(most)
        )
    )


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
    # Columns, not rows that this session may have read before it had the lock.
    rows = session.execute(
        select(
            Slot,
            Reservation.state,
            Reservation.held_until,
            Reservation.ceremony_language,
            Assignment.registrar_id,
            Assignment.pinned,
            Announcement.registrar_id,
        )
        .join(Reservation, Reservation.slot_id == Slot.id)
        .outerjoin(Assignment, Assignment.reservation_id == Reservation.id)
        .outerjoin(
            Announcement,
            (Announcement.reservation_id == Reservation.id) & (Announcement.slot_id == Slot.id),
        )
        .where(Slot.day.in_(days), Reservation.state.in_(BLOCKING))
    )
    for slot, state, held_until, language, registrar_id, pinned, told_id in rows:
        who = None if registrar_id is None else str(registrar_id)
        yield (
            slot.day,
            Claim(
                ceremony_of(slot),
                held_until if state is ReservationState.HELD else None,
                Wanted(language, who if pinned else None),
                who if told_id == registrar_id else None,
            ),
        )


def _closures(session: Session, days: Collection[date]) -> dict[date, list[Shut]]:
    found: dict[date, list[Shut]] = defaultdict(list)
    if not days:
        return found
    wanted = frozenset(days)
    first, after = day_begins_at(min(days)), day_begins_at(max(days) + timedelta(days=1))
    rows = session.scalars(
        select(Closure).where(
            Closure.lifted_at.is_(None), Closure.begins_at < after, Closure.ends_at > first
        )
    )
    for row in rows:
        shut = Shut(row.venue_id, row.begins_at, row.ends_at)
        last = berlin_day(row.ends_at - timedelta(microseconds=1))
        for day in days_between(max(berlin_day(row.begins_at), min(days)), min(last, max(days))):
            if day in wanted:
                found[day].append(shut)
    return found


def _by_day(pairs: Iterable[tuple[date, Thing]]) -> dict[date, list[Thing]]:
    found: dict[date, list[Thing]] = defaultdict(list)
    for day, thing in pairs:
        found[day].append(thing)
    return found
