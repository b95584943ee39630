"""What goes on beside the pages: mails leave, what is over lapses, days are reckoned."""

from __future__ import annotations

import logging
import signal
import threading
import time

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.cli.delivery import deliver_due
from app.cli.upkeep import do_upkeep, reckon_left
from app.extensions import db
from app.rules.refusals import Refusal

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
        pause = PAUSE
        try:
            if time.monotonic() >= upkeep_at:
                do_upkeep()
                upkeep_at = time.monotonic() + UPKEEP_EVERY
            reckon_left()
            if not deliver_due().reachable:
                pause = LONG_PAUSE
        except DBAPIError as error:
            # Not told in full: the statement may carry what somebody typed.
            log.error("the database did not answer: %s", type(error).__name__)
            pause = LONG_PAUSE
        except Refusal as refusal:
            # Somebody acted between our look and our lock; the next round looks again.
            log.error("upkeep was refused: %s", refusal.code)
            pause = LONG_PAUSE
        finally:
            db.session.remove()
        stop.wait(pause)
