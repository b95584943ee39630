"""The office's policies, each value with the day from which it applies."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Instant


class Setting(Base):
    """One value of one policy from a day on; the newest that applies wins."""

    __tablename__ = "settings"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    valid_from: Mapped[date]
    set_at: Mapped[Instant]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (UniqueConstraint("name", "valid_from"),)
