"""Tasks of a day that need different people, because nobody can do two of them."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.reach import Registrar
from app.rules.work import Task


class Together:
    """Groups of tasks of which nobody can do two: one group that ends in each task."""

    def __init__(self, tasks: Sequence[Task], registrars: Sequence[Registrar]) -> None:
        """Find the groups.

        Args:
            tasks: in order of time.
        """
        self.tasks = tasks
        #: Each as a mask over the tasks, and as a list.
        self.groups = [
            (sum(1 << task for task in group), group) for group in _groups(tasks, registrars)
        ]

    def enough(self, first: int, candidates: Sequence[int], touched: int) -> bool:
        """Answer whether the tasks from ``first`` on have as many who could come as they need.

        Necessary, not sufficient: of each group those with the fewest candidates come first, and
        together they need as many different people as they need.

        Args:
            candidates: for each task who could come to it at all, one bit each.
            touched: the tasks whose candidates are fewer than when this was last asked, and those
                that are done since, one bit each; groups without any of them had enough.
        """
        for mask, group in self.groups:
            if not mask & touched:
                continue
            ahead = [task for task in group if task >= first]
            ahead.sort(key=lambda task: candidates[task].bit_count())
            people = needed = 0
            for task in ahead:
                people |= candidates[task]
                needed += self.tasks[task].crew
                if people.bit_count() < needed:
                    return False
        return True


def _groups(tasks: Sequence[Task], registrars: Sequence[Registrar]) -> list[list[int]]:
    count = len(tasks)
    one_person = [0] * count
    for registrar in registrars:
        for bit, mask in registrar.beyond.items():
            for later in registrar.tasks_of(mask, 0):
                one_person[bit // registrar.stretches] |= 1 << later
    groups: list[list[int]] = []
    for index in range(count):
        group = [index]
        for earlier in sorted(range(index), key=lambda one: tasks[one].ends, reverse=True):
            if not any(
                one_person[min(earlier, other)] >> max(earlier, other) & 1 for other in group
            ):
                group.insert(0, earlier)
        if not any(set(group) <= set(other) for other in groups):
            groups.append(group)
    return groups
