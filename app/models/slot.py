"""Slots and the series they come from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Instant, choice
from app.models.venue import Venue
from app.rules.slots import SLOT_TRANSITIONS, Obstacle, SlotEvent, SlotState
from app.rules.states import step


class Series(Base):
    """A weekly pattern that yields slots (Terminserie)."""

    __tablename__ = "series"

    id: Mapped[Id]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    #: Monday is 0.
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    from_day: Mapped[date]
    until_day: Mapped[date]
    #: Berlin wall-clock starts as "HH:MM".
    times: Mapped[list[str]] = mapped_column(JSON)
    duration_minutes: Mapped[int]
    buffer_minutes: Mapped[int]
    skip_holidays: Mapped[bool]
    #: Own exceptions as ISO dates.
    skip_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    venue: Mapped[Venue] = relationship()

    __table_args__ = (CheckConstraint("from_day <= until_day", name="order"),)


class Slot(Base):
    """One time at one venue for one couple (Trautermin)."""

    __tablename__ = "slots"

    id: Mapped[Id]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    #: The Berlin day on which it begins.
    day: Mapped[date]
    begins_at: Mapped[Instant]
    #: On the same Berlin day.
    ends_at: Mapped[Instant]
    #: Berlin wall-clock minutes since midnight at which it begins, for wishes by time of day.
    minute: Mapped[int]
    #: Minutes after the end before the venue can begin the next ceremony.
    buffer_minutes: Mapped[int]
    state: Mapped[SlotState] = mapped_column(choice(SlotState))
    #: Instant from which couples may reserve it (Freischaltung); set at release.
    opens_at: Mapped[Instant | None]
    #: Why the office sent it back, or why it was withdrawn.
    reason: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    # What follows is written by actions/days.py reckon() and by nothing else, so that reading what
    # is free is one look at an index.
    #: Whether it may be held, live holds and the clock aside.
    holdable: Mapped[bool] = mapped_column(default=False)
    obstacle: Mapped[Obstacle | None] = mapped_column(choice(Obstacle))
    #: Live holds on this day keep it from being free until this instant.
    blocked_until: Mapped[Instant | None]
    #: What the ceremony costs the couple here, all payees together.
    fee_cents: Mapped[int] = mapped_column(default=0)

    venue: Mapped[Venue] = relationship()
    series: Mapped[Series | None] = relationship()

    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="order"),
        CheckConstraint("buffer_minutes BETWEEN 0 AND 600", name="buffer"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
        CheckConstraint("state != 'released' OR opens_at IS NOT NULL", name="released_opens"),
        # A second click on "create" cannot make the same time twice.
        Index(
            "uq_slots_venue_begins_living",
            "venue_id",
            "begins_at",
            unique=True,
            sqlite_where=state != SlotState.WITHDRAWN,
            postgresql_where=state != SlotState.WITHDRAWN,
        ),
        # Reading what is free is one scan of this index.
        Index("ix_slots_free", "state", "holdable", "day", "venue_id", "opens_at", "blocked_until"),
        Index("ix_slots_day", "day", "venue_id"),
        Index("ix_slots_venue_day", "venue_id", "day"),
    )

    def take(self, event: SlotEvent) -> None:
        """Move to the next state; the only way ``state`` is assigned after creation."""
        self.state = step(SLOT_TRANSITIONS, self.state, event)
