"""The only way a state changes: by an event that its table lists."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.rules.refusals import WrongState

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


def step(table: Mapping[tuple[State, Event], State], state: State, event: Event) -> State:
    """Return the state that follows.

    Raises:
        WrongState: the table does not list this event in this state.
    """
    try:
        return table[state, event]
    except KeyError:
        raise WrongState(state=state.value, event=event.value) from None
