"""Places and how long the way between them takes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id
from app.models.venue import Venue
from app.rules.travel import LONGEST_MINUTES


class Place(Base):
    """Where a registrar can be: a venue, or a base from which a duty starts."""

    __tablename__ = "places"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    #: Every venue has its place; a base may have no venue.
    venue_id: Mapped[int | None] = mapped_column(
        ForeignKey("venues.id", ondelete="CASCADE"), unique=True
    )
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    venue: Mapped[Venue | None] = relationship()

    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )


class TravelTime(Base):
    """How long the way from one place to another takes.

    Each direction has its row, so that reading needs no second thought; the two rows of a pair are
    equal unless they are marked as set for each direction.
    """

    __tablename__ = "travel_times"

    from_place_id: Mapped[int] = mapped_column(
        ForeignKey("places.id", ondelete="CASCADE"), primary_key=True
    )
    to_place_id: Mapped[int] = mapped_column(
        ForeignKey("places.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    minutes: Mapped[int]
    #: Reckoned from coordinates; nobody has looked at it yet.
    estimated: Mapped[bool] = mapped_column(default=False)
    #: The way back was given a time of its own.
    per_direction: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_MINUTES}", name="minutes"),
        CheckConstraint("from_place_id != to_place_id", name="two_places"),
    )
