"""Reservations: by link, by browser, by reference."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Entry, KnownBrowser, Purpose, Reservation, Slot
from app.queries import NotFound
from app.queries.tokens import find_token
from app.rules.reservations import BLOCKING, LIVE, ReservationState

WITH_SLOT = joinedload(Reservation.slot).joinedload(Slot.venue)

# Built once: every step of a couple asks them.
_BY_ID = select(Reservation).where(Reservation.id == bindparam("id")).options(WITH_SLOT)
_HELD = (
    select(Reservation)
    .where(
        Reservation.browser_hash == bindparam("browser_hash"),
        Reservation.state == ReservationState.HELD,
    )
    .options(WITH_SLOT)
)


def get_reservation(session: Session, reservation_id: int) -> Reservation:
    """Return one reservation with its slot and venue.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(_BY_ID, {"id": reservation_id})
    if found is None:
        raise NotFound
    return found


def get_by_secret(session: Session, secret: str, *, now: datetime) -> Reservation:
    """Return the reservation that a page link opens.

    Raises:
        NotFound: the link opens nothing.
    """
    token = find_token(session, Purpose.RESERVATION, secret, now=now)
    if token is None or token.reservation_id is None:
        raise NotFound
    return get_reservation(session, token.reservation_id)


def get_by_reference(session: Session, reference: str) -> Reservation:
    """Return the reservation with this reference.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(
        select(Reservation).where(Reservation.reference == reference).options(WITH_SLOT)
    )
    if found is None:
        raise NotFound
    return found


def may_act(session: Session, reservation: Reservation, browser_hash: str | None) -> bool:
    """Answer whether this browser made the reservation or has redeemed a fresh link for it."""
    if browser_hash is None:
        return False
    if reservation.browser_hash == browser_hash:
        return True
    known = select(KnownBrowser.id).where(
        KnownBrowser.reservation_id == reservation.id, KnownBrowser.browser_hash == browser_hash
    )
    return session.scalar(known) is not None


def find_hold(session: Session, browser_hash: str | None) -> Reservation | None:
    """Return the hold of this browser, lapsed or not, if it has one."""
    if browser_hash is None:
        return None
    return session.scalar(_HELD, {"browser_hash": browser_hash})


def list_of_browser(session: Session, browser_hash: str) -> list[Reservation]:
    """Return what ``find_hold`` and ``find_own`` find, if anything, the newest first; one query."""
    granted = select(KnownBrowser.reservation_id).where(KnownBrowser.browser_hash == browser_hash)
    mine = Reservation.browser_hash == browser_hash
    return list(
        session.scalars(
            select(Reservation)
            .where(
                or_(
                    and_(mine, Reservation.state == ReservationState.HELD),
                    and_(or_(mine, Reservation.id.in_(granted)), Reservation.state.in_(LIVE)),
                )
            )
            .options(WITH_SLOT)
            .order_by(Reservation.id.desc())
        )
    )


def find_own(session: Session, browser_hash: str | None) -> Reservation | None:
    """Return the live reservation that this browser made or may act for, if any."""
    if browser_hash is None:
        return None
    granted = select(KnownBrowser.reservation_id).where(KnownBrowser.browser_hash == browser_hash)
    return session.scalar(
        select(Reservation)
        .where(
            or_(Reservation.browser_hash == browser_hash, Reservation.id.in_(granted)),
            Reservation.state.in_(LIVE),
        )
        .options(WITH_SLOT)
        .order_by(Reservation.id.desc())
        .limit(1)
    )


def find_live_by_email_key(session: Session, key: str) -> Reservation | None:
    """Return the live reservation with this address, if any."""
    return session.scalar(
        select(Reservation)
        .where(Reservation.email_key == key, Reservation.state.in_(LIVE))
        .options(WITH_SLOT)
    )


def find_entered(session: Session, slot_id: int, *, by: int) -> Reservation | None:
    """Return the live reservation of a time that this account has entered, if there is one."""
    return session.scalar(
        select(Reservation).where(
            Reservation.slot_id == slot_id,
            Reservation.entered_by_id == by,
            Reservation.state.in_(LIVE),
        )
    )


def has_rival(session: Session, reservation: Reservation) -> bool:
    """Answer whether another reservation blocks the same slot, which the database forbids.

    Asked all the same before the office says yes: two couples must never hear it.
    """
    rival = select(Reservation.id).where(
        Reservation.slot_id == reservation.slot_id,
        Reservation.id != reservation.id,
        Reservation.state.in_(BLOCKING),
    )
    return session.scalar(rival.limit(1)) is not None


def list_history(session: Session, reservation_id: int) -> list[Entry]:
    """Return the journal of a reservation, oldest first."""
    return list(
        session.scalars(
            select(Entry)
            .where(Entry.subject == "reservation", Entry.subject_id == reservation_id)
            .options(joinedload(Entry.account))
            .order_by(Entry.id)
        )
    )
