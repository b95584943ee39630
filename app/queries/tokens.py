"""What a secret in a link opens."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Purpose, Token


def hash_of(secret: str) -> str:
    """Return what is stored of a secret: its SHA-256, 64 hex digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find_token(session: Session, purpose: Purpose, secret: str, *, now: datetime) -> Token | None:
    """Return the link with this secret if it serves this purpose and still does, else None."""
    token = session.scalar(
        select(Token).where(Token.hash == hash_of(secret), Token.purpose == purpose)
    )
    if token is None or token.used_at is not None:
        return None
    if token.expires_at is not None and token.expires_at <= now:
        return None
    return token
