"""Throw away what has served: each call a small batch, a second call finds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import UpdateBase

from app.models import AccountSession, OutgoingMail, Throttle, Token
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day

#: Sessions are over long before; for so long they can be looked at in the list of one's own.
SESSIONS_KEPT = timedelta(days=1)


def delete_expired_tokens(session: Session, *, now: datetime, most: int = 200) -> int:
    """Delete links that open nothing any more; returns how many."""
    expired = select(Token.id).where(Token.expires_at <= now).limit(most)
    return _done(session, delete(Token).where(Token.id.in_(expired)))


def delete_old_sessions(session: Session, *, now: datetime, most: int = 200) -> int:
    """Delete sessions that nobody has used for a day, signed out or not; returns how many.

    The last of each account stays: it tells the office when the person was last seen.
    """
    later = aliased(AccountSession)
    old = select(AccountSession.id).where(
        AccountSession.seen_at <= now - SESSIONS_KEPT,
        exists().where(
            later.account_id == AccountSession.account_id,
            or_(
                later.seen_at > AccountSession.seen_at,
                and_(later.seen_at == AccountSession.seen_at, later.id > AccountSession.id),
            ),
        ),
    )
    return _done(session, delete(AccountSession).where(AccountSession.id.in_(old.limit(most))))


def delete_old_throttles(session: Session, *, now: datetime, most: int = 200) -> int:
    """Delete counts whose window is over; returns how many."""
    over = select(Throttle.key).where(Throttle.window_ends_at <= now).limit(most)
    # Both conditions: whoever counts in this second begins a new window, and that one stays.
    return _done(
        session, delete(Throttle).where(Throttle.key.in_(over), Throttle.window_ends_at <= now)
    )


def empty_old_mails(session: Session, *, now: datetime, most: int = 200) -> int:
    """Empty mails long done with: to whom they went and what they said; returns how many.

    The row itself stays: it proves that there was a mail.
    """
    kept_days = get_policies(session, berlin_day(now)).keep_mails_days
    before = now - timedelta(days=kept_days)
    old = (
        select(OutgoingMail.id)
        .where(
            OutgoingMail.recipient != "",
            or_(
                OutgoingMail.sent_at <= before,
                OutgoingMail.dropped_at <= before,
                OutgoingMail.failed_at <= before,
            ),
        )
        .limit(most)
    )
    return _done(
        session,
        update(OutgoingMail).where(OutgoingMail.id.in_(old)).values(recipient="", facts={}),
    )


def _done(session: Session, statement: UpdateBase) -> int:
    outcome: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return int(outcome.rowcount)
