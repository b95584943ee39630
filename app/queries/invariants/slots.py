"""Sentences about slots and their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Day, Reservation, Slot
from app.queries.days import (
    get_day_facts,
    get_fee_lines,
    list_days_with_slots,
    list_pending_days,
)
from app.queries.invariants.base import invariant
from app.queries.invariants.reservations import blocks
from app.rules.calendar import berlin_day, berlin_time
from app.rules.days import Finding, reckon_day
from app.rules.fees import total_cents
from app.rules.slots import SlotState, Span, overlap

#: Days that are reckoned together.
BATCH = 60


@invariant
def no_overlap(session: Session, now: datetime) -> Iterator[str]:
    """No two blocked times overlap at one venue, buffers included."""
    rows = session.execute(
        select(Slot, Reservation.id)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(blocks(now))
        .order_by(Slot.venue_id, Slot.begins_at, Slot.id)
    )
    # Per venue what is in use when the next one begins; two is the usual length.
    before: dict[int, list[tuple[Span, int, int]]] = defaultdict(list)
    for slot, reservation_id in rows:
        span = Span(slot.begins_at, slot.ends_at, slot.buffer_minutes)
        going_on = [entry for entry in before[slot.venue_id] if overlap(entry[0], span)]
        for _, slot_id, other_id in going_on:
            if slot_id != slot.id:
                yield (
                    f"venue {slot.venue_id}: reservations {other_id} and {reservation_id} "
                    f"on slots {slot_id} and {slot.id}"
                )
        before[slot.venue_id] = [*going_on, (span, slot.id, reservation_id)]


@invariant
def on_released_slots(session: Session, now: datetime) -> Iterator[str]:
    """What blocks is on a released slot."""
    rows = session.execute(
        select(Reservation.id, Slot.id, Slot.state)
        .join(Reservation.slot)
        .where(blocks(now), Slot.state != SlotState.RELEASED)
    )
    for reservation_id, slot_id, state in rows:
        yield f"reservation {reservation_id} on slot {slot_id}, which is {state.value}"


@invariant
def released_slots_open(session: Session, now: datetime) -> Iterator[str]:
    """A released slot has an instant at which it opens."""
    unopened = select(Slot.id).where(Slot.state == SlotState.RELEASED, Slot.opens_at.is_(None))
    for slot_id in session.scalars(unopened):
        yield f"slot {slot_id}"


@invariant
def days_of_slots(session: Session, now: datetime) -> Iterator[str]:
    """The day of a slot is the Berlin day on which it begins, and it has its row."""
    known = set(session.scalars(select(Day.day)))
    for slot_id, day, begins_at in session.execute(select(Slot.id, Slot.day, Slot.begins_at)):
        if day != berlin_day(begins_at):
            yield f"slot {slot_id}: says {day}, begins on {berlin_day(begins_at)}"
        elif day not in known:
            yield f"slot {slot_id}: day {day} has no row"


@invariant
def reckoned(session: Session, now: datetime) -> Iterator[str]:
    """What is stored about future slots and days equals a fresh reckoning."""
    days = list_days_with_slots(session, berlin_day(now))
    pending = set(list_pending_days(session, berlin_day(now)))
    disturbed = set(session.scalars(select(Day.day).where(Day.disturbed)))
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
        for slot in session.scalars(select(Slot).where(Slot.day.in_(batch)).order_by(Slot.id)):
            yield from _unlike(slot, findings.get(slot.id), now)
            cents = total_cents(fees.get(slot.venue_id, ()), slot.day, berlin_time(slot.begins_at))
            if slot.fee_cents != cents:
                yield f"slot {slot.id} on {slot.day}: fee_cents {slot.fee_cents}, not {cents}"


@invariant
def pending_days_are_not_free(session: Session, now: datetime) -> Iterator[str]:
    """Nothing is free on a day that is still to be reckoned."""
    free = (
        select(Slot.id, Slot.day).join(Day, Day.day == Slot.day).where(Day.pending, Slot.holdable)
    )
    for slot_id, day in session.execute(free.order_by(Slot.id)):
        yield f"slot {slot_id} on {day}"


def _unlike(slot: Slot, finding: Finding | None, now: datetime) -> Iterator[str]:
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
