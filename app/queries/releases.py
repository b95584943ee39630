"""What operators submitted and the office has to release or send back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.models import Slot, Venue
from app.rules.slots import SlotState


@dataclass(frozen=True)
class Waiting:
    """How much waits to be released, and what for longest."""

    times: int
    #: Series and venues with single times.
    groups: int
    oldest_at: datetime | None
    oldest_venue: str


@dataclass(frozen=True)
class Opening:
    """The next instant from which couples may reserve further times."""

    at: datetime
    times: int


def count_submitted(session: Session) -> Waiting:
    """Return how much waits for the office; one query."""
    groups = session.execute(
        select(Venue.name, func.count(), func.min(Slot.submitted_at))
        .join(Slot.venue)
        .where(Slot.state == SlotState.SUBMITTED)
        .group_by(Venue.name, Slot.series_id)
    ).all()
    if not groups:
        return Waiting(0, 0, None, "")
    dated = sorted((row[2], row[0]) for row in groups if row[2] is not None)
    oldest_at, oldest_venue = dated[0] if dated else (None, groups[0][0])
    return Waiting(sum(row[1] for row in groups), len(groups), oldest_at, oldest_venue)


def list_submitted(session: Session) -> list[Slot]:
    """Return all submitted times with venue and series, oldest submission first; one query."""
    return list(
        session.scalars(
            select(Slot)
            .join(Slot.venue)
            .options(contains_eager(Slot.venue), joinedload(Slot.series))
            .where(Slot.state == SlotState.SUBMITTED)
            .order_by(Slot.venue_id, Slot.series_id, Slot.begins_at, Slot.id)
        )
    )


def find_next_opening(session: Session, *, now: datetime) -> Opening | None:
    """Return when couples may reserve further times next, if that is known; one query."""
    row = session.execute(
        select(Slot.opens_at, func.count())
        .where(Slot.state == SlotState.RELEASED, Slot.opens_at > now)
        .group_by(Slot.opens_at)
        .order_by(Slot.opens_at)
        .limit(1)
    ).first()
    return Opening(row[0], row[1]) if row is not None and row[0] is not None else None
