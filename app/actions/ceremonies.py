"""What a couple wishes for its ceremony and what decides who can perform it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.locks import lock_reservation
from app.actions.staffing import changing_staffing
from app.models import Reservation
from app.rules.permissions import Actor
from app.rules.refusals import WrongState
from app.rules.reservations import LIVE


def set_ceremony_language(
    session: Session, reservation_id: int, language: str | None, *, actor: Actor, now: datetime
) -> Reservation:
    """Let a ceremony be in a language, None being German; saying the same twice changes nothing.

    Raises:
        NotFound: no such reservation.
        WrongState: it has ended.
        CeremoniesInTheWay: nobody who speaks it could come.
    """
    reservation = lock_reservation(session, reservation_id)
    if reservation.state not in LIVE:
        raise WrongState(reservation.state.value, "set_language")
    if reservation.ceremony_language == language:
        return reservation
    day = reservation.slot.day
    with changing_staffing(session, day, day, now=now):
        reservation.ceremony_language = language
    record(
        session,
        "reservation.language_set",
        "reservation",
        reservation.id,
        actor=actor,
        now=now,
        language=language,
    )
    return reservation
