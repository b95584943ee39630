"""Let lapse what is over and throw away what has served, in small batches."""

from __future__ import annotations

import logging
from collections.abc import Callable

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app import clock
from app.actions import answers, holds, reservations
from app.actions import upkeep as chores
from app.actions.days import PENDING, reckon_pending
from app.extensions import db
from app.transaction import transaction

log = logging.getLogger(__name__)

#: Rows per transaction, so that nobody waits for it.
BATCH = 200

CHORES: dict[str, Callable[..., int]] = {
    "holds lapsed": holds.lapse_holds,
    "reservations lapsed": reservations.lapse_unconfirmed,
    "answers forgotten": lambda session, *, now, most: answers.forget_answers(session, now=now),
    "links deleted": chores.delete_expired_tokens,
    "sessions deleted": chores.delete_old_sessions,
    "throttles deleted": chores.delete_old_throttles,
    "mails emptied": chores.empty_old_mails,
}


def do_upkeep() -> dict[str, int]:
    """Do every chore until nothing is left of it; returns how much was done of each.

    A chore that fails keeps none of the others: who is to be forgotten is forgotten.

    Raises:
        Exception: what went wrong in the last chore that failed, when all others are done.
    """
    done, failure = {}, None
    for name, chore in CHORES.items():
        try:
            done[name] = _do_all(chore)
        except OperationalError:
            raise
        except Exception as error:
            failure = error
            continue
        if done[name]:
            log.info("upkeep: %d %s", done[name], name)
    if failure is not None:
        raise failure
    reckon_left()
    return done


def reckon_left() -> int:
    """Reckon the days that were left to the worker, few at a time; returns how many."""
    done = _do_all(reckon_pending, PENDING)
    if done:
        log.info("%d days reckoned", done)
    return done


def _do_all(chore: Callable[..., int], most: int = BATCH) -> int:
    done = batch = _do_batch(chore, most)
    while batch >= most:
        batch = _do_batch(chore, most)
        done += batch
    return done


def _do_batch(chore: Callable[..., int], most: int) -> int:
    with transaction() as session:
        return chore(session, now=clock.now(), most=most)


@click.command("upkeep")
@with_appcontext
def upkeep() -> None:
    """Let lapse what is over and delete what has served; the worker does it each minute."""
    for name, count in do_upkeep().items():
        click.echo(f"{count:6} {name}")
    db.session.remove()
