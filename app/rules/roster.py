"""Can the ceremonies of a day be performed by the registrars on duty, and by whom? Exact.

Tasks have fixed times, so a plan is a path of tasks for each registrar. The search goes through
the tasks in order of time and gives each to registrars who can be there. What a registrar can still
do depends only on where the last task left them: it is kept as a bit mask over the tasks ahead.
Two registrars with the same masks are the same person to the rest of the day, so only one of them
is tried, and a situation that failed once is not searched again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from app.rules.reach import Reach, Registrar
from app.rules.work import Duty, Plan, Task, Travel, travel_time

#: The door for all that asks about duties and tasks; what lies behind it is its own affair.
__all__ = [
    "TALLY",
    "Duty",
    "Plan",
    "Tally",
    "Task",
    "TooLong",
    "Travel",
    "plan",
    "travel_time",
    "try_plan",
]


@dataclass
class Tally:
    """How often a search in this process gave up; a bench and an alarm look at it."""

    gave_up: int = 0


TALLY = Tally()

log = logging.getLogger(__name__)


class TooLong(Exception):
    """The search ran past its budget."""


#: Steps after which a search gives up. Random days need a few hundred.
BUDGET = 200_000


def plan(
    duties: Sequence[Duty],
    tasks: Sequence[Task],
    travel: Travel,
    *,
    told: Plan | None = None,
    budget: int = BUDGET,
) -> Plan | None:
    """Return who performs each task, or None if and only if nobody can arrange it.

    A search that runs past its budget answers None, the safe side, and is logged and counted.

    Among plans it prefers, in this order and by heuristic, those already told to people, fewer
    registrars called in, less travel, even load.

    Args:
        told: assignments that people know of already, by key of the task.

    Raises:
        ValueError: a pair of places has no travel time (it names the pair), or two tasks share a
            key.
    """
    try:
        return try_plan(duties, tasks, travel, told=told, budget=budget)[0]
    except TooLong:
        TALLY.gave_up += 1
        log.warning("gave up on a day of %d tasks after %d steps", len(tasks), budget)
        return None


def try_plan(
    duties: Sequence[Duty],
    tasks: Sequence[Task],
    travel: Travel,
    *,
    told: Plan | None = None,
    budget: int,
) -> tuple[Plan | None, int]:
    """Return what ``plan`` does, and the steps that it took; for who has a budget of their own.

    Raises:
        TooLong: it would take more.
        ValueError: as ``plan``.
    """
    search = _Search(duties, tasks, travel, told or {}, budget)
    return search.find(), budget - search.budget


#: Where a registrar stands: the bit of the last task, or None at the base.
_Place = int | None


class _Search:
    def __init__(
        self,
        duties: Sequence[Duty],
        tasks: Sequence[Task],
        travel: Travel,
        told: Plan,
        budget: int,
    ) -> None:
        self.tasks = sorted(tasks, key=lambda task: (task.begins, task.ends, task.key))
        if len({task.key for task in tasks}) < len(tasks):
            raise ValueError("two tasks share a key")
        self.told = told
        self.budget = budget
        self.reach = Reach(duties, self.tasks, travel)
        self.registrars = self.reach.registrars
        self.at_once = self._at_once()
        self.failed: set[tuple[object, ...]] = set()
        self.chosen: list[tuple[int, ...]] = []

    def _at_once(self) -> list[list[int]]:
        """Return groups of tasks of which nobody can do two: one group that ends in each task."""
        count = len(self.tasks)
        one_person = [0] * count
        for registrar in self.registrars:
            for bit, mask in registrar.beyond.items():
                for later in registrar.tasks_of(mask, 0):
                    one_person[bit // registrar.stretches] |= 1 << later
        groups: list[list[int]] = []
        for index in range(count):
            group = [index]
            for earlier in sorted(range(index), key=lambda one: self.tasks[one].ends, reverse=True):
                if not any(
                    one_person[min(earlier, other)] >> max(earlier, other) & 1 for other in group
                ):
                    group.insert(0, earlier)
            if not any(set(group) <= set(other) for other in groups):
                groups.append(group)
        return groups

    def find(self) -> Plan | None:
        """Search, and say who does what."""
        nowhere: list[_Place] = [None] * len(self.registrars)
        if not self._place(0, nowhere, [0] * len(nowhere)):
            return None
        return {
            task.key: frozenset(self.registrars[member].name for member in crew)
            for task, crew in zip(self.tasks, self.chosen, strict=True)
        }

    # ── the search ───────────────────────────────────────────────────────────
    def _place(self, index: int, last: list[_Place], load: list[int]) -> bool:
        """Give task ``index`` and all after it to registrars."""
        if index == len(self.tasks):
            return True
        self.budget -= 1
        if self.budget < 0:
            raise TooLong
        situation = (index, *sorted(self._prospect(index, m, at) for m, at in enumerate(last)))
        if situation in self.failed:
            return False
        if self._enough(index, last):
            for crew in self._crews(index, last, load):
                if self._take(index, crew, last, load):
                    return True
        self.failed.add(situation)
        return False

    def _prospect(self, index: int, member: int, at: _Place) -> tuple[int, int, int]:
        """Return all that the rest of the day can know of a registrar who stands there."""
        registrar = self.registrars[member]
        direct, possible = self._masks(registrar, at)
        return (
            registrar.ahead(direct, index),
            registrar.ahead(registrar.able & possible, index),
            registrar.stretches,
        )

    def _masks(self, registrar: Registrar, at: _Place) -> tuple[int, int]:
        if at is None:
            return registrar.able, registrar.able
        return registrar.after[at], registrar.beyond[at]

    def _take(
        self, index: int, crew: tuple[tuple[int, int], ...], last: list[_Place], load: list[int]
    ) -> bool:
        next_last, next_load = last[:], load[:]
        for member, bit in crew:
            next_last[member] = bit
            next_load[member] += 1
        self.chosen.append(tuple(member for member, _ in crew))
        if self._place(index + 1, next_last, next_load):
            return True
        self.chosen.pop()
        return False

    def _enough(self, index: int, last: list[_Place]) -> bool:
        """Answer whether the tasks ahead still have as many who could come as they need.

        Necessary, not sufficient: of the tasks that run at one time, those with the fewest
        candidates come first, and together they need as many different people as they need.
        """
        candidates = [0] * len(self.tasks)
        for member, registrar in enumerate(self.registrars):
            mask = self._masks(registrar, last[member])[1]
            person = 1 << member
            for later in registrar.tasks_of(mask, index):
                candidates[later] |= person
        for together in self.at_once:
            ahead = [later for later in together if later >= index]
            ahead.sort(key=lambda later: candidates[later].bit_count())
            people = needed = 0
            for later in ahead:
                people |= candidates[later]
                needed += self.tasks[later].crew
                if people.bit_count() < needed:
                    return False
        return True

    def _crews(
        self, index: int, last: list[_Place], load: list[int]
    ) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield the crews worth trying, the best first; of those that are alike, one."""
        options = [
            (member, index * registrar.stretches + stretch)
            for member, registrar in enumerate(self.registrars)
            for stretch in range(registrar.stretches)
            if self._masks(registrar, last[member])[0] >> (index * registrar.stretches + stretch)
            & 1
        ]
        options.sort(key=lambda option: self._rank(index, option[0], last, load))
        seen = set()
        for crew in combinations(options, self.tasks[index].crew):
            if len({member for member, _ in crew}) < len(crew):
                continue
            likeness = tuple(sorted(self._likeness(index, last, option) for option in crew))
            if likeness not in seen:
                seen.add(likeness)
                yield crew

    def _likeness(
        self, index: int, last: list[_Place], option: tuple[int, int]
    ) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        member, bit = option
        return (
            self._prospect(index + 1, member, last[member]),
            self._prospect(index + 1, member, bit),
        )

    def _rank(
        self, index: int, member: int, last: list[_Place], load: list[int]
    ) -> tuple[bool, bool, timedelta, int, str]:
        task, registrar, at = self.tasks[index], self.registrars[member], last[member]
        way = timedelta()
        if at is not None:
            way = self.reach.way(self.tasks[at // registrar.stretches].place, task.place)
        told = self.told.get(task.key, frozenset())
        return registrar.name not in told, at is None, way, load[member], registrar.name
