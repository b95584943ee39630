"""Who performs which ceremony."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Id, Instant
from app.models.registrar import Registrar
from app.models.reservation import Reservation


class Assignment(Base):
    """The registrar of one ceremony (Einteilung).

    A ceremony needs one registrar and no second official (§ 14 PStG), so there is one row for a
    reservation, and none once it has ended. Only a pin binds the roster; an assignment without one
    is kept where possible, one that people were told of (``Announcement``) before all others.
    """

    __tablename__ = "assignments"

    id: Mapped[Id]
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id", ondelete="CASCADE"))
    registrar_id: Mapped[int] = mapped_column(ForeignKey("registrars.id"), index=True)
    #: It must be this registrar; the roster asks nobody else.
    pinned: Mapped[bool] = mapped_column(default=False)
    assigned_at: Mapped[Instant]
    #: None: by a suggestion of ours.
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    #: Why it is them although it does not suit, in the words of who overruled the roster.
    reason: Mapped[str | None] = mapped_column(String(200))

    reservation: Mapped[Reservation] = relationship()
    registrar: Mapped[Registrar] = relationship()

    __table_args__ = (UniqueConstraint("reservation_id"),)


class Announcement(Base):
    """What was said last about who performs a ceremony, and when it takes place (Mitteilung).

    It stays as it is whatever becomes of the assignment, until something else is said.
    """

    __tablename__ = "announcements"

    reservation_id: Mapped[int] = mapped_column(
        ForeignKey("reservations.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    registrar_id: Mapped[int] = mapped_column(ForeignKey("registrars.id"))
    told_at: Mapped[Instant]

    registrar: Mapped[Registrar] = relationship()


class RegistrarFeed(Base):
    """A calendar that a registrar has subscribed to: the hash of the secret in its address."""

    __tablename__ = "registrar_feeds"

    id: Mapped[Id]
    registrar_id: Mapped[int] = mapped_column(
        ForeignKey("registrars.id", ondelete="CASCADE"), index=True
    )
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[Instant | None]

    registrar: Mapped[Registrar] = relationship()
