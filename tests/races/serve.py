"""The app as a race test serves it: several processes, a fixed clock, the guard on or off."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import app.actions.holds as holds
import app.extensions as extensions
import config
from app import create_app
from tests.races.guard import COMPANY, GUARD_OFF

#: Long enough for another process to come in between the look and the write.
PAUSE_SECONDS = 0.004
#: Whoever waits longer for company than this writes without it; the test then shows that.
PATIENCE_SECONDS = 30


def _after_the_look(act: Callable[[], None]) -> None:
    """Do something in the gap between check and write."""
    check = holds.check_takeable

    def slowly(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)
        act()

    holds.check_takeable = slowly


def _wait_for_company(marks: Path) -> None:
    """Let nobody write before so many have looked, in whatever process: each has seen it free."""
    with marks.open("ab", buffering=0) as file:
        file.write(b".")
    until = time.monotonic() + PATIENCE_SECONDS
    while marks.stat().st_size < COMPANY and time.monotonic() < until:
        time.sleep(0.01)


def _switch_the_guard_off() -> None:
    """Neither lock the day nor take SQLite's write lock; the test has dropped the index."""
    holds.lock_days = lambda *_args, **_kwargs: None
    holds.lock_browser = lambda *_args, **_kwargs: None
    teach = extensions.teach_sqlite

    def teach_only_half(engine: Any) -> None:
        teach(engine)
        # As Python opens SQLite: every statement on its own, nothing locked between them.
        engine.dispatch.begin.clear()

    extensions.teach_sqlite = teach_only_half


if marks := os.environ.get(GUARD_OFF):
    _after_the_look(lambda: _wait_for_company(Path(marks)))
    _switch_the_guard_off()
else:
    _after_the_look(lambda: time.sleep(PAUSE_SECONDS))
app = create_app(config.load())
