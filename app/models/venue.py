"""Venues, what they cost, and when they or the office are closed."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.models.base import Base, Id, Instant, choice
from app.rules.measures import read_measures


class Surroundings(StrEnum):
    """Where at a venue the ceremony is held."""

    INDOORS = "indoors"
    OUTDOORS = "outdoors"
    BOTH = "both"


class StepFree(StrEnum):
    """Whether a venue can be reached without a step."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class AnswerMode(StrEnum):
    """How a venue gives a date: at once, after it was asked, or not online at all."""

    INSTANT = "instant"
    ON_REQUEST = "on_request"
    INFORMATION = "information"


class Payee(StrEnum):
    """Who receives a fee."""

    OFFICE = "office"
    OPERATOR = "operator"


class Venue(Base):
    """A place where couples may marry (Trauort); one ceremony at a time."""

    __tablename__ = "venues"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(40))
    district: Mapped[str] = mapped_column(String(60))
    address: Mapped[str | None] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    mode: Mapped[AnswerMode] = mapped_column(choice(AnswerMode), default=AnswerMode.INSTANT)
    #: Guests who fit, the couple and the registrar already subtracted.
    seats: Mapped[int]
    standing: Mapped[int] = mapped_column(default=0)
    step_free: Mapped[StepFree] = mapped_column(choice(StepFree))
    location: Mapped[Surroundings] = mapped_column(choice(Surroundings))
    #: Texts by language: {"de": …, "en": …}.
    summary: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    description: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    access: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: What was measured for people who cannot climb, reach or hear well; see rules/measures.py.
    measures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rain_plan: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    arrival: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    #: File name of the line drawing in static/img/venues, without extension.
    drawing: Mapped[str] = mapped_column(String(60))
    #: Minutes after a ceremony before the next may begin, offered when times are created.
    buffer_minutes: Mapped[int] = mapped_column(default=15)
    #: Minutes before a ceremony from which its registrar is there.
    preparation_minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    #: Minutes after it in which its registrar still has to do there.
    follow_up_minutes: Mapped[int] = mapped_column(default=10, server_default="10")
    #: Names of the fields whose values are assumed, not established (demo data).
    assumptions: Mapped[list[str]] = mapped_column(JSON, default=list)

    fees: Mapped[list[Fee]] = relationship(back_populates="venue", order_by="Fee.id")

    __table_args__ = (
        CheckConstraint("seats >= 0 AND standing >= 0", name="capacity"),
        CheckConstraint("buffer_minutes BETWEEN 0 AND 600", name="buffer"),
        CheckConstraint("preparation_minutes BETWEEN 0 AND 240", name="preparation"),
        CheckConstraint("follow_up_minutes BETWEEN 0 AND 240", name="follow_up"),
    )

    @validates("measures")
    def _check_measures(self, _name: str, measures: dict[str, Any]) -> dict[str, Any]:
        read_measures(measures)
        return measures


class Fee(Base):
    """A dated part of what a ceremony at a venue costs, with who receives it."""

    __tablename__ = "fees"

    id: Mapped[Id]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id", ondelete="CASCADE"), index=True)
    payee: Mapped[Payee] = mapped_column(choice(Payee))
    #: What it is for, by language.
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    cents: Mapped[int]
    #: Weekdays on which it is due, Monday 0; all if empty.
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: Due only for ceremonies that begin at or after this Berlin wall-clock time, if set.
    from_time: Mapped[time | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    venue: Mapped[Venue] = relationship(back_populates="fees")

    __table_args__ = (CheckConstraint("cents >= 0", name="cents"),)


class Closure(Base):
    """A time in which a venue, or without a venue the whole office, is closed (Sperrzeit)."""

    __tablename__ = "closures"

    id: Mapped[Id]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id", ondelete="CASCADE"))
    begins_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    reason: Mapped[str] = mapped_column(Text)
    #: Whether couples may read the reason.
    public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    lifted_at: Mapped[Instant | None]

    venue: Mapped[Venue | None] = relationship()

    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="order"),
        Index("ix_closures_venue_ends", "venue_id", "ends_at"),
    )
