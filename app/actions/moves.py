"""Moving a couple to another time: the office has spoken with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.days import reckon
from app.actions.holds import check_takeable, lapse_day
from app.actions.journal import record
from app.actions.locks import get_slot, lock_reservation
from app.actions.outbox import drop_overtaken
from app.actions.reservations import check_may_handle, mail_couple
from app.models import Assignment, Reservation, Slot
from app.queries.moves import reckon_move
from app.queries.outbox import find_waiting_of
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.permissions import Actor
from app.rules.refusals import SlotTaken, WrongState
from app.rules.reservations import (
    MOVABLE,
    ReservationEvent,
    check_guests,
    check_not_over,
    policies_for_move,
)


def move_reservation(
    session: Session,
    reservation_id: int,
    slot_id: int,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> Reservation:
    """Move a reservation to another time, in one step: nobody gets the old one unless it succeeds.

    Reference, answers, state and history stay, so what was approved stays approved. Its registrar
    is free again: who has time for the other date is another question. A second click finds it
    moved.

    Args:
        seen: the slot that it had on the page; if it has another by now, somebody was quicker.

    Raises:
        NotFound: not the actor's to handle, or no such slot.
        WrongState: it is not agreed yet, has ended, or has been moved elsewhere since.
        CeremonyOver: its time or the new one has begun.
        SlotNotReleased, TooEarly, TooLate, SlotTaken, SlotNotFeasible: as when holding.
        TooManyGuests: the new venue is too small.
    """
    day = get_slot(session, slot_id).day
    reservation = lock_reservation(session, reservation_id, also=[day])
    old, new = reservation.slot, get_slot(session, slot_id)
    check_may_handle(actor, old)
    check_may_handle(actor, new)
    is_there = old.id == new.id
    if reservation.state not in MOVABLE or (seen not in (None, old.id) and not is_there):
        raise WrongState(reservation.state.value, ReservationEvent.MOVE.value)
    if is_there:
        return reservation
    days = list(dict.fromkeys((old.day, new.day)))
    for one in days:
        lapse_day(session, one, now=now)
    check_move(session, reservation, new, now=now)
    facts = _leave(session, reservation)
    _take(session, reservation, new)
    record(
        session,
        "reservation.moved",
        "reservation",
        reservation.id,
        actor=actor,
        now=now,
        before_slot=old.id,
        after_slot=new.id,
        before=old.begins_at.isoformat(),
        after=new.begins_at.isoformat(),
        **facts,
    )
    _tell(session, reservation, old, now=now)
    reckon(session, days, now=now)
    return reservation


def check_move(session: Session, reservation: Reservation, new: Slot, *, now: datetime) -> None:
    """Refuse a time that this couple cannot get, its own claim on the old one aside.

    Changes nothing, so a page may ask before anybody decides.

    Raises:
        CeremonyOver, SlotNotReleased, TooEarly, TooLate, SlotTaken, SlotNotFeasible, TooManyGuests:
            as ``move_reservation`` says.
    """
    today, old = berlin_day(now), reservation.slot
    check_not_over(old.begins_at, now)
    check_not_over(new.begins_at, now)
    policies = policies_for_move(get_policies(session, today), today=today, present=old.day)
    finding = reckon_move(session, reservation, new, now=now)
    check_takeable(new, now=now, policies=policies, finding=finding)
    venue = new.venue
    check_guests(
        reservation.guests or 0, seats=venue.seats, standing=venue.standing, venue=venue.name
    )


def _leave(session: Session, reservation: Reservation) -> dict[str, int]:
    """Let its registrar go; returns who it was, if anybody, for the journal."""
    own = Assignment.reservation_id == reservation.id
    registrar_id = session.scalar(select(Assignment.registrar_id).where(own))
    session.execute(delete(Assignment).where(own))
    return {} if registrar_id is None else {"registrar": registrar_id}


def _take(session: Session, reservation: Reservation, new: Slot) -> None:
    reservation.take(ReservationEvent.MOVE)
    reservation.slot = new
    try:
        session.flush()
    except IntegrityError as clash:
        # uq_reservations_slot_blocking: the database has the last word.
        raise SlotTaken from clash


def _tell(session: Session, reservation: Reservation, old: Slot, *, now: datetime) -> None:
    """Write to the couple from where to where; one mail if it has not got the last one yet."""
    new = reservation.slot
    facts: dict[str, Any] = {
        "before": old.begins_at.isoformat(),
        "before_venue": old.venue.name,
        "before_cents": old.fee_cents,
    }
    unread = find_waiting_of(session, "moved", reservation.id)
    if unread is not None and unread.facts["before"] != new.begins_at.isoformat():
        facts = unread.facts
    drop_overtaken(session, "moved", reservation_id=reservation.id, now=now)
    mail_couple(session, "moved", reservation, now=now, **facts)
