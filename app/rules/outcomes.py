"""What became of many things that were to change at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.rules.refusals import Refusal

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class NotDone(Generic[Thing]):
    """A thing that stayed as it was, and why."""

    thing: Thing
    why: Refusal


@dataclass(frozen=True)
class Outcome(Generic[Thing]):
    """Of many things: which changed, which had changed before, and which could not."""

    done: list[Thing] = field(default_factory=list)
    #: They were so already, after a double click or because somebody else was quicker.
    already: list[Thing] = field(default_factory=list)
    not_done: list[NotDone[Thing]] = field(default_factory=list)

    @property
    def settled(self) -> list[Thing]:
        """Everything that is now as it was wanted."""
        return self.done + self.already

    def refuse(self, thing: Thing, why: Refusal) -> None:
        """Note that a thing stays as it is."""
        self.not_done.append(NotDone(thing, why))
