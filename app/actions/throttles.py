"""Counting tries, so that several processes count together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import Throttle
from app.rules.refusals import TooManyTries
from app.rules.throttle import Limit


def count_try(session: Session, key: str, limit: Limit, *, now: datetime) -> None:
    """Count one try; count before trying, so that a hundred at once are no way round.

    Args:
        key: kind and keyed hash of what is counted; never the thing itself.

    Raises:
        TooManyTries: the window is full; this try does not make it longer.
    """
    counted = session.get(Throttle, key, with_for_update=True, populate_existing=True)
    if counted is None:
        counted = _begin_window(session, key, limit, now=now)
    if counted.window_ends_at <= now:
        counted.window_ends_at, counted.count = now + limit.within, 0
    if counted.count >= limit.most:
        raise TooManyTries(again_at=counted.window_ends_at)
    counted.count += 1
    session.flush()


def check_tries(session: Session, key: str, limit: Limit, *, now: datetime) -> None:
    """Look whether there is a try left, without counting one and without a lock.

    Raises:
        TooManyTries: the window is full.
    """
    counted = session.get(Throttle, key)
    if counted is not None and counted.window_ends_at > now and counted.count >= limit.most:
        raise TooManyTries(again_at=counted.window_ends_at)


def give_back(session: Session, key: str) -> None:
    """Take back one try: it succeeded."""
    session.execute(
        update(Throttle)
        .where(Throttle.key == key, Throttle.count > 0)
        .values(count=Throttle.count - 1)
    )


def forget_tries(session: Session, key: str) -> None:
    """Begin anew: whoever tried has shown who they are."""
    session.execute(update(Throttle).where(Throttle.key == key).values(count=0))


def _begin_window(session: Session, key: str, limit: Limit, *, now: datetime) -> Throttle:
    try:
        with session.begin_nested():
            session.add(Throttle(key=key, window_ends_at=now + limit.within, count=0))
    except IntegrityError:
        # On PostgreSQL somebody else began the same window in this moment.
        pass
    return session.get_one(Throttle, key, with_for_update=True, populate_existing=True)
