"""Keeping and checking passwords; slow on purpose, so never inside a transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from app.models import Account
from app.queries.accounts import find_account_by_email
from app.rules.passwords import check_password, normalised

#: argon2id with the parameters of RFC 9106 for servers; tests put a cheaper one here.
hasher = PasswordHasher()


@dataclass(frozen=True)
class Known:
    """What is known about an account before its password is checked."""

    account_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class Proof:
    """A password was right for this account as it was then."""

    account_id: int
    password_hash: str
    #: The hash with today's parameters, if the stored one is older.
    renewed_hash: str | None


@dataclass(frozen=True)
class Chosen:
    """A password that may be used, as it will be kept."""

    password_hash: str


def find_known(session: Session, email: str) -> Known:
    """Return what is known for an address; for an unknown or closed one: nothing."""
    account = find_account_by_email(session, email)
    if account is None or account.closed_at is not None:
        return Known(None, None)
    return known_of(account)


def known_of(account: Account) -> Known:
    """Return what is known about an account."""
    return Known(account.id, account.password_hash)


def choose_password(password: str, *, context: Iterable[str]) -> Chosen:
    """Accept a password that somebody chose and hash it; takes a tenth of a second.

    Raises:
        WeakPassword: it is too short, too long, or guessed too easily.
    """
    check_password(password, context=context)
    return Chosen(hash_password(password))


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return hasher.hash(_encoded(password))


def prove(known: Known, password: str) -> Proof | None:
    """Check a password; an unknown address takes as long as a known one."""
    stored = known.password_hash or _nobodys_hash(hasher)
    try:
        hasher.verify(stored, _encoded(password))
    except (VerificationError, InvalidHashError):
        return None
    if known.account_id is None or known.password_hash is None:
        return None
    renewed = hash_password(password) if hasher.check_needs_rehash(stored) else None
    return Proof(known.account_id, known.password_hash, renewed)


def _encoded(password: str) -> bytes:
    return normalised(password).encode("utf-8", "surrogatepass")


@cache
def _nobodys_hash(of: PasswordHasher) -> str:
    return of.hash(secrets.token_bytes(32))
