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
from app.rules.together import Together
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
#: What the rest of the day can know of a registrar who stands somewhere.
_Prospect = tuple[int, int, int]


@dataclass(frozen=True)
class _Here:
    """How it stands before a task."""

    #: Where each registrar stands.
    last: list[_Place]
    #: How many tasks each has.
    load: list[int]
    #: For each task ahead who could come to it at all, one bit each.
    candidates: list[int]
    #: The tasks whose candidates have just become fewer, and the one just given, one bit each.
    touched: int


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
        self.together = Together(self.tasks, self.registrars)
        self.prospects: dict[tuple[int, int, _Place], _Prospect] = {}
        self.failed: set[tuple[object, ...]] = set()
        self.chosen: list[tuple[int, ...]] = []

    def find(self) -> Plan | None:
        """Search, and say who does what."""
        if not self._place(0, self._at_the_bases()):
            return None
        return {
            task.key: frozenset(self.registrars[member].name for member in crew)
            for task, crew in zip(self.tasks, self.chosen, strict=True)
        }

    def _at_the_bases(self) -> _Here:
        candidates = [0] * len(self.tasks)
        for member, registrar in enumerate(self.registrars):
            for task in registrar.tasks_of(registrar.able, 0):
                candidates[task] |= 1 << member
        count, everything = len(self.registrars), -1
        return _Here([None] * count, [0] * count, candidates, everything)

    # ── the search ───────────────────────────────────────────────────────────
    def _place(self, index: int, here: _Here) -> bool:
        """Give task ``index`` and all after it to registrars."""
        if index == len(self.tasks):
            return True
        self.budget -= 1
        if self.budget < 0:
            raise TooLong
        prospects = (self._prospect(index, member, at) for member, at in enumerate(here.last))
        situation = (index, *sorted(prospects))
        if situation in self.failed:
            return False
        if self.together.enough(index, here.candidates, here.touched):
            for crew in self._crews(index, here.last, here.load):
                self.chosen.append(tuple(member for member, _ in crew))
                if self._place(index + 1, self._after(index, crew, here)):
                    return True
                self.chosen.pop()
        self.failed.add(situation)
        return False

    def _after(self, index: int, crew: tuple[tuple[int, int], ...], here: _Here) -> _Here:
        """Return how it stands when the crew has done the task."""
        last, load, candidates = here.last[:], here.load[:], here.candidates[:]
        touched = 1 << index
        for member, bit in crew:
            for task in self._lost(index + 1, member, last[member], bit):
                candidates[task] &= ~(1 << member)
                touched |= 1 << task
            last[member] = bit
            load[member] += 1
        return _Here(last, load, candidates, touched)

    def _lost(self, first: int, member: int, at: _Place, bit: int) -> list[int]:
        """Return the tasks from ``first`` on to which a registrar can come no more from there."""
        registrar = self.registrars[member]
        before, now = self._masks(registrar, at)[1], registrar.beyond[bit]
        # In another stretch they may still come.
        still = set(registrar.tasks_of(now, first)) if registrar.stretches > 1 else ()
        return [task for task in registrar.tasks_of(before & ~now, first) if task not in still]

    def _prospect(self, index: int, member: int, at: _Place) -> _Prospect:
        """Return all that the rest of the day can know of a registrar who stands there."""
        known = self.prospects.get((index, member, at))
        if known is None:
            registrar = self.registrars[member]
            direct, possible = self._masks(registrar, at)
            known = self.prospects[index, member, at] = (
                registrar.ahead(direct, index),
                registrar.ahead(registrar.able & possible, index),
                registrar.stretches,
            )
        return known

    def _masks(self, registrar: Registrar, at: _Place) -> tuple[int, int]:
        if at is None:
            return registrar.able, registrar.able
        return registrar.after[at], registrar.beyond[at]

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
    ) -> tuple[_Prospect, _Prospect]:
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
