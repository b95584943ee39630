"""Calendars of registrars: a new address, and no address any more."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.staffing import lock_staffing
from app.models import RegistrarFeed
from app.queries.duties import get_registrar
from app.queries.tokens import hash_of
from app.rules.permissions import Actor


def open_feed(session: Session, registrar_id: int, *, actor: Actor, now: datetime) -> str:
    """Return the secret of a new address of a registrar's calendar; an older one opens nothing.

    Raises:
        NotFound: there is no such registrar.
    """
    # Of two who make one at once, the later finds the earlier's and ends it.
    lock_staffing(session)
    registrar = get_registrar(session, registrar_id)
    _revoke(session, registrar.id, now=now)
    secret = secrets.token_urlsafe(32)
    session.add(
        RegistrarFeed(
            registrar_id=registrar.id,
            hash=hash_of(secret),
            created_at=now,
            created_by_id=actor.account_id,
        )
    )
    record(session, "registrar.feed_opened", "registrar", registrar.id, actor=actor, now=now)
    return secret


def close_feed(session: Session, registrar_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the address of a registrar's calendar open nothing any more; twice does no harm.

    Raises:
        NotFound: there is no such registrar.
    """
    lock_staffing(session)
    registrar = get_registrar(session, registrar_id)
    if _revoke(session, registrar.id, now=now):
        record(session, "registrar.feed_closed", "registrar", registrar.id, actor=actor, now=now)


def _revoke(session: Session, registrar_id: int, *, now: datetime) -> bool:
    revoked = session.execute(
        update(RegistrarFeed)
        .where(RegistrarFeed.registrar_id == registrar_id, RegistrarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return bool(revoked.rowcount)  # type: ignore[attr-defined]
