"""Holding a slot while the form is filled in: take, extend, let go."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.answers import bring_answers
from app.actions.days import lock_days, reckon
from app.actions.journal import COUPLE, SYSTEM, record
from app.actions.locks import get_slot, lock_browser, lock_reservation
from app.actions.throttles import count_try
from app.models import Channel, Reservation, Slot
from app.queries.reservations import find_hold
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.days import Finding
from app.rules.permissions import Actor
from app.rules.policies import Policies
from app.rules.refusals import SlotNotFeasible, SlotTaken, TooManyHolds
from app.rules.reservations import (
    REFERENCE_SIGNS,
    ReservationEvent,
    ReservationState,
    check_hold_lives,
    check_reservable,
    extended,
)
from app.rules.slots import Obstacle, SlotState
from app.rules.throttle import Budget

_IS_LAPSED = and_(
    Reservation.state == ReservationState.HELD, Reservation.held_until <= bindparam("now")
)
# Built once: every hold asks them, and every round of the worker.
_DAYS_OF_LAPSED = select(Slot.day).join(Reservation.slot).where(_IS_LAPSED).limit(bindparam("most"))
_LAPSED_ON_DAY = (
    select(Reservation).join(Reservation.slot).where(Slot.day == bindparam("day"), _IS_LAPSED)
)


def hold_slot(
    session: Session,
    slot_id: int,
    *,
    browser_hash: str,
    language: str,
    budget: Budget | None = None,
    now: datetime,
) -> Reservation:
    """Hold a slot for the couple at this browser.

    A second click returns the hold of the first. A couple that picks another time lets go of the
    one it held, in the same step and only if the new one is really theirs; what was typed comes
    along.

    Args:
        budget: how many holds the couple's network may take, within a while and at once; only
            those that it gets count.

    Raises:
        NotFound: no such slot.
        SlotNotReleased, TooEarly, TooLate: the rules say no.
        SlotTaken: another couple was quicker.
        SlotNotFeasible: the day cannot take this ceremony.
        TooManyTries: its network has taken too many.
        TooManyHolds: its network holds too many now.
    """
    lock_browser(session, browser_hash)
    slot = get_slot(session, slot_id)
    held = find_hold(session, browser_hash)
    days = {slot.day} | ({held.slot.day} if held else set())
    lock_days(session, days)
    session.expire_all()
    for day in sorted(days):
        lapse_day(session, day, now=now)
    held = find_hold(session, browser_hash)
    if held is not None and held.slot_id == slot_id:
        return held
    if held is not None:
        # First let go: what we hold ourselves must not stand in the way of the time next to it.
        let_go(session, held, now=now)
    policies = get_policies(session, berlin_day(now))
    check_takeable(get_slot(session, slot_id), now=now, policies=policies)
    reservation = make_hold(
        session,
        slot_id,
        channel=Channel.ONLINE,
        browser_hash=browser_hash,
        language=language,
        minutes=policies.hold_minutes,
        now=now,
    )
    if budget is not None:
        _spend(session, reservation, budget, now=now)
    bring_answers(session, reservation, now=now, policies=policies)
    record(session, "reservation.held", "reservation", reservation.id, actor=COUPLE, now=now)
    reckon(session, days, now=now)
    return reservation


def extend_hold(
    session: Session, reservation_id: int, *, times: int, seen: int | None = None, now: datetime
) -> Reservation:
    """Give a couple more time: ``times`` extensions at once, or all that are left if 0.

    Args:
        seen: how many extensions the page showed; a second click on it changes nothing more.

    Raises:
        HoldOver: its minutes are over.
        NoMoreExtensions: it has been extended as often as the office allows.
    """
    reservation = lock_reservation(session, reservation_id)
    check_hold_lives(reservation.state, reservation.held_until, now=now)
    if seen is not None and seen < reservation.extensions:
        return reservation
    policies = get_policies(session, berlin_day(now))
    times = times or max(policies.hold_extensions - reservation.extensions, 1)
    assert reservation.held_until is not None
    reservation.held_until = extended(
        reservation.held_until, reservation.extensions, times, policies
    )
    reservation.extensions += times
    record(
        session,
        "reservation.extended",
        "reservation",
        reservation.id,
        actor=COUPLE,
        now=now,
        times=times,
    )
    reckon(session, [reservation.slot.day], now=now)
    return reservation


def release_hold(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Let go of a hold; a second click finds it gone and is content."""
    reservation = lock_reservation(session, reservation_id)
    if reservation.state is not ReservationState.HELD:
        return
    let_go(session, reservation, now=now)


def let_go(
    session: Session, hold: Reservation, *, actor: Actor | str = COUPLE, now: datetime
) -> None:
    """End a hold whose day is locked, and let the day be free again."""
    hold.take(ReservationEvent.CANCEL)
    hold.ended_at = now
    record(session, "reservation.let_go", "reservation", hold.id, actor=actor, now=now)
    reckon(session, [hold.slot.day], now=now)


def lapse_holds(session: Session, *, now: datetime, most: int = 200) -> int:
    """Let lapse what is held no longer; tidies up, nothing hangs on it. Returns how many."""
    days = set(session.scalars(_DAYS_OF_LAPSED, {"now": now, "most": most}))
    lock_days(session, days)
    count = sum(lapse_day(session, day, now=now) for day in sorted(days))
    reckon(session, days, now=now)
    return count


def check_takeable(
    slot: Slot, *, now: datetime, policies: Policies, finding: Finding | None = None
) -> None:
    """Refuse a slot that cannot be held at this instant; the day is locked.

    In the order of ``rules/search.py``, so that the reason is the one that the search gives.

    Args:
        finding: what the day would say if it were another one; else what is stored.

    Raises:
        SlotNotReleased, TooEarly, TooLate, SlotTaken, SlotNotFeasible: with the reason.
    """
    released = slot.state is SlotState.RELEASED
    found = finding or Finding(slot.obstacle, slot.blocked_until)
    if released and found.obstacle is Obstacle.TAKEN:
        raise SlotTaken
    if released and found.obstacle is not None:
        raise SlotNotFeasible(obstacle=found.obstacle.value)
    check_reservable(
        state=slot.state, opens_at=slot.opens_at, day=slot.day, now=now, policies=policies
    )
    if found.blocked_until is not None and found.blocked_until > now:
        raise SlotTaken


def make_hold(
    session: Session,
    slot_id: int,
    *,
    channel: Channel,
    browser_hash: str | None,
    language: str,
    minutes: int,
    now: datetime,
) -> Reservation:
    """Write the hold; the database has the last word.

    Raises:
        SlotTaken: it is blocked already.
    """
    reservation = Reservation(
        reference=_new_reference(),
        slot_id=slot_id,
        state=ReservationState.HELD,
        channel=channel,
        browser_hash=browser_hash,
        language=language,
        held_until=now + timedelta(minutes=minutes),
        extensions=0,
        needs=[],
        created_at=now,
    )
    session.add(reservation)
    try:
        session.flush()
    except IntegrityError as clash:
        # Slot and reference are sound, so what broke is uq_reservations_slot_blocking, or
        # uq_reservations_browser_held for a browser that clicked two times at once.
        raise SlotTaken from clash
    return reservation


def lapse_day(session: Session, day: date, *, now: datetime) -> int:
    """Let lapse the holds of a locked day whose minutes are over; returns how many."""
    lapsed = session.scalars(_LAPSED_ON_DAY, {"now": now, "day": day}).all()
    for reservation in lapsed:
        reservation.take(ReservationEvent.LAPSE)
        reservation.ended_at = reservation.held_until
        record(session, "reservation.lapsed", "reservation", reservation.id, actor=SYSTEM, now=now)
    session.flush()
    return len(lapsed)


def _spend(session: Session, hold: Reservation, budget: Budget, *, now: datetime) -> None:
    """Count a hold against what its network may take."""
    # First count: that locks the network's row, so that nobody holds while we look who does.
    count_try(session, budget.key, budget.limit, now=now)
    living = session.scalars(
        select(Reservation.held_until).where(
            Reservation.state == ReservationState.HELD,
            Reservation.held_until > now,
            Reservation.network_key == budget.key,
        )
    ).all()
    if len(living) >= budget.at_once:
        raise TooManyHolds(again_at=min(until for until in living if until))
    hold.network_key = budget.key


def _new_reference() -> str:
    signs = "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(8))
    return f"TK-{signs[:4]}-{signs[4:]}"
