"""Signing in and out. The browser keeps a random secret, the database its hash."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.passwords import Proof
from app.models import Account, AccountSession
from app.queries import NotFound
from app.queries.accounts import actor_of, lock_account
from app.queries.tokens import hash_of
from app.rules.accounts import NOTED_EVERY
from app.rules.permissions import Actor
from app.rules.refusals import WrongPassword


def sign_in(session: Session, proof: Proof, *, now: datetime) -> str:
    """Sign a browser in and return the secret that it keeps.

    Raises:
        WrongPassword: the account was closed, or its password changed, since it was checked.
    """
    account = lock_account(session, proof.account_id)
    if account.closed_at is not None or account.password_hash != proof.password_hash:
        raise WrongPassword
    if proof.renewed_hash is not None:
        account.password_hash = proof.renewed_hash
    return open_session(session, account, now=now)


def open_session(session: Session, account: Account, *, now: datetime) -> str:
    """Sign a browser in to an account and return its secret; who may is settled before."""
    secret = secrets.token_urlsafe(32)
    opened = AccountSession(
        account_id=account.id, token_hash=hash_of(secret), created_at=now, seen_at=now
    )
    session.add(opened)
    session.flush()
    _record(session, "account.signed_in", account, now=now, session_id=opened.id)
    return secret


def note_seen(session: Session, session_id: int, *, now: datetime) -> None:
    """Write down that a browser is in use, at most once a minute."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.seen_at <= now - NOTED_EVERY)
        .values(seen_at=now)
    )


def sign_out(session: Session, secret: str, *, now: datetime) -> None:
    """End the session of this browser on the server; a second time is harmless."""
    found = session.scalar(
        select(AccountSession).where(
            AccountSession.token_hash == hash_of(secret), AccountSession.ended_at.is_(None)
        )
    )
    if found is None:
        return
    found.ended_at = now
    _record(session, "account.signed_out", found.account, now=now, session_id=found.id)


def end_session(session: Session, actor: Actor, session_id: int, *, now: datetime) -> None:
    """End one of the actor's own sessions; a second time is harmless.

    Raises:
        NotFound: there is no such session, or it is somebody else's.
    """
    found = session.get(AccountSession, session_id) if session_id < 2**31 else None
    if found is None or found.account_id != actor.account_id:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = now
        record(
            session,
            "account.session_ended",
            "account",
            actor.account_id,
            actor=actor,
            now=now,
            session_id=session_id,
        )


def end_sessions(
    session: Session,
    account_id: int,
    *,
    actor: Actor,
    now: datetime,
    except_id: int | None = None,
) -> int:
    """End all sessions of an account but one; return how many there were."""
    running = select(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)
    )
    if except_id is not None:
        running = running.where(AccountSession.id != except_id)
    ended = list(session.scalars(running))
    for one in ended:
        one.ended_at = now
    if ended:
        record(
            session,
            "account.sessions_ended",
            "account",
            account_id,
            actor=actor,
            now=now,
            number=len(ended),
        )
    return len(ended)


def _record(
    session: Session, event: str, account: Account, *, now: datetime, session_id: int
) -> None:
    record(
        session,
        event,
        "account",
        account.id,
        actor=actor_of(account),
        now=now,
        session_id=session_id,
    )
