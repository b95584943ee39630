"""Until when registrars are promised."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Instant, choice
from app.rules.coverage import WeekdayClass


class Coverage(Base):
    """The last day for which registrars are promised at times of one class; without it, none."""

    __tablename__ = "coverages"

    weekday_class: Mapped[WeekdayClass] = mapped_column(choice(WeekdayClass), primary_key=True)
    last_on: Mapped[date]
    set_at: Mapped[Instant]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
