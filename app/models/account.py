"""Accounts of staff and operators, their signed-in sessions, and one-time links."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Instant, choice
from app.models.venue import Venue
from app.rules.permissions import Role

account_venues = Table(
    "account_venues",
    Base.metadata,
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("venue_id", ForeignKey("venues.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Account(Base):
    """Somebody who signs in: staff of the registry office or an operator of venues."""

    __tablename__ = "accounts"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(choice(Role))
    #: argon2id; empty until the invitation is accepted.
    password_hash: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    venues: Mapped[list[Venue]] = relationship(secondary=account_venues, order_by=Venue.name)

    __table_args__ = (Index("uq_accounts_email", text("lower(email)"), unique=True),)


class AccountSession(Base):
    """One signed-in browser; ending the row ends the session at once."""

    __tablename__ = "account_sessions"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    account: Mapped[Account] = relationship()


class Purpose(StrEnum):
    """What a link may be used for; it opens nothing else."""

    #: The reservation's page and, while it is held, the form. Shows; acting needs the browser.
    RESERVATION = "reservation"
    #: Confirms the e-mail address, once.
    CONFIRM = "confirm"
    #: Makes the browser that redeems it one that may act, once, within ten minutes.
    ACCESS = "access"
    #: Lets an invited person choose a password, once.
    INVITATION = "invitation"


class Token(Base):
    """The hash of a secret that was sent or shown to somebody; the secret is never stored."""

    __tablename__ = "tokens"

    id: Mapped[Id]
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    reservation_id: Mapped[int | None] = mapped_column(
        ForeignKey("reservations.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]


class Throttle(Base):
    """How often something was tried within one window, so that several processes count together."""

    __tablename__ = "throttles"

    #: Kind and keyed hash of what is counted (address, account); never the thing itself.
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_ends_at: Mapped[Instant]
    count: Mapped[int]
