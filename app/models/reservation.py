"""A couple's claim on a slot in all its states."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.account import Account
from app.models.base import Base, Id, Instant, choice
from app.models.slot import Slot
from app.rules.reservations import (
    BLOCKING,
    LIVE,
    RESERVATION_TRANSITIONS,
    CancelReason,
    ReservationEvent,
    ReservationState,
)
from app.rules.states import step


class Channel(StrEnum):
    """How a reservation reached us."""

    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"


class RegistrationPlace(StrEnum):
    """Where the couple wants to register its marriage (Anmeldung)."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNDECIDED = "undecided"


class Reservation(Base):
    """One couple's claim on one slot, from hold to ceremony."""

    __tablename__ = "reservations"

    id: Mapped[Id]
    #: What people read out on the telephone, TK-7Q4M-29XD; a reference, never a key.
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    state: Mapped[ReservationState] = mapped_column(choice(ReservationState))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    language: Mapped[str] = mapped_column(String(5))

    #: Hash of the secret of the browser that made it.
    browser_hash: Mapped[str | None] = mapped_column(String(64))
    #: Keyed fingerprint of the network it came from; empty once it is no hold any more.
    network_key: Mapped[str | None] = mapped_column(String(120))
    held_until: Mapped[Instant | None]
    extensions: Mapped[int] = mapped_column(default=0)
    confirm_until: Mapped[Instant | None]

    # What the couple typed; empty while held, and again after retention.
    person1_given: Mapped[str | None] = mapped_column(String(120))
    person1_family: Mapped[str | None] = mapped_column(String(120))
    person2_given: Mapped[str | None] = mapped_column(String(120))
    person2_family: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    #: The address as it is compared: one couple, one live reservation.
    email_key: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    guests: Mapped[int | None]
    #: Words from rules/reservations.py NEEDS.
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs_note: Mapped[str | None] = mapped_column(String(200))
    registration_place: Mapped[RegistrationPlace | None] = mapped_column(choice(RegistrationPlace))
    #: In which the ceremony must be performed, as "en"; None: German, which everybody speaks.
    ceremony_language: Mapped[str | None] = mapped_column(String(5))

    created_at: Mapped[Instant]
    requested_at: Mapped[Instant | None]
    reserved_at: Mapped[Instant | None]
    approved_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    #: Why the office declined or cancelled it, in its words.
    reason: Mapped[str | None] = mapped_column(Text)
    #: Why the couple cancelled it; everybody reads it in their own language.
    cancel_reason: Mapped[CancelReason | None] = mapped_column(choice(CancelReason))

    slot: Mapped[Slot] = relationship()
    entered_by: Mapped[Account | None] = relationship()

    __table_args__ = (
        CheckConstraint("guests IS NULL OR guests BETWEEN 0 AND 9999", name="guests"),
        CheckConstraint("state != 'held' OR held_until IS NOT NULL", name="held_until"),
        # Two couples who pass every check in the same second still cannot both be written.
        # Partial, because ended rows must stay; an index, because exclusion constraints exist on
        # PostgreSQL only.
        Index(
            "uq_reservations_slot_blocking",
            "slot_id",
            unique=True,
            sqlite_where=state.in_(sorted(BLOCKING)),
            postgresql_where=state.in_(sorted(BLOCKING)),
        ),
        # One live reservation per couple, also for two tabs in the same second.
        Index(
            "uq_reservations_email_live",
            "email_key",
            unique=True,
            sqlite_where=state.in_(sorted(LIVE)),
            postgresql_where=state.in_(sorted(LIVE)),
        ),
        # One hold per browser.
        Index(
            "uq_reservations_browser_held",
            "browser_hash",
            unique=True,
            sqlite_where=state == ReservationState.HELD,
            postgresql_where=state == ReservationState.HELD,
        ),
        Index("ix_reservations_state", "state", "held_until"),
        Index("ix_reservations_email_key", "email_key"),
        # What this browser typed before is looked up with the lock of the day in hand.
        Index("ix_reservations_browser", "browser_hash"),
    )

    def take(self, event: ReservationEvent) -> None:
        """Move to the next state; the only way ``state`` is assigned after creation."""
        self.state = step(RESERVATION_TRANSITIONS, self.state, event)
        self.network_key = None


class KnownBrowser(Base):
    """A browser that may act for a reservation because it redeemed a fresh link."""

    __tablename__ = "known_browsers"

    id: Mapped[Id]
    reservation_id: Mapped[int] = mapped_column(
        ForeignKey("reservations.id", ondelete="CASCADE"), index=True
    )
    browser_hash: Mapped[str] = mapped_column(String(64))
    since_at: Mapped[Instant]

    __table_args__ = (
        Index("uq_known_browsers_pair", "browser_hash", "reservation_id", unique=True),
    )
