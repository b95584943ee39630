"""Who did what to which thing, and when. Append only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base, Id, Instant


class Entry(Base):
    """One line of the journal (Protokoll); it never holds a name or an address."""

    __tablename__ = "journal"

    id: Mapped[Id]
    at: Mapped[Instant]
    #: "couple", "system", or the role of the account.
    actor: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    #: What happened, such as "reservation.approved".
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    account: Mapped[Account | None] = relationship()

    __table_args__ = (Index("ix_journal_subject", "subject", "subject_id", "id"),)
