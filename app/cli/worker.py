"""What goes on beside the pages: mails leave, what is over lapses, days are reckoned."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from app.cli.delivery import deliver_due
from app.cli.upkeep import do_upkeep, reckon_left
from app.extensions import db
from app.failures import trace_of
from app.rules.refusals import Refusal

T = TypeVar("T")

log = logging.getLogger(__name__)

#: Seconds between two looks into the outbox.
PAUSE = 2.0
#: Seconds to wait when the mail server or the database is not there.
LONG_PAUSE = 30.0
#: Seconds between two rounds of upkeep.
UPKEEP_EVERY = 60.0


@click.command("worker")
@click.option("--once", is_flag=True, help="One round, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mails and let lapse what is over, until told to stop; any number may run."""
    if once:
        do_upkeep()
        deliver_due()
        db.session.remove()
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("app").setLevel(logging.INFO)
    log.info("worker ready")
    work_until(stop)
    log.info("worker stopped")


def work_until(stop: threading.Event) -> None:
    """Work round by round; a round that was begun is finished."""
    upkeep_at = time.monotonic()
    while not stop.is_set():
        if time.monotonic() >= upkeep_at:
            _attempt("upkeep", do_upkeep)
            upkeep_at = time.monotonic() + UPKEEP_EVERY
        reckoned = _attempt("reckoning", reckon_left)
        delivered = _attempt("delivery", deliver_due)
        well = reckoned is not None and delivered is not None and delivered.reachable
        stop.wait(PAUSE if well else LONG_PAUSE)


def _attempt(name: str, task: Callable[[], T]) -> T | None:
    """Do one part of a round; what goes wrong in it keeps neither the others nor the next round."""
    try:
        return task()
    except OperationalError as error:
        log.error("%s: the database did not answer: %s", name, type(error).__name__)
    except Refusal as refusal:
        # Somebody acted between our look and our lock; the next round looks again.
        log.error("%s was refused: %s", name, refusal.code)
    except Exception as error:
        log.error("%s failed\n%s", name, trace_of(error))
    finally:
        db.session.remove()
    return None
