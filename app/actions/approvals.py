"""What the office does with reservations: enter them for callers, approve, decline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.actions.answers import take_answers
from app.actions.days import lock_days, reckon
from app.actions.holds import check_takeable, lapse_day, make_hold
from app.actions.journal import record
from app.actions.locks import get_slot, lock_reservation
from app.actions.reservations import (
    AGREED,
    check_answers,
    check_feasible,
    check_may_handle,
    end_reservation,
    mail_couple,
    request_reservation,
)
from app.models import Channel, Reservation
from app.queries.reservations import find_entered
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.permissions import Actor
from app.rules.refusals import ReasonMissing
from app.rules.reservations import ReservationEvent, ReservationState

#: By these a second click of the office is told from another couple.
NAMES = ("person1_given", "person1_family", "person2_given", "person2_family")


def enter_reservation(
    session: Session,
    slot_id: int,
    answers: Mapping[str, Any],
    *,
    channel: Channel,
    language: str,
    actor: Actor,
    now: datetime,
) -> Reservation:
    """Enter a reservation for a couple that called or came, under the rules of all others.

    It needs no confirmed address: staff speak with the couple. An address, if given, gets the mail.
    A second click finds what the first one entered.

    Raises:
        NotFound, SlotNotReleased, TooEarly, TooLate, SlotTaken, SlotNotFeasible: as when holding.
        AnswersMissing, TooManyGuests, AlreadyReserved: as when sending.
    """
    slot = get_slot(session, slot_id)
    check_may_handle(actor, slot)
    day = slot.day
    lock_days(session, [day])
    session.expire_all()
    lapse_day(session, day, now=now)
    policies = get_policies(session, berlin_day(now))
    entered = find_entered(session, slot_id, by=actor.account_id)
    if entered is not None and all(getattr(entered, name) == answers[name] for name in NAMES):
        return entered
    check_takeable(get_slot(session, slot_id), now=now, policies=policies)
    reservation = make_hold(
        session,
        slot_id,
        channel=channel,
        browser_hash=None,
        language=language,
        minutes=policies.staff_hold_minutes,
        now=now,
    )
    reservation.entered_by_id = actor.account_id
    take_answers(reservation, answers)
    check_answers(reservation, needs_email=False)
    request_reservation(session, reservation, now=now)
    reservation.take(ReservationEvent.CONFIRM)
    reservation.reserved_at = now
    record(
        session,
        "reservation.entered",
        "reservation",
        reservation.id,
        actor=actor,
        now=now,
        channel=channel.value,
    )
    mail_couple(session, "reserved", reservation, now=now)
    reckon(session, [day], now=now)
    return reservation


def approve(session: Session, reservation_id: int, *, actor: Actor, now: datetime) -> Reservation:
    """Accept a reservation for the office, after a full check of the day as it is now.

    A second click finds it approved.

    Raises:
        NotFound: not the actor's to handle.
        WrongState: its address is not confirmed, or it has ended.
        SlotNotReleased, SlotNotFeasible: the day can no longer take it.
    """
    reservation = lock_reservation(session, reservation_id)
    check_may_handle(actor, reservation.slot)
    if reservation.state in AGREED:
        return reservation
    if reservation.state is ReservationState.RESERVED:
        check_feasible(session, reservation, now=now)
    reservation.take(ReservationEvent.APPROVE)
    reservation.approved_at = now
    record(session, "reservation.approved", "reservation", reservation.id, actor=actor, now=now)
    mail_couple(session, "approved", reservation, now=now)
    reckon(session, [reservation.slot.day], now=now)
    return reservation


def decline(
    session: Session, reservation_id: int, reason: str, *, actor: Actor, now: datetime
) -> Reservation:
    """Say no for the office, with the reason that the couple reads.

    Raises:
        NotFound: not the actor's to handle.
        ReasonMissing: there is none.
        WrongState: it has been approved, or has ended.
    """
    if not reason.strip():
        raise ReasonMissing
    reservation = lock_reservation(session, reservation_id)
    check_may_handle(actor, reservation.slot)
    if reservation.state is ReservationState.DECLINED:
        return reservation
    end_reservation(
        session, reservation, ReservationEvent.DECLINE, actor=actor, reason=reason, now=now
    )
    mail_couple(session, "declined", reservation, now=now)
    return reservation
