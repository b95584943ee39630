"""Locking what an action is about to change, so that what it checks stays true."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.days import lock_days
from app.models import Reservation, Slot
from app.queries import NotFound
from app.queries.reservations import get_reservation


def get_slot(session: Session, slot_id: int) -> Slot:
    """Return one slot.

    Raises:
        NotFound: there is none.
    """
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    return slot


def lock_browser(session: Session, browser_hash: str) -> None:
    """Let the clicks of one browser wait for each other until the transaction ends.

    Always taken before days are locked. On SQLite the write lock of the transaction does it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(browser_hash[:15], 16))))


def lock_reservation(
    session: Session, reservation_id: int, *, also: Collection[date] = ()
) -> Reservation:
    """Return a reservation whose day is locked until the transaction ends, and other days with it.

    Raises:
        NotFound: there is none.
    """
    while True:
        day = get_reservation(session, reservation_id).slot.day
        # Given back with the savepoint if the reservation was moved while we waited: who keeps a
        # day and asks for an earlier one may wait for ever.
        with suppress(_Moved), session.begin_nested():
            lock_days(session, [day, *also])
            session.expire_all()
            reservation = get_reservation(session, reservation_id)
            if reservation.slot.day != day:
                raise _Moved
            return reservation


class _Moved(Exception):
    """The reservation is no longer on the day that we have locked."""
