"""A day that cannot be performed as agreed: the least that must give way, and who could step in.

Exact: which ceremonies are left out is the smallest number there is (or it is said how many fewer
it could be), and every consequence that is named was tried with the whole day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.rules.assignments import Job, Lane, lanes_of, problems_of
from app.rules.fits import Fit, Verdict, fit_of
from app.rules.left_out import least_left_out
from app.rules.roster import Duty, Plan, Task, Travel, plan
from app.rules.suggestions import Change, suggest

#: So many ceremonies are tried, the nearest in time first, to find one that would be open instead.
TRIES = 8


class Consequence(StrEnum):
    """What it would mean for the others if somebody took over a ceremony; the mildest first."""

    #: They have time.
    FREE = "free"
    #: Somebody else takes over what they had.
    MOVES = "moves"
    #: Another ceremony has nobody then.
    LEAVES_OPEN = "leaves_open"


_MILDEST_FIRST = list(Consequence)


@dataclass(frozen=True)
class Substitute:
    """Somebody who could take over one ceremony."""

    fit: Fit
    consequence: Consequence
    #: Keys of the ceremonies that somebody else would perform, or nobody.
    others: tuple[str, ...] = ()

    @property
    def registrar(self) -> str:
        """Their key."""
        return self.fit.registrar


@dataclass(frozen=True)
class Rescue:
    """What becomes of a disturbed day at best."""

    #: Their venue or the office is closed; by time.
    closed: tuple[str, ...]
    #: Nobody can perform them if all others are to be; as few as possible, by time.
    left_out: tuple[str, ...]
    #: Nobody performs them as it stands, but somebody can; by time.
    solvable: tuple[str, ...]
    #: Who would perform what instead.
    changes: tuple[Change, ...]
    #: So many would be left out in any case; as many as are, unless that took too long to find out.
    at_least: int = 0

    @property
    def is_least(self) -> bool:
        """Whether it is proven that nobody else needs to be left out."""
        return self.at_least >= len(self.left_out)

    @property
    def unsolved(self) -> frozenset[str]:
        """The ceremonies for which the couple has to be asked."""
        return frozenset({*self.closed, *self.left_out})


def rescue(
    duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel, *, closed: Collection[str] = ()
) -> Rescue:
    """Return how as many ceremonies as possible can be performed, changing as little as possible.

    Args:
        jobs: what matters most first: of several smallest sets the last ones are left out.
        closed: keys of those whose venue is closed.
    """
    open_jobs = [job for job in jobs if job.key not in closed]
    left_out = least_left_out(duties, [task_of(job) for job in open_jobs], travel)
    kept = [job for job in open_jobs if job.key not in left_out.keys]
    problems = problems_of(lanes_of(duties, kept, travel), kept)
    broken = {problem.key for problem in problems if problem.stops}
    changes = suggest(duties, kept, travel).changes

    def by_time(keys: Collection[str]) -> tuple[str, ...]:
        ordered = sorted(jobs, key=lambda job: (job.begins, job.key))
        return tuple(job.key for job in ordered if job.key in keys)

    return Rescue(
        by_time(closed), by_time(left_out.keys), by_time(broken), changes, left_out.at_least
    )


def list_substitutes(
    duties: Sequence[Duty],
    jobs: Sequence[Job],
    travel: Travel,
    job: Job,
    people: Iterable[str],
    *,
    unsolved: Collection[str],
) -> list[Substitute]:
    """Return who could perform a ceremony, the mildest consequence first.

    Args:
        jobs: all of the day, this one included.
        unsolved: keys of those that are left out; if it is one of them, it comes back.
    """
    kept = [one for one in jobs if one.key not in unsolved and one.key != job.key]
    lanes = {lane.registrar: lane for lane in lanes_of(duties, kept, travel)}
    found = [
        _substitute(duties, kept, travel, job, name, lanes.get(name))
        for name in people
        if name != job.registrar or job.key in unsolved
    ]
    return sorted((one for one in found if one is not None), key=_rank)


def task_of(job: Job) -> Task:
    """Return the task for anybody who may, or for the one it is pinned to."""
    return _for(job, job.registrar) if job.pinned and job.registrar is not None else job.task


def _for(job: Job, name: str) -> Task:
    return replace(job.task, allowed=frozenset({name}))


# ── who could step in ────────────────────────────────────────────────────────
def _substitute(
    duties: Sequence[Duty],
    kept: Sequence[Job],
    travel: Travel,
    job: Job,
    name: str,
    lane: Lane | None,
) -> Substitute | None:
    fit = fit_of(job, lane, name, travel)
    if fit.verdict in (Verdict.OFF_DUTY, Verdict.LANGUAGE, Verdict.UNSERVED):
        return None
    own = _for(job, name)
    if plan(duties, [own], travel) is None:
        return None
    told = {one.key: frozenset({one.registrar}) for one in kept if one.registrar is not None}
    found = plan(duties, [own, *(task_of(one) for one in kept)], travel, told=told)
    if found is not None:
        moved = tuple(_handed_on(kept, found, name))
        if fit.fits:
            return Substitute(fit, Consequence.FREE)
        return Substitute(fit, Consequence.MOVES, moved)
    other = _open_instead(duties, kept, travel, own, name)
    return Substitute(fit, Consequence.LEAVES_OPEN, (other,)) if other is not None else None


def _handed_on(kept: Sequence[Job], found: Plan, name: str) -> Iterator[str]:
    for one in kept:
        if one.registrar == name and name not in found[one.key]:
            yield one.key


def _open_instead(
    duties: Sequence[Duty], kept: Sequence[Job], travel: Travel, own: Task, name: str
) -> str | None:
    """Return the one ceremony without which the day would work; theirs and the nearest first."""
    ordered = sorted(
        kept, key=lambda one: (one.registrar != name, abs(one.task.begins - own.begins), one.key)
    )
    for other in ordered[:TRIES]:
        rest = [task_of(one) for one in kept if one is not other]
        if plan(duties, [own, *rest], travel) is not None:
            return other.key
    return None


def _rank(found: Substitute) -> tuple[int, int, str]:
    way = found.fit.arrival.way if found.fit.arrival is not None else None
    return _MILDEST_FIRST.index(found.consequence), way or 0, found.registrar
