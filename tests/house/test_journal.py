"""Whatever the journal notes about a reservation stands in words on its page."""

from __future__ import annotations

import ast
import re

import config
from app.rules.reservations import ReservationState
from app.web.registry.happenings import WORDS

EVENT = re.compile(r"reservation\.[a-z_]+")


def events():
    """Yield the words that actions note about reservations; a state in one stands for each."""
    for path in sorted((config.ROOT / "app" / "actions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr) and ast.unparse(node).startswith("f'reservation."):
                yield from (f"reservation.{state}" for state in AFTER)
            elif isinstance(node, ast.Constant) and EVENT.fullmatch(str(node.value)):
                yield str(node.value)


#: States that a reservation comes to by an event that is named after them.
AFTER = {ReservationState.CANCELLED, ReservationState.DECLINED}


def test_every_event_has_its_words():
    noted = set(events())
    assert {"reservation.held", "reservation.assigned", "reservation.cancelled"} <= noted
    assert noted - set(WORDS) == set()
