"""Times as operators and the office see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Reservation, Slot
from app.queries import NotFound
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import SlotState


def list_days_of(session: Session, slot_ids: Collection[int]) -> list[date]:
    """Return the days of these slots."""
    return list(
        session.scalars(select(Slot.day).where(Slot.id.in_(slot_ids)).distinct().order_by(Slot.day))
    )


def list_slots(session: Session, slot_ids: Collection[int]) -> list[Slot]:
    """Return these slots as they are in the database now, by time, with venue and series.

    Raises:
        NotFound: one of them does not exist.
    """
    slots = list(
        session.scalars(
            select(Slot)
            .where(Slot.id.in_(slot_ids))
            .options(joinedload(Slot.venue), joinedload(Slot.series))
            .order_by(Slot.begins_at, Slot.id)
            .execution_options(populate_existing=True)
        )
    )
    if len(slots) != len(set(slot_ids)):
        raise NotFound
    return slots


def get_claims(
    session: Session, slot_ids: Collection[int], *, now: datetime
) -> dict[int, Reservation]:
    """Return who holds or has these slots at this instant, by slot; lapsed holds do not count."""
    rows = session.scalars(
        select(Reservation).where(
            Reservation.slot_id.in_(slot_ids),
            Reservation.state.in_(BLOCKING),
            or_(Reservation.state != ReservationState.HELD, Reservation.held_until > now),
        )
    )
    return {reservation.slot_id: reservation for reservation in rows}


def list_ids_in_state(session: Session, venue_id: int, state: SlotState) -> list[int]:
    """Return the ids of all slots of a venue in one state, by time."""
    return list(
        session.scalars(
            select(Slot.id)
            .where(Slot.venue_id == venue_id, Slot.state == state)
            .order_by(Slot.begins_at)
        )
    )
