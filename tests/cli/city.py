"""A small city made by the actions themselves, so that every invariant holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.approvals import approve
from app.actions.days import lock_days, reckon
from app.actions.holds import hold_slot
from app.actions.reservations import cancel, confirm_email, save_answers, send_reservation
from app.actions.tokens import mint
from app.models import Purpose, Registrar, Reservation, Slot
from app.rules.permissions import Actor, Role
from tests.factories import (
    DAY,
    NOW,
    make_account,
    make_place,
    make_registrar,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

TIMES = (time(9), time(10), time(11), time(12), time(14), time(15))


@dataclass
class City:
    """What there is, by id."""

    venue: int
    slots: list[int]
    approved: int
    reserved: int
    requested: int
    held: int
    cancelled: int
    place: int
    base: int
    registrar: int
    #: A registrar without any duty.
    idle: int


def make_city(session: Session) -> City:
    """Make one venue with six times and a reservation in each usual state."""
    venue = make_venue(session)
    place, base = place_of(session, venue), make_place(session)
    make_way(session, place, base)
    registrar = session.scalars(select(Registrar)).one()
    idle = make_registrar(session)
    account = make_account(session)
    staff = Actor(account.id, account.name, Role.STAFF)
    slots = [make_slot(session, venue, at=at) for at in TIMES]
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)
    approved = reserve(session, slots[0], 1)
    approve(session, approved.id, actor=staff, now=NOW)
    reserved = reserve(session, slots[1], 2)
    requested = request(session, slots[2], 3)
    cancelled = reserve(session, slots[3], 4)
    cancel(session, cancelled.id, now=NOW)
    held = hold_slot(session, slots[4].id, browser_hash="5" * 64, language="de", now=NOW)
    session.commit()
    rows = (approved, reserved, requested, held, cancelled)
    return City(
        venue.id,
        [slot.id for slot in slots],
        *(row.id for row in rows),
        *(row.id for row in (place, base, registrar, idle)),
    )


def request(session: Session, slot: Slot, number: int) -> Reservation:
    """Hold a slot and send the form."""
    held = hold_slot(session, slot.id, browser_hash=f"{number:064}", language="de", now=NOW)
    answers = {
        "person1_given": "Alex",
        "person1_family": "Muster",
        "person2_given": "Robin",
        "person2_family": "Beispiel",
        "email": f"paar{number}@example.org",
        "guests": 10,
    }
    save_answers(session, held.id, answers)
    return send_reservation(session, held.id, now=NOW)


def reserve(session: Session, slot: Slot, number: int) -> Reservation:
    """Hold a slot, send the form and confirm the address."""
    requested = request(session, slot, number)
    secret = mint(session, Purpose.CONFIRM, now=NOW, reservation_id=requested.id)
    session.flush()
    return confirm_email(session, secret, now=NOW)
