"""What a couple typed before it sent anything: given up at its wish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.holds import ANSWERS
from app.actions.journal import COUPLE, record
from app.actions.locks import lock_reservation


def forget_typed(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Empty what was typed for a hold; a reservation that was sent is not touched."""
    reservation = lock_reservation(session, reservation_id)
    if reservation.requested_at is not None:
        return
    for name in ANSWERS:
        setattr(reservation, name, [] if name == "needs" else None)
    record(session, "reservation.forgotten", "reservation", reservation.id, actor=COUPLE, now=now)
