"""What state an account is in, and how long a browser stays signed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

#: Without a click, and at the longest.
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)

#: A click is written down at most this often.
NOTED_EVERY = timedelta(minutes=1)


class AccountState(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    CLOSED = "closed"


def state_of(password_hash: str | None, closed_at: datetime | None) -> AccountState:
    """Return the state of an account."""
    if closed_at is not None:
        return AccountState.CLOSED
    return AccountState.INVITED if password_hash is None else AccountState.ACTIVE


def still_signed_in(*, created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Answer whether a session lives: neither idle for too long nor too old.

    Source:
        OWASP ASVS 5.0, 7.3.1 and 7.3.2.
    """
    return now < seen_at + IDLE and now < created_at + LONGEST
