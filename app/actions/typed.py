"""What a couple typed before it sent anything: given up at its wish, or when it was kept long."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from app.actions.holds import ANSWERS
from app.actions.journal import COUPLE, record
from app.actions.locks import lock_reservation
from app.models import Reservation
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.reservations import ReservationState

#: Answers that are empty when nothing was typed.
TYPED = tuple(name for name in ANSWERS if name != "needs")


def forget_typed(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Empty what was typed for a hold; a reservation that was sent is not touched."""
    reservation = lock_reservation(session, reservation_id)
    if reservation.requested_at is not None:
        return
    for name in ANSWERS:
        setattr(reservation, name, [] if name == "needs" else None)
    record(session, "reservation.forgotten", "reservation", reservation.id, actor=COUPLE, now=now)


def forget_answers(session: Session, *, now: datetime) -> int:
    """Empty what was typed for holds that ended without being sent; returns how many.

    The couple could come back for it for as many hours as the office keeps it.
    """
    kept = timedelta(hours=get_policies(session, berlin_day(now)).keep_answers_hours)
    forgotten = session.execute(
        update(Reservation)
        .where(
            Reservation.state.in_((ReservationState.LAPSED, ReservationState.CANCELLED)),
            Reservation.requested_at.is_(None),
            Reservation.ended_at <= now - kept,
            or_(*(getattr(Reservation, name).is_not(None) for name in TYPED)),
        )
        .values(dict.fromkeys(TYPED) | {"needs": []}),
        execution_options={"synchronize_session": False},
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]
