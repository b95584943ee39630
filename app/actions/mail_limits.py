"""How often one address gets the same mail within a day, whoever asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import OutgoingMail, Reservation
from app.rules.refusals import TooManyTries
from app.rules.reservations import email_key

#: So many a day: an address cannot be flooded by others, with however many reservations they try.
MOST_A_DAY = 5
A_DAY = timedelta(days=1)


def find_next_sending(
    session: Session, reservation: Reservation, kind: str, *, now: datetime
) -> datetime | None:
    """Return from when on the couple of a locked reservation may get one more; None: at once."""
    key = email_key(reservation.email or "")
    last_counted = session.scalar(
        select(OutgoingMail.created_at)
        .join(Reservation, Reservation.id == OutgoingMail.reservation_id)
        .where(
            or_(Reservation.id == reservation.id, Reservation.email_key == key),
            OutgoingMail.kind == kind,
            OutgoingMail.created_at > now - A_DAY,
        )
        .order_by(OutgoingMail.created_at.desc())
        .offset(MOST_A_DAY - 1)
        .limit(1)
    )
    return last_counted + A_DAY if last_counted else None


def check_sendable(session: Session, reservation: Reservation, kind: str, *, now: datetime) -> None:
    """Refuse one more mail of a kind to an address that got enough of them.

    Raises:
        TooManyTries: it was sent as often as it may be within a day.
    """
    again_at = find_next_sending(session, reservation, kind, now=now)
    if again_at is not None:
        raise TooManyTries(again_at=again_at)
