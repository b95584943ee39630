"""What waits to be sent, and what could not be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import OutgoingMail
from app.rules.mails import OVERDUE_AFTER

#: A mail that is still to be sent.
WAITING = (
    OutgoingMail.sent_at.is_(None),
    OutgoingMail.failed_at.is_(None),
    OutgoingMail.dropped_at.is_(None),
)


def lock_due_mails(session: Session, *, now: datetime, limit: int) -> list[OutgoingMail]:
    """Return mails whose turn has come, oldest first, locked until commit.

    Rows that another worker has locked are passed over (PostgreSQL); on SQLite the write lock of
    the transaction keeps others out.
    """
    return list(
        session.scalars(
            select(OutgoingMail)
            .where(
                *WAITING,
                OutgoingMail.next_try_at <= now,
                or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until <= now),
            )
            .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )


def find_waiting_mail(session: Session, mail_id: int) -> OutgoingMail | None:
    """Return a mail that is still to be sent, locked until commit, or None."""
    return session.scalar(
        select(OutgoingMail).where(OutgoingMail.id == mail_id, *WAITING).with_for_update()
    )


def find_waiting_of(session: Session, kind: str, reservation_id: int) -> OutgoingMail | None:
    """Return the mail of this kind that a couple is still to get, if there is one."""
    return session.scalar(
        select(OutgoingMail)
        .where(OutgoingMail.kind == kind, OutgoingMail.reservation_id == reservation_id, *WAITING)
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    )


def list_waiting_mails(session: Session) -> list[OutgoingMail]:
    """Return every mail that is still to be sent, oldest first."""
    return list(session.scalars(select(OutgoingMail).where(*WAITING).order_by(OutgoingMail.id)))


def count_overdue_mails(session: Session, *, now: datetime) -> int:
    """Return how many mails have waited for longer than a working mail server lets them."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(OutgoingMail)
            .where(*WAITING, OutgoingMail.created_at < now - OVERDUE_AFTER)
        )
        or 0
    )


def find_delayed_mail(session: Session, reservation_id: int) -> OutgoingMail | None:
    """Return the oldest mail of a reservation that was tried in vain and still waits, or None."""
    return session.scalar(
        select(OutgoingMail)
        .where(
            *WAITING,
            OutgoingMail.reservation_id == reservation_id,
            OutgoingMail.tries > 0,
            OutgoingMail.last_error.is_not(None),
        )
        .order_by(OutgoingMail.id)
        .limit(1)
    )
