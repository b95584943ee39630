"""What each registrar on duty can do: which tasks, and which after which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.rules.work import Duty, Task, Travel, travel_time


@dataclass(frozen=True)
class Registrar:
    """What one registrar can do, as masks over the tasks in order of time.

    A task counts once for each stretch of work it fits into, so a bit stands for a task within a
    stretch: ``task * stretches + stretch``.
    """

    name: str
    stretches: int
    #: Everything that can be done at all, from the base and back to it; first or later.
    able: int
    #: What can follow each of these directly.
    after: Mapping[int, int]
    #: What can follow it at all, directly or by way of others.
    beyond: Mapping[int, int]

    def tasks_of(self, mask: int, first: int) -> Iterator[int]:
        """Yield the tasks in the mask from ``first`` on."""
        mask = self.ahead(mask, first)
        while mask:
            low = mask & -mask
            yield first + (low.bit_length() - 1) // self.stretches
            mask ^= low

    def ahead(self, mask: int, task: int) -> int:
        """Return the mask without what lies before this task."""
        return mask >> (task * self.stretches)


class Reach:
    """Who can do what of a day, and next."""

    def __init__(self, duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel) -> None:
        """Look at every registrar on duty.

        Args:
            tasks: in order of time.
        """
        self.tasks = tasks
        self.travel = travel
        #: Whether a later task can follow each task: alike for all registrars, so asked once.
        self._successors: list[dict[int, bool]] = [{} for _ in tasks]
        self.registrars = [
            self._registrar(name, [duty for duty in duties if duty.registrar == name])
            for name in sorted({duty.registrar for duty in duties})
        ]

    def _registrar(self, name: str, duties: Sequence[Duty]) -> Registrar:
        count = len(duties)
        fitting = [
            (index, stretch)
            for index, task in enumerate(self.tasks)
            for stretch, duty in enumerate(duties)
            if self._fits(name, task, duty)
        ]
        after: dict[int, int] = {}
        beyond: dict[int, int] = {}
        for index, stretch in reversed(fitting):
            direct = further = 0
            for later, other in fitting:
                if later > index and (
                    self._follows(index, later)
                    if other == stretch
                    else self._follows_by_base(index, duties[stretch], later, duties[other])
                ):
                    bit = later * count + other
                    direct |= 1 << bit
                    further |= 1 << bit | beyond[bit]
            after[index * count + stretch] = direct
            beyond[index * count + stretch] = further
        able = sum(1 << bit for bit in after)
        return Registrar(name, count, able, after, beyond)

    def _fits(self, name: str, task: Task, duty: Duty) -> bool:
        """Answer whether the task, alone, can be done in this stretch."""
        if task.allowed is not None and name not in task.allowed:
            return False
        return (
            duty.begins + self.way(duty.base, task.place) <= task.begins
            and task.ends + self.way(task.place, duty.base) <= duty.ends
        )

    def _follows(self, index: int, later: int) -> bool:
        """Answer whether anybody can do one task right after another in the same stretch."""
        known = self._successors[index].get(later)
        if known is None:
            one, other = self.tasks[index], self.tasks[later]
            known = one.ends + self.way(one.place, other.place) <= other.begins
            self._successors[index][later] = known
        return known

    def _follows_by_base(self, index: int, stretch: Duty, later: int, next_stretch: Duty) -> bool:
        """Answer whether a registrar can do a task next in another stretch, by way of the bases."""
        one, other = self.tasks[index], self.tasks[later]
        back_at = one.ends + self.way(one.place, stretch.base)
        return back_at + self.way(next_stretch.base, other.place) <= other.begins

    def way(self, origin: str, target: str) -> timedelta:
        """Return how long the way takes."""
        return travel_time(self.travel, origin, target)
