"""The app as a race test serves it: several processes, a fixed clock, the guard on or off."""

from __future__ import annotations

import os
import time
from typing import Any

import app.actions.holds as holds
import app.extensions as extensions
import config
from app import create_app
from tests.races.guard import GUARD_OFF

#: Long enough for another process to come in between the look and the write.
PAUSE_SECONDS = 0.004
#: Nobody waits for anybody with the guard off, so it may be long enough on a busy machine too.
UNGUARDED_PAUSE_SECONDS = 0.03


def _pause_after_the_look(seconds: float) -> None:
    """Make the gap between check and write wide, so that a missing guard shows."""
    check = holds.check_takeable

    def slowly(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)
        time.sleep(seconds)

    holds.check_takeable = slowly


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


if os.environ.get(GUARD_OFF) == "1":
    _pause_after_the_look(UNGUARDED_PAUSE_SECONDS)
    _switch_the_guard_off()
else:
    _pause_after_the_look(PAUSE_SECONDS)
app = create_app(config.load())
