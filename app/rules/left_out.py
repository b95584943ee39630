"""Which ceremonies must give way so that all others of a day can be performed: the fewest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from app.rules.roster import Duty, Task, Travel, plan

#: A set of ceremonies that cannot all be performed, though without any one of them they could.
Core: TypeAlias = frozenset[str]


def least_left_out(duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel) -> frozenset[str]:
    """Return the keys of the fewest tasks without which all others can be performed.

    Of several such sets the one that leaves out what stands last. Exact: we collect sets that
    cannot all be performed, leave out the least that touches all of these, and look again.
    """
    alone = {task.key for task in tasks if plan(duties, [task], travel) is None}
    rest = [task for task in tasks if task.key not in alone]
    if plan(duties, rest, travel) is not None:
        return frozenset(alone)
    ranks = {task.key: number for number, task in enumerate(rest)}
    cores = _rival_pairs(duties, rest, travel)
    while True:
        out = _least_touching(cores, ranks)
        kept = [task for task in rest if task.key not in out]
        found = list(_cores(duties, kept, travel))
        if not found:
            return frozenset(alone | out)
        cores += found


def _rival_pairs(duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel) -> list[Core]:
    return [
        frozenset({one.key, other.key})
        for one, other in combinations(tasks, 2)
        if plan(duties, [one, other], travel) is None
    ]


def _cores(duties: Sequence[Duty], tasks: Sequence[Task], travel: Travel) -> Iterator[Core]:
    """Yield sets that cannot be performed, no two with a task in common, until the rest can."""
    left = list(tasks)
    while plan(duties, left, travel) is None:
        core = list(left)
        for task in left:
            without = [one for one in core if one is not task]
            if plan(duties, without, travel) is None:
                core = without
        keys = frozenset(task.key for task in core)
        yield keys
        left = [task for task in left if task.key not in keys]


def _least_touching(cores: Sequence[Core], ranks: Mapping[str, int]) -> frozenset[str]:
    """Return the cheapest set that has something of every core.

    One more always costs more than any choice of which; what stands first costs the most.
    """
    one_more = 1 << (len(ranks) + 1)
    costs = {key: one_more + (1 << (len(ranks) - 1 - rank)) for key, rank in ranks.items()}
    best: tuple[int, frozenset[str]] = (one_more * (len(ranks) + 1), frozenset(ranks))

    def search(out: frozenset[str], never: frozenset[str], cost: int) -> None:
        nonlocal best
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
