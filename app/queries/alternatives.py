"""What is free instead of a slot that another couple was quicker to take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.models import Slot, Venue
from app.queries.free import is_free
from app.rules.policies import Policies
from app.rules.search import nearest

#: How far around a taken slot alternatives are looked for.
NEAR = timedelta(days=42)


def list_alternatives(
    session: Session, slot: Slot, guests: int, *, now: datetime, policies: Policies, most: int = 3
) -> Sequence[Slot]:
    """Return the free slots nearest to one that is gone, the nearest first."""
    candidates = _candidates(session, slot, guests, now=now, policies=policies)
    return nearest(slot, candidates, most)


def is_near(slot: Slot) -> ColumnElement[bool]:
    """Select the slots of the same day at any venue, and of the same venue on the days around."""
    around = Slot.day.between(slot.day - NEAR, slot.day + NEAR)
    return or_(Slot.day == slot.day, and_(Slot.venue_id == slot.venue_id, around))


def _candidates(
    session: Session, slot: Slot, guests: int, *, now: datetime, policies: Policies
) -> Sequence[Slot]:
    """Return free slots that may stand in for one that is gone.

    Those near it; if these are too few, the first free ones after and before.
    """
    free = and_(is_free(now, policies), Slot.id != slot.id)
    room = Venue.seats + Venue.standing >= guests
    base = select(Slot).join(Slot.venue).options(contains_eager(Slot.venue)).where(free, room)
    found = list(session.scalars(base.where(is_near(slot)).order_by(Slot.day).limit(200)))
    if len(found) < 3:
        later = base.where(Slot.day >= slot.day).order_by(Slot.begins_at).limit(10)
        earlier = base.where(Slot.day < slot.day).order_by(Slot.begins_at.desc()).limit(10)
        found += [*session.scalars(later), *session.scalars(earlier)]
    return list({candidate.id: candidate for candidate in found}.values())
