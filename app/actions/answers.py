"""What a couple types: taken down, brought along to another time, given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from app.actions.journal import COUPLE, record
from app.actions.locks import lock_reservation
from app.models import Reservation
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import ReservationState

#: What a couple types, in the order of the form.
ANSWERS = (
    "person1_given",
    "person1_family",
    "person2_given",
    "person2_family",
    "email",
    "phone",
    "guests",
    "needs",
    "needs_note",
    "registration_place",
)
#: Answers that are empty when nothing was typed.
TYPED = tuple(name for name in ANSWERS if name != "needs")

# Built once: every hold asks it.
_EARLIER = (
    select(Reservation)
    .where(
        Reservation.browser_hash == bindparam("browser_hash"),
        Reservation.id != bindparam("id"),
        Reservation.state.in_((ReservationState.LAPSED, ReservationState.CANCELLED)),
        Reservation.requested_at.is_(None),
        Reservation.ended_at > bindparam("since"),
    )
    .order_by(Reservation.id.desc())
    .limit(1)
)


def take_answers(reservation: Reservation, answers: Mapping[str, Any]) -> None:
    """Write down what was answered; only the fields of the form are taken."""
    for name in ANSWERS:
        if name in answers:
            setattr(reservation, name, answers[name])


def bring_answers(
    session: Session, reservation: Reservation, *, now: datetime, policies: Policies
) -> None:
    """Carry over what this browser typed for an earlier hold, and empty the old row."""
    kept_since = now - timedelta(hours=policies.keep_answers_hours)
    earlier = session.scalar(
        _EARLIER,
        {"browser_hash": reservation.browser_hash, "id": reservation.id, "since": kept_since},
    )
    if earlier is None:
        return
    for name in ANSWERS:
        setattr(reservation, name, getattr(earlier, name))
    _empty(earlier)


def forget_typed(session: Session, reservation_id: int, *, now: datetime) -> None:
    """Empty what was typed for a hold; a reservation that was sent is not touched."""
    reservation = lock_reservation(session, reservation_id)
    if reservation.requested_at is not None:
        return
    _empty(reservation)
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


def _empty(reservation: Reservation) -> None:
    for name in ANSWERS:
        setattr(reservation, name, [] if name == "needs" else None)
