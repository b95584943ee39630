"""Mails, written with the change that causes them and sent after it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Instant


class OutgoingMail(Base):
    """One mail to one recipient (Postausgang)."""

    __tablename__ = "outbox"

    id: Mapped[Id]
    #: Names the templates mail/<kind>.txt and mail/<kind>.html.
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    #: What the templates need, as plain values; never a secret.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reservation_id: Mapped[int | None] = mapped_column(
        ForeignKey("reservations.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    #: Fixed, so that a mail sent twice after a crash is recognised as one.
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[Instant]
    next_try_at: Mapped[Instant]
    tries: Mapped[int] = mapped_column(default=0)
    #: A worker has taken it and will be done, or is taken for dead, by then.
    leased_until: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]
    #: Given up; a person has to look at it.
    failed_at: Mapped[Instant | None]
    #: Not sent because it no longer made sense when its turn came.
    dropped_at: Mapped[Instant | None]
    dropped_because: Mapped[str | None] = mapped_column(String(40))
    #: What the mail server said last; never an address.
    last_error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_outbox_due", "sent_at", "failed_at", "dropped_at", "next_try_at"),)
