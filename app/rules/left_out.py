"""Which ceremonies must give way so that all others of a day can be performed: the fewest."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from app.rules.roster import Duty, Tally, Task, TooLong, Travel, try_plan

#: A set of ceremonies that cannot all be performed, though without any one of them they could.
Core: TypeAlias = frozenset[str]

#: Work after which the fewest are no longer looked for: steps of the choice and of the roster's
#: searches, and tasks that were planned. On this the desk waits a second.
BUDGET = 12_000
#: Steps that one search may take when one after the other is taken in.
EACH = 1_000

TALLY = Tally()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LeftOut:
    """What must give way."""

    keys: frozenset[str]
    #: So many must at least; fewer than the keys if the search for the fewest was given up.
    at_least: int

    @property
    def is_least(self) -> bool:
        """Whether it is proven that fewer would not do."""
        return self.at_least == len(self.keys)


def least_left_out(
    duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel, *, budget: int = BUDGET
) -> LeftOut:
    """Return the keys of the fewest tasks without which all others can be performed.

    Of several such sets the one that leaves out what stands last. Exact: we collect sets that
    cannot all be performed, leave out the least that touches all of these, and look again. If this
    shows that taking in one after the other leaves out no more, that is the answer: nothing keeps
    more of what stands first.

    A search that runs past its budget is logged and counted. The answer is then still one without
    which all others can be performed; only perhaps not the fewest.
    """
    simple = _one_by_one(duties, tasks, travel)
    search = _Search(duties, tasks, travel, simple, budget)
    try:
        found = search.find()
        return LeftOut(found, len(found))
    except TooLong:
        TALLY.gave_up += 1
        log.warning("gave up on the fewest of a day of %d tasks after %d steps", len(tasks), budget)
        return LeftOut(simple, search.at_least)


def _one_by_one(duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel) -> frozenset[str]:
    """Take in one after the other what still can be performed; return the others."""
    kept: list[Task] = []
    for task in tasks:
        with suppress(TooLong):
            if try_plan(duties, [*kept, task], travel, budget=EACH)[0] is not None:
                kept.append(task)
    return frozenset({task.key for task in tasks} - {task.key for task in kept})


class _Search:
    def __init__(
        self,
        duties: Sequence[Duty],
        tasks: Sequence[Task],
        travel: Travel,
        simple: frozenset[str],
        budget: int,
    ) -> None:
        self.duties, self.tasks, self.travel, self.budget = duties, tasks, travel, budget
        #: Enough, if perhaps more than must be.
        self.simple = simple
        self.ranks = {task.key: number for number, task in enumerate(tasks)}
        #: So many must give way, as far as is known.
        self.at_least = 0

    def find(self) -> frozenset[str]:
        """Return the fewest."""
        alone = {task.key for task in self.tasks if not self._works([task])}
        rest = [task for task in self.tasks if task.key not in alone]
        self.at_least = len(alone)
        if self.at_least == len(self.simple):
            return self.simple
        cores = [
            frozenset({one.key, other.key})
            for one, other in combinations(rest, 2)
            if not self._works([one, other])
        ]
        while True:
            self.at_least = max(self.at_least, len(alone) + _at_least(cores))
            if self.at_least < len(self.simple):
                out = self._least_touching(cores)
                self.at_least = max(self.at_least, len(alone) + len(out))
            if self.at_least == len(self.simple):
                return self.simple
            kept = [task for task in rest if task.key not in out]
            found = list(self._cores(kept))
            if not found:
                return frozenset(alone | out)
            cores += found

    def _works(self, tasks: Sequence[Task]) -> bool:
        self._spend(len(tasks))
        found, steps = try_plan(self.duties, tasks, self.travel, budget=self.budget)
        self._spend(steps)
        return found is not None

    def _spend(self, steps: int) -> None:
        self.budget -= steps
        if self.budget < 0:
            raise TooLong

    def _cores(self, tasks: Sequence[Task]) -> Iterator[Core]:
        """Yield sets that cannot be performed, no two with a task in common, until the rest can."""
        left = list(tasks)
        while not self._works(left):
            core = list(left)
            for task in left:
                without = [one for one in core if one is not task]
                if not self._works(without):
                    core = without
            keys = frozenset(task.key for task in core)
            yield keys
            left = [task for task in left if task.key not in keys]

    def _least_touching(self, cores: Sequence[Core]) -> frozenset[str]:
        """Return the cheapest set that has something of every core.

        One more always costs more than any choice of which; what stands first costs the most.
        """
        ranks = self.ranks
        one_more = 1 << (len(ranks) + 1)
        costs = {key: one_more + (1 << (len(ranks) - 1 - rank)) for key, rank in ranks.items()}
        best: tuple[int, frozenset[str]] = (one_more * (len(ranks) + 1), frozenset(ranks))

        def search(out: frozenset[str], never: frozenset[str], cost: int) -> None:
            nonlocal best
            self._spend(1)
            left = [core - never for core in cores if not core & out]
            if cost + _at_least(left) * one_more >= best[0]:
                return
            if not left:
                best = cost, out
                return
            tried = never
            for key in sorted(_smallest(left), key=lambda key: costs[key]):
                search(out | {key}, tried, cost + costs[key])
                tried |= {key}

        search(frozenset(), frozenset(), 0)
        return best[1]


def _smallest(cores: Sequence[Core]) -> Core:
    return min(cores, key=lambda core: len(core))


def _at_least(cores: Sequence[Core]) -> int:
    """Return how many of the cores have nothing in common: each costs one at least."""
    seen: set[str] = set()
    count = 0
    for core in sorted(cores, key=len):
        if not core & seen:
            seen |= core
            count += 1
    return count
