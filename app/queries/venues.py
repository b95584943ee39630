"""The venues."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Venue


def list_venues(session: Session) -> list[Venue]:
    """Return all venues by name."""
    return list(session.scalars(select(Venue).order_by(Venue.name, Venue.id)))
