"""Secrets in links: made once, shown or sent, and stored only as hashes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Purpose, Token
from app.queries.tokens import hash_of

#: How long a link lives; None: as long as what it opens.
LASTS: dict[Purpose, timedelta | None] = {
    Purpose.RESERVATION: None,
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.ACCESS: timedelta(minutes=10),
    Purpose.INVITATION: timedelta(days=7),
}


def mint(
    session: Session,
    purpose: Purpose,
    *,
    now: datetime,
    reservation_id: int | None = None,
    account_id: int | None = None,
) -> str:
    """Return a new secret of 256 bits for one purpose and one thing; only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    lasts = LASTS[purpose]
    session.add(
        Token(
            purpose=purpose,
            hash=hash_of(secret),
            reservation_id=reservation_id,
            account_id=account_id,
            created_at=now,
            expires_at=now + lasts if lasts else None,
        )
    )
    return secret


def use_up(session: Session, token: Token, *, now: datetime) -> bool:
    """Mark a link as used; of several who try at once exactly one gets True."""
    used = session.execute(
        update(Token).where(Token.id == token.id, Token.used_at.is_(None)).values(used_at=now)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]
