"""Who does what on a day: the ways between, what is left of the time, and what does not work.

``rules/roster.py`` knows whether a day can be performed at all. Here stands what people have made
of it: an assignment is shown also where it cannot work, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.rules.roster import Duty, Task, Travel


@dataclass(frozen=True)
class Job:
    """One ceremony, and who performs it so far."""

    #: With preparation and follow-up; ``allowed`` says who speaks the language and goes there.
    task: Task
    #: The ceremony itself.
    begins: datetime
    ends: datetime
    registrar: str | None = None
    #: It must be this registrar.
    pinned: bool = False
    #: They know it.
    told: bool = False
    #: Who speaks its language; None: everybody.
    speakers: frozenset[str] | None = None
    #: Who does not go there.
    unserved_by: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The key of its task."""
        return self.task.key


class Trouble(StrEnum):
    """What does not work about an assignment."""

    UNASSIGNED = "unassigned"
    #: Nobody of that name works on the day.
    OFF_DUTY = "off_duty"
    #: It begins before the duty does, or ends after it.
    OUTSIDE = "outside"
    #: Two ceremonies run at the same time.
    AT_ONCE = "at_once"
    TOO_TIGHT = "too_tight"
    UNKNOWN_WAY = "unknown_way"
    LANGUAGE = "language"
    UNSERVED = "unserved"
    #: It works, to the minute.
    NO_SLACK = "no_slack"


#: It works all the same.
HARMLESS = frozenset({Trouble.NO_SLACK})


@dataclass(frozen=True)
class Gap:
    """The time between two ceremonies of one registrar, or between one and the base."""

    #: Keys of the ceremonies; None: the base.
    before: str | None
    after: str | None
    begins: datetime
    ends: datetime
    #: Minutes on the way; None: nobody has timed it.
    way: int | None

    @property
    def minutes(self) -> int:
        """How long the gap is; below zero if the two overlap."""
        return int((self.ends - self.begins).total_seconds() // 60)

    @property
    def slack(self) -> int | None:
        """What is left beside the way; below zero: so many minutes too tight."""
        return None if self.way is None else self.minutes - self.way


@dataclass(frozen=True)
class Problem:
    """One thing that does not work, or only just."""

    trouble: Trouble
    #: The ceremony that cannot be reached or left in time.
    key: str
    registrar: str | None = None
    #: The gap that is too small, if it is one.
    gap: Gap | None = None

    @property
    def stops(self) -> bool:
        """Whether the ceremony cannot be performed like this."""
        return self.trouble not in HARMLESS

    @property
    def short(self) -> int:
        """So many minutes are missing."""
        slack = self.gap.slack if self.gap else None
        return max(0, -slack) if slack is not None else 0


@dataclass(frozen=True)
class Lane:
    """One registrar's day."""

    registrar: str
    duties: tuple[Duty, ...]
    jobs: tuple[Job, ...]
    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]


def lanes_of(duties: Iterable[Duty], jobs: Iterable[Job], travel: Travel) -> list[Lane]:
    """Return the day of everybody who works or is assigned, by registrar."""
    on_duty: dict[str, list[Duty]] = {}
    assigned: dict[str, list[Job]] = {}
    for duty in duties:
        on_duty.setdefault(duty.registrar, []).append(duty)
    for job in jobs:
        if job.registrar is not None:
            assigned.setdefault(job.registrar, []).append(job)
    return [
        lane_of(name, on_duty.get(name, []), assigned.get(name, []), travel)
        for name in sorted({*on_duty, *assigned})
    ]


def lane_of(name: str, duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel) -> Lane:
    """Return one registrar's day, in order of time."""
    stretches = sorted(duties, key=lambda duty: duty.begins)
    ordered = sorted(jobs, key=lambda job: (job.task.begins, job.task.ends, job.key))
    gaps = tuple(_gaps(stretches, ordered, travel))
    problems = (*_misfits(name, stretches, ordered), *_tight(name, gaps))
    places = {job.key: number for number, job in enumerate(ordered)}
    by_time = sorted(problems, key=lambda problem: places[problem.key])
    return Lane(name, tuple(stretches), tuple(ordered), gaps, tuple(by_time))


def problems_of(lanes: Iterable[Lane], jobs: Iterable[Job]) -> list[Problem]:
    """Return everything that does not work on the day: what stops first, then by time."""
    jobs = list(jobs)
    begins = {job.key: job.task.begins for job in jobs}
    found = [Problem(Trouble.UNASSIGNED, job.key) for job in jobs if job.registrar is None]
    found += [problem for lane in lanes for problem in lane.problems]
    return sorted(found, key=lambda one: (not one.stops, begins[one.key], one.key))


def count_free(lanes: Iterable[Lane], begins: datetime, ends: datetime) -> int:
    """Return how many people on duty have neither a ceremony nor a way in this time."""
    return sum(_is_free(lane, begins, ends) for lane in lanes)


def stretch_of(duties: Sequence[Duty], task: Task) -> Duty | None:
    """Return the duty that holds the whole task, or else the one that shares most time with it."""
    best, most = None, timedelta()
    for duty in duties:
        shared = min(duty.ends, task.ends) - max(duty.begins, task.begins)
        if shared > most:
            best, most = duty, shared
    return best


def way_between(duties: Sequence[Duty], one: Task, other: Task, travel: Travel) -> timedelta | None:
    """Return how long one person takes from a task to the next; between duties by way of base."""
    stretch, next_stretch = stretch_of(duties, one), stretch_of(duties, other)
    if stretch is next_stretch or stretch is None or next_stretch is None:
        return way(travel, one.place, other.place)
    back, out = way(travel, one.place, stretch.base), way(travel, next_stretch.base, other.place)
    return None if back is None or out is None else back + out


def way(travel: Travel, origin: str, target: str) -> timedelta | None:
    """Return how long the way takes, or None if nobody has timed it."""
    return timedelta() if origin == target else travel.get((origin, target))


def minutes_of(span: timedelta | None) -> int | None:
    """Return whole minutes, rounded up; None stays None."""
    return None if span is None else -int(-span.total_seconds() // 60)


def by_key(jobs: Iterable[Job]) -> Mapping[str, Job]:
    """Return the jobs by their keys."""
    return {job.key: job for job in jobs}


def _gaps(duties: Sequence[Duty], jobs: Sequence[Job], travel: Travel) -> Iterator[Gap]:
    firsts, lasts = _ends_of_stretches(duties, jobs)
    previous: Job | None = None
    for job in jobs:
        if previous is not None:
            on_way = way_between(duties, previous.task, job.task, travel)
            yield Gap(
                previous.key, job.key, previous.task.ends, job.task.begins, minutes_of(on_way)
            )
        stretch = stretch_of(duties, job.task)
        if stretch is not None and job.key in firsts:
            out = way(travel, stretch.base, job.task.place)
            yield Gap(None, job.key, stretch.begins, job.task.begins, minutes_of(out))
        if stretch is not None and job.key in lasts:
            back = way(travel, job.task.place, stretch.base)
            yield Gap(job.key, None, job.task.ends, stretch.ends, minutes_of(back))
        previous = job


def _ends_of_stretches(duties: Sequence[Duty], jobs: Sequence[Job]) -> tuple[set[str], set[str]]:
    """Return the keys of the first and of the last ceremony of each duty."""
    held: dict[Duty, list[str]] = {}
    for job in jobs:
        stretch = stretch_of(duties, job.task)
        if stretch is not None:
            held.setdefault(stretch, []).append(job.key)
    return {keys[0] for keys in held.values()}, {keys[-1] for keys in held.values()}


def _misfits(name: str, duties: Sequence[Duty], jobs: Sequence[Job]) -> Iterator[Problem]:
    for job in jobs:
        stretch = stretch_of(duties, job.task)
        if stretch is None:
            trouble = Trouble.OUTSIDE if duties else Trouble.OFF_DUTY
            yield Problem(trouble, job.key, name)
        if name in job.unserved_by:
            yield Problem(Trouble.UNSERVED, job.key, name)
        if job.speakers is not None and name not in job.speakers:
            yield Problem(Trouble.LANGUAGE, job.key, name)
    longest: Job | None = None
    for job in jobs:
        if longest is not None and job.task.begins < longest.task.ends:
            gap = Gap(longest.key, job.key, longest.task.ends, job.task.begins, 0)
            yield Problem(Trouble.AT_ONCE, job.key, name, gap)
        if longest is None or job.task.ends > longest.task.ends:
            longest = job


def _tight(name: str, gaps: Iterable[Gap]) -> Iterator[Problem]:
    for gap in gaps:
        key = gap.after or gap.before or ""
        between = gap.before is not None and gap.after is not None
        if between and gap.minutes < 0:
            continue
        if gap.slack is None:
            yield Problem(Trouble.UNKNOWN_WAY, key, name, gap)
        elif gap.slack < 0:
            yield Problem(Trouble.TOO_TIGHT if between else Trouble.OUTSIDE, key, name, gap)
        elif gap.slack == 0 and between and gap.way:
            yield Problem(Trouble.NO_SLACK, key, name, gap)


def _is_free(lane: Lane, begins: datetime, ends: datetime) -> bool:
    if not any(duty.begins <= begins and ends <= duty.ends for duty in lane.duties):
        return False
    if any(job.task.begins < ends and begins < job.task.ends for job in lane.jobs):
        return False
    return not any(gap_from < ends and begins < gap_to for gap_from, gap_to in _ways(lane))


def _ways(lane: Lane) -> Iterator[tuple[datetime, datetime]]:
    for gap in lane.gaps:
        on_way = timedelta(minutes=gap.way or 0)
        if gap.before is None:
            yield gap.ends - on_way, gap.ends
        else:
            yield gap.begins, gap.begins + on_way
