"""Dates that couples keep in mind: what became of them, and what is free near those that went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from app.models import Slot, Venue
from app.queries.alternatives import is_near
from app.queries.free import is_free
from app.rules.policies import Policies


def list_published(session: Session, slot_ids: Collection[int]) -> list[Slot]:
    """Return those of the slots that couples may ever have seen, by time; one query."""
    if not slot_ids:
        return []
    return list(
        session.scalars(
            select(Slot)
            .join(Slot.venue)
            .options(contains_eager(Slot.venue))
            .where(Slot.id.in_(slot_ids), Slot.opens_at.is_not(None))
            .order_by(Slot.begins_at, Venue.name)
        )
    )


def list_near(
    session: Session, gone: Sequence[Slot], *, now: datetime, policies: Policies, limit: int = 400
) -> Sequence[Slot]:
    """Return free slots near any of those that are gone, with their venues; one query."""
    if not gone:
        return []
    return list(
        session.scalars(
            select(Slot)
            .join(Slot.venue)
            .options(contains_eager(Slot.venue))
            .where(is_free(now, policies), or_(*map(is_near, gone)))
            .order_by(Slot.begins_at, Slot.id)
            .limit(limit)
        )
    )
