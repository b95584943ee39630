"""The life of times that exist: submit, withdraw, release, return; each for one or many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.actions.journal import record
from app.actions.outbox import post
from app.models import Account, Slot
from app.queries import NotFound
from app.queries.conflicts import find_conflicts
from app.queries.settings import get_policies
from app.queries.slots import get_claims, list_days_of, list_slots
from app.rules.calendar import berlin_day
from app.rules.outcomes import Outcome
from app.rules.permissions import Actor, Permission, Role, may_on
from app.rules.refusals import ReasonMissing, Refusal, ReservationInTheWay, WrongState
from app.rules.slots import SLOT_TRANSITIONS, SlotEvent, opening_of

#: Operators read German.
LANGUAGE = "de"


def submit_slots(
    session: Session, slot_ids: Collection[int], *, actor: Actor, now: datetime
) -> Outcome[Slot]:
    """Ask the office to release drafts and returned times; what has a conflict is not submitted.

    Raises:
        NotFound: one of them does not exist or is not the actor's.
    """
    slots = _lock(session, slot_ids, Permission.PUBLISH_TIMES, actor)
    outcome = _sort(slots, SlotEvent.SUBMIT, find_conflicts(session, slots, now=now))
    for slot in outcome.done:
        mark_submitted(session, slot, actor=actor, now=now)
    _reckon(session, outcome, now=now)
    return outcome


def mark_submitted(session: Session, slot: Slot, *, actor: Actor, now: datetime) -> None:
    """Hand a time to the office; the caller holds the lock of its day."""
    slot.take(SlotEvent.SUBMIT)
    slot.submitted_at = now
    slot.reason = None
    record(session, "slot.submitted", "slot", slot.id, actor=actor, now=now)


def withdraw_slots(
    session: Session, slot_ids: Collection[int], *, actor: Actor, now: datetime
) -> Outcome[Slot]:
    """Take times back, in whatever state they are; one that a couple holds or has stays.

    Raises:
        NotFound: one of them does not exist or is not the actor's.
    """
    slots = _lock(session, slot_ids, Permission.PUBLISH_TIMES, actor)
    claims = get_claims(session, [slot.id for slot in slots], now=now)
    taken = {
        slot_id: ReservationInTheWay(reservation.reference)
        for slot_id, reservation in claims.items()
    }
    outcome = _sort(slots, SlotEvent.WITHDRAW, taken)
    for slot in outcome.done:
        was = slot.state.value
        slot.take(SlotEvent.WITHDRAW)
        record(session, "slot.withdrawn", "slot", slot.id, actor=actor, now=now, was=was)
    _reckon(session, outcome, now=now)
    return outcome


def release_slots(
    session: Session,
    slot_ids: Collection[int],
    *,
    opens_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Outcome[Slot]:
    """Open submitted times to couples; what has a conflict by now is not released.

    Args:
        opens_at: a later opening that the office announces for all of them; without it each opens
            when the horizon reaches its day, or at once.

    Raises:
        NotFound: one of them does not exist.
    """
    slots = _lock(session, slot_ids, Permission.RELEASE_TIMES, actor)
    outcome = _sort(slots, SlotEvent.RELEASE, find_conflicts(session, slots, now=now))
    policies = get_policies(session, berlin_day(now))
    for slot in outcome.done:
        slot.take(SlotEvent.RELEASE)
        slot.opens_at = max(opening_of(slot.day, policies, now), opens_at or now)
        slot.reason = None
        record(
            session,
            "slot.released",
            "slot",
            slot.id,
            actor=actor,
            now=now,
            opens_at=slot.opens_at.isoformat(),
        )
    _reckon(session, outcome, now=now)
    _tell_operators(session, "slots_released", outcome.done, now=now)
    return outcome


def return_slots(
    session: Session, reasons: Mapping[int, str], *, actor: Actor, now: datetime
) -> Outcome[Slot]:
    """Send submitted times back to their operators, each with a reason.

    Raises:
        NotFound: one of them does not exist.
        ReasonMissing: one of them has no reason; nothing is sent back.
    """
    if not all(reason.strip() for reason in reasons.values()):
        raise ReasonMissing
    slots = _lock(session, reasons, Permission.RELEASE_TIMES, actor)
    outcome = _sort(slots, SlotEvent.RETURN, {})
    for slot in outcome.done:
        slot.take(SlotEvent.RETURN)
        slot.reason = reasons[slot.id].strip()
        record(session, "slot.returned", "slot", slot.id, actor=actor, now=now)
    _reckon(session, outcome, now=now)
    _tell_operators(session, "slots_returned", outcome.done, now=now)
    return outcome


def _lock(
    session: Session, slot_ids: Collection[int], permission: Permission, actor: Actor
) -> list[Slot]:
    lock_days(session, list_days_of(session, slot_ids))
    slots = list_slots(session, slot_ids)
    if not all(may_on(actor, permission, slot.venue_id) for slot in slots):
        raise NotFound
    return slots


def _sort(
    slots: Sequence[Slot],
    event: SlotEvent,
    reasons: Mapping[int, Refusal],
) -> Outcome[Slot]:
    """Tell apart what can take this event, what took it before, and what cannot."""
    outcome: Outcome[Slot] = Outcome()
    for slot in slots:
        if slot.state is _AFTER[event]:
            outcome.already.append(slot)
        elif (slot.state, event) not in SLOT_TRANSITIONS:
            outcome.refuse(slot, WrongState(state=slot.state.value, event=event.value))
        elif slot.id in reasons:
            outcome.refuse(slot, reasons[slot.id])
        else:
            outcome.done.append(slot)
    return outcome


_AFTER = {event: after for (_, event), after in SLOT_TRANSITIONS.items()}


def _reckon(session: Session, outcome: Outcome[Slot], *, now: datetime) -> None:
    if outcome.done:
        reckon(session, {slot.day for slot in outcome.done}, now=now)


def _tell_operators(session: Session, kind: str, slots: Sequence[Slot], *, now: datetime) -> None:
    """Write one mail to each operator of each venue concerned."""
    by_venue: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_venue[slot.venue_id].append(slot)
    for venue_slots in by_venue.values():
        venue = venue_slots[0].venue
        for account in _operators_of(session, venue.id):
            post(
                session,
                kind,
                account.email,
                language=LANGUAGE,
                now=now,
                account=account,
                venue=venue.name,
                count=len(venue_slots),
                reasons=sorted({slot.reason for slot in venue_slots if slot.reason}),
                slug=venue.slug,
                **_openings(venue_slots, now),
            )


def _openings(slots: Sequence[Slot], now: datetime) -> dict[str, Any]:
    """Return how many of these couples see at once, and when the first of the others open."""
    later = sorted(slot.opens_at for slot in slots if slot.opens_at and slot.opens_at > now)
    first = {"opens_at": later[0].isoformat()} if later else {}
    return {"visible": len(slots) - len(later), "later": len(later), **first}


def _operators_of(session: Session, venue_id: int) -> list[Account]:
    return list(
        session.scalars(
            select(Account)
            .where(
                Account.role == Role.OPERATOR,
                Account.closed_at.is_(None),
                Account.venues.any(id=venue_id),
            )
            .order_by(Account.id)
        )
    )
