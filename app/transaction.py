"""The only file that commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.extensions import db


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block did, or nothing of it."""
    session: Session = db.session()
    # What the page has read so far may be stale: look again, this time with the write lock in
    # hand (SQLite), so that what we check stays true until we commit.
    session.rollback()
    session.connection(execution_options={"writes": True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
