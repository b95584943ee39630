"""Letting a browser act for a reservation: by a fresh link, sent to the address that was given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.journal import COUPLE, record
from app.actions.locks import lock_reservation
from app.actions.mail_limits import check_sendable, find_next_sending
from app.actions.outbox import drop_overtaken
from app.actions.reservations import mail_couple
from app.actions.tokens import use_up
from app.models import KnownBrowser, Purpose, Reservation
from app.queries.reservations import get_reservation, may_act
from app.queries.tokens import find_token
from app.rules.refusals import LinkUsedUp
from app.rules.reservations import LIVE, ReservationState, email_key, reference_from


def ask_for_link(session: Session, wanted: str, *, now: datetime) -> None:
    """Send a fresh link to whoever reserved, if ``wanted`` is a reference or an address we know.

    What it finds is never told: the answer to the person who asks is always the same.
    """
    found = _find(session, wanted)
    if found is None:
        return
    reservation = lock_reservation(session, found.id)
    if find_next_sending(session, reservation, "access_link", now=now) is None:
        _send_link(session, reservation, now=now)


def send_fresh_link(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Send a link that lets a browser act to the couple, a few times a day at most.

    Raises:
        TooManyTries: it was sent as often as it may be within a day.
    """
    reservation = lock_reservation(session, reservation_id)
    check_sendable(session, reservation, "access_link", now=now)
    _send_link(session, reservation, now=now)


def send_confirmation_again(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Send the mail that asks to confirm the address once more, a few times a day at most.

    Raises:
        TooManyTries: it was sent as often as it may be within a day.
    """
    reservation = lock_reservation(session, reservation_id)
    if reservation.state is not ReservationState.REQUESTED:
        return
    check_sendable(session, reservation, "confirm_email", now=now)
    drop_overtaken(session, "confirm_email", reservation_id=reservation.id, now=now)
    mail_couple(session, "confirm_email", reservation, now=now)
    record(session, "reservation.asked_again", "reservation", reservation.id, actor=COUPLE, now=now)


def redeem_access(
    session: Session, secret: str, *, browser_hash: str, now: datetime
) -> Reservation:
    """Let this browser act for the reservation; of several who redeem at once exactly one may.

    Raises:
        LinkUsedUp: the link is unknown, used or older than ten minutes.
    """
    token = find_token(session, Purpose.ACCESS, secret, now=now)
    if token is None or token.reservation_id is None or not use_up(session, token, now=now):
        raise LinkUsedUp
    reservation = get_reservation(session, token.reservation_id)
    if may_act(session, reservation, browser_hash):
        return reservation
    session.add(
        KnownBrowser(reservation_id=reservation.id, browser_hash=browser_hash, since_at=now)
    )
    record(session, "reservation.access", "reservation", reservation.id, actor=COUPLE, now=now)
    try:
        session.flush()
    except IntegrityError as clash:
        # Another link was redeemed by this browser in the same second.
        raise LinkUsedUp from clash
    return reservation


def _send_link(session: Session, reservation: Reservation, *, now: datetime) -> None:
    if reservation.email is not None:
        drop_overtaken(session, "access_link", reservation_id=reservation.id, now=now)
        mail_couple(session, "access_link", reservation, now=now)
        record(
            session, "reservation.link_asked", "reservation", reservation.id, actor=COUPLE, now=now
        )


def _find(session: Session, wanted: str) -> Reservation | None:
    reference = reference_from(wanted)
    found = (
        select(Reservation)
        .order_by(Reservation.state.in_(LIVE).desc(), Reservation.id.desc())
        .limit(1)
    )
    if reference is not None:
        return session.scalar(found.where(Reservation.reference == reference))
    return session.scalar(found.where(Reservation.email_key == email_key(wanted)))
