"""Verify every invariant of the database."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.queries.invariants import INVARIANTS

#: So many rows are named.
MOST_NAMED = 20


class Violation(click.ClickException):
    """A sentence that must be true is not."""

    exit_code = 1


@click.command("check")
@with_appcontext
def check() -> None:
    """Verify every invariant; stop at the first that is violated and name the rows."""
    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        # One moment of the database, whoever is writing meanwhile; SQLite reads so anyway.
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    verify(session, now=clock.now())
    db.session.remove()
    click.echo(f"All {len(INVARIANTS)} invariants hold.")


def verify(session: Session, *, now: datetime) -> None:
    """Check one sentence after the other in the transaction of this session.

    Raises:
        Violation: the sentence and the rows.
    """
    for invariant in INVARIANTS:
        rows = list(islice(invariant.find(session, now), MOST_NAMED + 1))
        if rows:
            named = rows[:MOST_NAMED] + ["…"] * (len(rows) > MOST_NAMED)
            raise Violation("\n  ".join([f"Violated: {invariant.sentence}", *named]))
