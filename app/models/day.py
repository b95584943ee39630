"""A Berlin day: the unit of locking, of reckoning and of caching."""

from __future__ import annotations

from datetime import date

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Day(Base):
    """The lock and the version of one Berlin calendar day."""

    __tablename__ = "days"

    day: Mapped[date] = mapped_column(primary_key=True)
    #: Rises with every reckoning; what pages show is keyed by it.
    version: Mapped[int] = mapped_column(default=0)
    #: Something changed in bulk; the worker has not reckoned it yet, and nothing is free till then.
    pending: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: What is agreed on it cannot all be performed (gestört): nothing is free until it is solved.
    disturbed: Mapped[bool] = mapped_column(default=False, server_default=false())
