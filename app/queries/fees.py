"""What a ceremony costs, line by line."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Fee, Slot
from app.queries.days import fee_line_of
from app.rules.calendar import berlin_time


def list_due_fees(session: Session, slot: Slot) -> list[Fee]:
    """Return the fees that are due for a ceremony at this time; one query."""
    fees = session.scalars(select(Fee).where(Fee.venue_id == slot.venue_id).order_by(Fee.id))
    begins = berlin_time(slot.begins_at)
    return [fee for fee in fees if fee_line_of(fee).is_due(slot.day, begins)]
