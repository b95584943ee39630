"""A suggestion for what is open on a day, and why a pin cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.rules.assignments import Job, lanes_of, problems_of
from app.rules.roster import Duty, Plan, Task, Travel, plan


@dataclass(frozen=True)
class Change:
    """One ceremony that somebody else would perform."""

    key: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Suggestion:
    """What would have to change so that the day works."""

    changes: tuple[Change, ...]
    #: Ceremonies that nobody can perform whatever is changed; the last ones that came.
    unsolved: tuple[str, ...] = ()


def suggest(
    duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel, *, others: Sequence[Task] = ()
) -> Suggestion:
    """Return who could do what is open.

    What works stays as it is if that is possible at all; if not, what people were told of stays,
    one after the other as far as possible, and of the rest as much as possible. Pins always stay.

    Args:
        others: what else needs somebody, such as a time that is held for a couple.
    """
    by_time = sorted(jobs, key=lambda job: (job.task.begins, job.key))
    found = _arrange(duties, by_time, travel, others)
    if found is not None:
        return Suggestion(tuple(_changes(by_time, found)))
    unsolved = _too_many(duties, by_time, travel, others)
    solvable = [job for job in by_time if job.key not in unsolved]
    kept_others = [task for task in others if task.key not in unsolved]
    found = _arrange(duties, solvable, travel, kept_others) or {}
    left = [job.key for job in by_time if job.key in unsolved]
    return Suggestion(tuple(_changes(solvable, found)), tuple(left))


def in_the_way(
    duties: Sequence[Duty], tasks: Sequence[Task], key: str, travel: Travel
) -> list[str] | None:
    """Return with which other tasks this one cannot be performed; None: it can with all of them.

    A set of which none can be left out; empty if the task cannot be performed even alone.
    """
    own = [task for task in tasks if task.key == key]
    rest = [task for task in tasks if task.key != key]
    if plan(duties, [*own, *rest], travel) is not None:
        return None
    for task in list(rest):
        without = [one for one in rest if one is not task]
        if plan(duties, [*own, *without], travel) is None:
            rest = without
    return [task.key for task in rest]


def _arrange(
    duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel, others: Sequence[Task]
) -> Plan | None:
    lanes = lanes_of(duties, jobs, travel)
    broken = {problem.key for problem in problems_of(lanes, jobs) if problem.stops}
    settled = [_asked(job) if job.key in broken else _kept(job) for job in jobs]
    found = plan(duties, [*settled, *others], travel, told=_told(jobs))
    if found is not None:
        return found
    return _sparing_the_told(duties, jobs, travel, others, broken)


def _sparing_the_told(
    duties: Sequence[Duty],
    jobs: Sequence[Job],
    travel: Travel,
    others: Sequence[Task],
    broken: Collection[str],
) -> Plan | None:
    """Arrange everything anew but what people were told of, as far as that can be kept."""
    tasks = {job.key: _asked(job) for job in jobs}

    def found_with(kept: Mapping[str, Task]) -> Plan | None:
        return plan(duties, [*{**tasks, **kept}.values(), *others], travel, told=_told(jobs))

    told = {job.key: _kept(job) for job in jobs if job.told and job.key not in broken}
    found = found_with(told)
    if found is not None or not told:
        return found
    found, kept = found_with({}), {}
    if found is None:
        return None
    for key, task in told.items():
        if task.allowed is not None and found[key] <= task.allowed:
            kept[key] = task
        elif (better := found_with({**kept, key: task})) is not None:
            found, kept[key] = better, task
    return found


def _too_many(
    duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel, others: Sequence[Task]
) -> set[str]:
    """Take in one ceremony after the other, assigned ones first; return those too many."""
    taken: list[Task] = []
    ordered = sorted(jobs, key=lambda job: (not job.pinned, job.registrar is None))
    for task in [*(_asked(job) for job in ordered), *others]:
        if plan(duties, [*taken, task], travel) is not None:
            taken.append(task)
    keys = {job.key for job in jobs} | {task.key for task in others}
    return keys - {task.key for task in taken}


def _changes(jobs: Sequence[Job], found: Plan) -> list[Change]:
    return [
        Change(job.key, job.registrar, next(iter(found[job.key])))
        for job in jobs
        if job.key in found and job.registrar not in found[job.key]
    ]


def _told(jobs: Sequence[Job]) -> Plan:
    return {job.key: frozenset({job.registrar}) for job in jobs if job.registrar is not None}


def _kept(job: Job) -> Task:
    """Return the task for whoever does it now."""
    if job.registrar is None:
        return job.task
    return replace(job.task, allowed=frozenset({job.registrar}))


def _asked(job: Job) -> Task:
    """Return the task for anybody who may, or for the one it is pinned to."""
    return _kept(job) if job.pinned else job.task
