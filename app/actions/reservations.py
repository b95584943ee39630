"""A couple's reservation: fill in, send, confirm, approve, decline, cancel, let lapse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.answers import take_answers
from app.actions.days import lock_days, reckon
from app.actions.holds import let_go
from app.actions.journal import COUPLE, SYSTEM, record
from app.actions.locks import lock_reservation
from app.actions.mail_limits import check_sendable
from app.actions.outbox import post
from app.models import Assignment, Purpose, Reservation, Slot
from app.queries import NotFound
from app.queries.days import get_day_facts
from app.queries.reservations import find_live_by_email_key, get_reservation, has_rival
from app.queries.settings import get_policies
from app.queries.tokens import find_token
from app.rules.calendar import berlin_day
from app.rules.days import reckon_claim
from app.rules.permissions import Actor, Permission, may_on
from app.rules.refusals import (
    AlreadyReserved,
    AnswersMissing,
    LinkUsedUp,
    NotConfirmedInTime,
    ReasonMissing,
    SlotNotFeasible,
    SlotNotReleased,
    SlotTaken,
    TooLateToCancel,
)
from app.rules.reservations import (
    ENDED,
    CancelReason,
    ReservationEvent,
    ReservationState,
    check_guests,
    check_hold_lives,
    email_key,
)
from app.rules.slots import SlotState

S = ReservationState

#: States in which the office has said yes.
AGREED = frozenset({S.APPROVED, S.REGISTERED, S.FIRM, S.MARRIED})


def save_answers(session: Session, reservation_id: int, answers: Mapping[str, Any]) -> None:
    """Keep what the couple typed in one step of the form, also after the hold is over.

    Only the fields of the form are taken; a reservation that was sent, or entered by the office,
    is not changed.
    """
    reservation = lock_reservation(session, reservation_id)
    if reservation.requested_at is not None or reservation.reserved_at is not None:
        return
    take_answers(reservation, answers)


def send_reservation(session: Session, reservation_id: int, *, now: datetime) -> Reservation:
    """Turn a hold into a reservation whose e-mail address is still to be confirmed.

    A second click returns what the first one sent.

    Raises:
        HoldOver: its minutes are over.
        AnswersMissing: a step of the form is empty.
        TooManyGuests: more than fit.
        AlreadyReserved: this address has a live reservation.
        TooManyTries: this address was asked to confirm as often as it may be within a day.
    """
    reservation = lock_reservation(session, reservation_id)
    if reservation.requested_at is not None:
        return reservation
    check_hold_lives(reservation.state, reservation.held_until, now=now)
    check_answers(reservation)
    policies = get_policies(session, berlin_day(now))
    check_feasible(session, reservation, now=now)
    reservation.confirm_until = now + timedelta(hours=policies.confirm_hours)
    request_reservation(session, reservation, now=now)
    check_sendable(session, reservation, "confirm_email", now=now)
    record(session, "reservation.requested", "reservation", reservation.id, actor=COUPLE, now=now)
    mail_couple(session, "confirm_email", reservation, now=now)
    reckon(session, [reservation.slot.day], now=now)
    return reservation


def confirm_email(session: Session, secret: str, *, now: datetime) -> Reservation:
    """Redeem the link that proves the e-mail address; who does so again finds it done.

    Raises:
        LinkUsedUp: the link is unknown, or the reservation has ended.
        NotConfirmedInTime: the window has passed.
    """
    reservation = lock_reservation(session, _opened_by(session, secret, now=now))
    if reservation.state in ENDED:
        raise NotConfirmedInTime if reservation.state is S.LAPSED else LinkUsedUp
    if reservation.state is not S.REQUESTED:
        return reservation
    if reservation.confirm_until is not None and reservation.confirm_until <= now:
        raise NotConfirmedInTime
    reservation.take(ReservationEvent.CONFIRM)
    reservation.reserved_at = now
    record(session, "reservation.reserved", "reservation", reservation.id, actor=COUPLE, now=now)
    mail_couple(session, "reserved", reservation, now=now)
    reckon(session, [reservation.slot.day], now=now)
    return reservation


def cancel(
    session: Session,
    reservation_id: int,
    *,
    actor: Actor | str = COUPLE,
    reason: str | None = None,
    why: CancelReason | None = None,
    now: datetime,
) -> Reservation:
    """Cancel a live reservation; the slot is free again at once.

    Args:
        reason: in the words of the office, which the couple reads.
        why: what the couple chose, if it wanted to say so.

    Raises:
        NotFound: staff who may not handle it.
        ReasonMissing: staff must give one.
        TooLateToCancel: the couple is too close to an approved ceremony; the telephone helps.
        WrongState: it has ended.
    """
    if isinstance(actor, Actor) and not (reason or "").strip():
        raise ReasonMissing
    reservation = lock_reservation(session, reservation_id)
    if isinstance(actor, Actor):
        check_may_handle(actor, reservation.slot)
    if reservation.state is S.CANCELLED:
        return reservation
    if reservation.state is S.HELD:
        let_go(session, reservation, actor=actor, now=now)
        return reservation
    if actor == COUPLE:
        _check_cancellable_online(session, reservation, now=now)
    reservation.cancel_reason = why
    end_reservation(
        session, reservation, ReservationEvent.CANCEL, actor=actor, reason=reason, now=now
    )
    mail_couple(session, "cancelled", reservation, now=now)
    return reservation


def check_may_handle(actor: Actor, slot: Slot) -> None:
    """Treat a reservation as not there for whoever may not handle those of its venue."""
    if not may_on(actor, Permission.HANDLE_RESERVATIONS, slot.venue_id):
        raise NotFound


def lapse_unconfirmed(session: Session, *, now: datetime, most: int = 200) -> int:
    """Let lapse what was not confirmed in time; returns how many."""
    over = (
        select(Reservation.id, Slot.day)
        .join(Reservation.slot)
        .where(Reservation.state == S.REQUESTED, Reservation.confirm_until <= now)
        .order_by(Reservation.confirm_until)
        .limit(most)
    )
    found = session.execute(over).all()
    days = {row.day for row in found}
    lock_days(session, days)
    session.expire_all()
    count = 0
    for row in found:
        reservation = get_reservation(session, row.id)
        # One that was moved to a day that we have not locked waits for the next round.
        if reservation.state is S.REQUESTED and reservation.slot.day in days:
            end_reservation(
                session, reservation, ReservationEvent.LAPSE, actor=SYSTEM, reason=None, now=now
            )
            count += 1
    return count


def _opened_by(session: Session, secret: str, *, now: datetime) -> int:
    token = find_token(session, Purpose.CONFIRM, secret, now=now)
    if token is None or token.reservation_id is None:
        raise LinkUsedUp
    return token.reservation_id


def request_reservation(session: Session, reservation: Reservation, *, now: datetime) -> None:
    """Take SEND; one couple, one live reservation, and the database has the last word."""
    key = email_key(reservation.email) if reservation.email else None
    if key and find_live_by_email_key(session, key) is not None:
        raise AlreadyReserved
    reservation.email_key = key
    reservation.take(ReservationEvent.SEND)
    reservation.requested_at = now
    try:
        session.flush()
    except IntegrityError as clash:
        # uq_reservations_email_live: the couple sent another one in the same second.
        raise AlreadyReserved from clash


def check_answers(reservation: Reservation, *, needs_email: bool = True) -> None:
    """Refuse a form with an empty step, or more guests than fit.

    Raises:
        AnswersMissing: names the step.
        TooManyGuests: more than fit.
    """
    names = (
        reservation.person1_given,
        reservation.person1_family,
        reservation.person2_given,
        reservation.person2_family,
    )
    if not all(names):
        raise AnswersMissing(step="couple")
    if needs_email and not reservation.email:
        raise AnswersMissing(step="contact")
    if reservation.guests is None:
        raise AnswersMissing(step="ceremony")
    venue = reservation.slot.venue
    check_guests(reservation.guests, seats=venue.seats, standing=venue.standing, venue=venue.name)


def check_feasible(session: Session, reservation: Reservation, *, now: datetime) -> None:
    """Refuse if the day, with everything else on it, cannot take this ceremony."""
    slot = reservation.slot
    if slot.state is not SlotState.RELEASED:
        raise SlotNotReleased
    if has_rival(session, reservation):
        raise SlotTaken
    facts = get_day_facts(session, [slot.day])[slot.day]
    own = next(claim for claim in facts.claims if claim.ceremony.slot_id == slot.id)
    finding = reckon_claim(facts, own, now=now)
    if finding.obstacle is not None:
        raise SlotNotFeasible(obstacle=finding.obstacle.value)


def _check_cancellable_online(session: Session, reservation: Reservation, *, now: datetime) -> None:
    policies = get_policies(session, berlin_day(now))
    last = reservation.slot.day - timedelta(days=policies.cancel_online_days)
    if reservation.state in AGREED and berlin_day(now) > last:
        raise TooLateToCancel(days=policies.cancel_online_days)


def end_reservation(
    session: Session,
    reservation: Reservation,
    event: ReservationEvent,
    *,
    actor: Actor | str,
    reason: str | None,
    now: datetime,
) -> None:
    """Take a last event, note it, and let the day and its registrar be free again."""
    before = reservation.state
    reservation.take(event)
    reservation.ended_at = now
    reservation.reason = reason
    session.execute(delete(Assignment).where(Assignment.reservation_id == reservation.id))
    record(
        session,
        f"reservation.{reservation.state.value}",
        "reservation",
        reservation.id,
        actor=actor,
        now=now,
        before=before.value,
    )
    reckon(session, [reservation.slot.day], now=now)


def mail_couple(
    session: Session, kind: str, reservation: Reservation, *, now: datetime, **facts: Any
) -> None:
    """Post a mail to the couple, if it gave an address."""
    if reservation.email:
        post(
            session,
            kind,
            reservation.email,
            language=reservation.language,
            now=now,
            reservation=reservation,
            **facts,
        )
