"""Sentences about slots and their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.models import Day, Reservation, Slot
from app.queries.days import (
    get_day_facts,
    get_fee_lines,
    list_days_with_slots,
    list_pending_days,
)
from app.queries.invariants.base import invariant
from app.queries.invariants.reservations import BLOCKS
from app.rules.calendar import berlin_day, berlin_time, day_begins_at
from app.rules.days import Finding, reckon_day
from app.rules.fees import total_cents
from app.rules.slots import SlotState, Span, overlap

#: Days that are reckoned together.
BATCH = 60


_BLOCKED = (
    select(
        Slot.venue_id,
        Slot.id,
        Reservation.id,
        Slot.begins_at,
        Slot.ends_at,
        Slot.buffer_minutes,
    )
    .join(Reservation, Reservation.slot_id == Slot.id)
    .where(BLOCKS)
    .order_by(Slot.venue_id, Slot.begins_at, Slot.id)
)


@invariant
def no_overlap(session: Session, now: datetime) -> Iterator[str]:
    """No two blocked times overlap at one venue, buffers included."""
    # Per venue what is in use when the next one begins; two is the usual length.
    before: dict[int, list[tuple[Span, int, int]]] = defaultdict(list)
    for row in session.execute(_BLOCKED, {"now": now}):
        venue_id, slot_id, reservation_id, begins_at, ends_at, buffer_minutes = row
        span = Span(begins_at, ends_at, buffer_minutes)
        going_on = [entry for entry in before[venue_id] if overlap(entry[0], span)]
        for _, other_slot_id, other_id in going_on:
            if other_slot_id != slot_id:
                yield (
                    f"venue {venue_id}: reservations {other_id} and {reservation_id} "
                    f"on slots {other_slot_id} and {slot_id}"
                )
        before[venue_id] = [*going_on, (span, slot_id, reservation_id)]


_BLOCKED_UNRELEASED = (
    select(Reservation.id, Slot.id, Slot.state)
    .join(Reservation.slot)
    .where(BLOCKS, Slot.state != SlotState.RELEASED)
)


@invariant
def on_released_slots(session: Session, now: datetime) -> Iterator[str]:
    """What blocks is on a released slot."""
    for reservation_id, slot_id, state in session.execute(_BLOCKED_UNRELEASED, {"now": now}):
        yield f"reservation {reservation_id} on slot {slot_id}, which is {state.value}"


_UNOPENED = select(Slot.id).where(Slot.state == SlotState.RELEASED, Slot.opens_at.is_(None))


@invariant
def released_slots_open(session: Session, now: datetime) -> Iterator[str]:
    """A released slot has an instant at which it opens."""
    for slot_id in session.scalars(_UNOPENED):
        yield f"slot {slot_id}"


_KNOWN_DAYS = select(Day.day)
_BEGINNINGS = select(Slot.id, Slot.day, Slot.begins_at, Slot.ends_at)


@invariant
def days_of_slots(session: Session, now: datetime) -> Iterator[str]:
    """The day of a slot is the Berlin day on which it begins and ends, and it has its row."""
    known = set(session.scalars(_KNOWN_DAYS))
    for slot_id, day, begins_at, ends_at in session.execute(_BEGINNINGS):
        if day != berlin_day(begins_at):
            yield f"slot {slot_id}: says {day}, begins on {berlin_day(begins_at)}"
        elif ends_at > day_begins_at(day + timedelta(days=1)):
            yield f"slot {slot_id}: begins on {day} and ends on another day"
        elif day not in known:
            yield f"slot {slot_id}: day {day} has no row"


_DISTURBED = select(Day.day).where(Day.disturbed)
_STORED = (
    select(
        Slot.id,
        Slot.venue_id,
        Slot.day,
        Slot.begins_at,
        Slot.holdable,
        Slot.obstacle,
        Slot.blocked_until,
        Slot.fee_cents,
    )
    .where(Slot.day.in_(bindparam("days", expanding=True)))
    .order_by(Slot.id)
)


@invariant
def reckoned(session: Session, now: datetime) -> Iterator[str]:
    """What is stored about future slots and days equals a fresh reckoning."""
    days = list_days_with_slots(session, berlin_day(now))
    pending = set(list_pending_days(session, berlin_day(now)))
    disturbed = set(session.scalars(_DISTURBED))
    fees = get_fee_lines(session)
    for start in range(0, len(days), BATCH):
        batch = [day for day in days[start : start + BATCH] if day not in pending]
        facts = get_day_facts(session, batch)
        findings: dict[int, Finding] = {}
        for day in batch:
            reckoning = reckon_day(facts[day], now=now)
            findings.update(reckoning.findings)
            if reckoning.disturbed != (day in disturbed):
                yield f"day {day}: disturbed {day in disturbed}, not {reckoning.disturbed}"
        for slot in session.execute(_STORED, {"days": batch}):
            yield from _unlike(slot, findings.get(slot.id), now)
            cents = total_cents(fees.get(slot.venue_id, ()), slot.day, berlin_time(slot.begins_at))
            if slot.fee_cents != cents:
                yield f"slot {slot.id} on {slot.day}: fee_cents {slot.fee_cents}, not {cents}"


_FREE_AND_PENDING = (
    select(Slot.id, Slot.day)
    .join(Day, Day.day == Slot.day)
    .where(Day.pending, Slot.holdable)
    .order_by(Slot.id)
)


@invariant
def pending_days_are_not_free(session: Session, now: datetime) -> Iterator[str]:
    """Nothing is free on a day that is still to be reckoned."""
    for slot_id, day in session.execute(_FREE_AND_PENDING):
        yield f"slot {slot_id} on {day}"


def _unlike(slot: Any, finding: Finding | None, now: datetime) -> Iterator[str]:
    wanted = (
        finding is not None and finding.holdable,
        finding.obstacle if finding else None,
        finding.blocked_until if finding else None,
    )
    # An instant that has passed says the same as none.
    blocked_until = slot.blocked_until
    stored = (
        slot.holdable,
        slot.obstacle,
        blocked_until if blocked_until is not None and blocked_until > now else None,
    )
    names = ("holdable", "obstacle", "blocked_until")
    for name, is_stored, is_wanted in zip(names, stored, wanted, strict=True):
        if is_stored != is_wanted:
            yield f"slot {slot.id} on {slot.day}: {name} {is_stored}, not {is_wanted}"
