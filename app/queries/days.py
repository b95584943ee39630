"""Everything that is on a day, read in a constant number of queries however many days are asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Closure, Day, Fee, Reservation, Slot, Venue
from app.queries.settings import get_policies_by_day
from app.rules.calendar import berlin_day, day_begins_at, days_between
from app.rules.days import Ceremony, Claim, DayFacts, Shut, is_office_closed
from app.rules.fees import FeeLine
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import SlotState, Span

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


def get_versions(session: Session, first: date, last: date) -> int:
    """Return one number that rises whenever anything on these days changes."""
    return sum(session.scalars(select(Day.version).where(Day.day.between(first, last))))


def _claims(session: Session, days: Collection[date]) -> Iterable[tuple[date, Claim]]:
    rows = session.execute(
        select(Slot, Reservation.state, Reservation.held_until)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(Slot.day.in_(days), Reservation.state.in_(BLOCKING))
    )
    for slot, state, held_until in rows:
        until = held_until if state is ReservationState.HELD else None
        yield slot.day, Claim(ceremony_of(slot), until)


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
