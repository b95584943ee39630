"""Registrars, when they are on duty, and when they are away."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base, Id, Instant, choice
from app.models.place import Place
from app.models.venue import Venue

unserved_venues = Table(
    "unserved_venues",
    Base.metadata,
    Column("registrar_id", ForeignKey("registrars.id", ondelete="CASCADE"), primary_key=True),
    Column("venue_id", ForeignKey("venues.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class AbsenceKind(StrEnum):
    """Why somebody is away, as far as it concerns the planning; never an illness."""

    LEAVE = "leave"
    TRAINING = "training"
    SHORT_NOTICE = "short_notice"
    OTHER = "other"


class Registrar(Base):
    """Somebody who performs ceremonies (Standesbeamtin, Standesbeamter)."""

    __tablename__ = "registrars"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    #: What fits into a block of the roster.
    short_name: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str | None] = mapped_column(String(40))
    #: Not everybody who performs ceremonies signs in.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), unique=True)
    #: In which they can perform a ceremony, as "de", "en", "uk" …
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["de"])
    #: Last day on which they perform ceremonies.
    valid_until: Mapped[date | None]
    created_at: Mapped[Instant]

    account: Mapped[Account | None] = relationship()
    unserved: Mapped[list[Venue]] = relationship(secondary=unserved_venues, order_by=Venue.name)


class DutyPattern(Base):
    """A duty that comes back every week, or every second one.

    Times are minutes since midnight on the clock in Berlin, so that summer time moves nobody's
    shift; an end of 1440 is midnight. No duty goes beyond it.
    """

    __tablename__ = "duty_patterns"

    id: Mapped[Id]
    registrar_id: Mapped[int] = mapped_column(
        ForeignKey("registrars.id", ondelete="CASCADE"), index=True
    )
    #: Monday is 0.
    weekday: Mapped[int]
    begins_minute: Mapped[int]
    ends_minute: Mapped[int]
    base_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    #: 1: every week; 2: every second, the week of ``valid_from`` being the first.
    every_weeks: Mapped[int] = mapped_column(default=1)

    registrar: Mapped[Registrar] = relationship()
    base: Mapped[Place] = relationship()

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "0 <= begins_minute AND begins_minute < ends_minute AND ends_minute <= 1440",
            name="order",
        ),
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
        CheckConstraint("every_weeks BETWEEN 1 AND 2", name="every_weeks"),
    )


class PlannedDay(Base):
    """A day of one registrar that was planned by hand: its duties are these, patterns or not."""

    __tablename__ = "planned_days"

    id: Mapped[Id]
    registrar_id: Mapped[int] = mapped_column(ForeignKey("registrars.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)

    registrar: Mapped[Registrar] = relationship()
    duties: Mapped[list[PlannedDuty]] = relationship(
        back_populates="planned_day",
        order_by="PlannedDuty.begins_minute",
        cascade="all, delete-orphan",
    )

    __table_args__ = (UniqueConstraint("registrar_id", "day"),)


class PlannedDuty(Base):
    """One stretch of work on a day planned by hand."""

    __tablename__ = "planned_duties"

    id: Mapped[Id]
    planned_day_id: Mapped[int] = mapped_column(
        ForeignKey("planned_days.id", ondelete="CASCADE"), index=True
    )
    begins_minute: Mapped[int]
    ends_minute: Mapped[int]
    base_id: Mapped[int] = mapped_column(ForeignKey("places.id"))

    planned_day: Mapped[PlannedDay] = relationship(back_populates="duties")
    base: Mapped[Place] = relationship()

    __table_args__ = (
        CheckConstraint(
            "0 <= begins_minute AND begins_minute < ends_minute AND ends_minute <= 1440",
            name="order",
        ),
    )


class Absence(Base):
    """A time in which a registrar cannot work (Abwesenheit)."""

    __tablename__ = "absences"

    id: Mapped[Id]
    registrar_id: Mapped[int] = mapped_column(ForeignKey("registrars.id", ondelete="CASCADE"))
    begins_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    kind: Mapped[AbsenceKind] = mapped_column(choice(AbsenceKind))
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    #: Taken back: they work after all.
    lifted_at: Mapped[Instant | None]

    registrar: Mapped[Registrar] = relationship()

    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="order"),
        Index("ix_absences_registrar_ends", "registrar_id", "ends_at"),
    )
