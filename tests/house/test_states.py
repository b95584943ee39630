"""Every pair of state and event is allowed or refused, and only take() assigns a state."""

from __future__ import annotations

import ast
from itertools import product

import pytest

import config
from app.models import Reservation, Slot
from app.rules.refusals import WrongState
from app.rules.reservations import (
    BLOCKING,
    LIVE,
    RESERVATION_TRANSITIONS,
    ReservationEvent,
    ReservationState,
)
from app.rules.slots import SLOT_TRANSITIONS, SlotEvent, SlotState

LIVES = [
    (Slot, SlotState, SlotEvent, SLOT_TRANSITIONS, {"draft"}, {"withdrawn"}),
    (
        Reservation,
        ReservationState,
        ReservationEvent,
        RESERVATION_TRANSITIONS,
        # Staff enter a caller's reservation as reserved.
        {"held", "reserved"},
        {"married", "declined", "cancelled", "lapsed"},
    ),
]
PAIRS = [
    (model, table, state, event)
    for model, states, events, table, _, _ in LIVES
    for state, event in product(states, events)
]


@pytest.mark.parametrize(("model", "table", "state", "event"), PAIRS)
def test_each_pair_is_allowed_or_refused(model, table, state, event):
    row = model(state=state)
    if (state, event) in table:
        row.take(event)
        assert row.state is table[state, event]
    else:
        with pytest.raises(WrongState):
            row.take(event)
        assert row.state is state


@pytest.mark.parametrize(("_model", "states", "_events", "table", "first", "last"), LIVES)
def test_every_state_can_be_reached_and_only_the_last_ones_are_ends(
    _model, states, _events, table, first, last
):
    reached = set(first)
    while more := {after for (before, _), after in table.items() if before in reached} - reached:
        reached |= more
    assert reached == set(states)
    assert set(states) - {before for before, _ in table} == last


@pytest.mark.parametrize(("_model", "_states", "events", "table", "_first", "_last"), LIVES)
def test_every_event_happens_somewhere(_model, _states, events, table, _first, _last):
    assert {event for _, event in table} == set(events)


def test_what_blocks_a_slot_has_not_ended():
    ends = LIVES[1][5]
    assert set(ReservationState) - ends == BLOCKING
    assert LIVE | {ReservationState.HELD} == BLOCKING


def assigns_state(path):
    """Return the lines of a file that assign to somebody's ``state``."""
    targets = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets.append(node.target)
    flat = [part for target in targets for part in ast.walk(target)]
    return [
        f"{path.relative_to(config.ROOT)}:{target.lineno}"
        for target in flat
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]


def test_only_take_assigns_a_state():
    # The demo city is written as it lies in the end, without having happened.
    demo = config.ROOT / "app" / "cli" / "demo"
    files = [path for path in (config.ROOT / "app").rglob("*.py") if demo not in path.parents]
    lines = [line for path in files for line in assigns_state(path)]
    assert [line for line in lines if not line.startswith("app/models/")] == []
    assert len(lines) == len(LIVES)
