"""Can the registrars of a day also perform one more ceremony? Many such questions about one day.

The answers are those of ``rules/roster.py plan()``, only quicker: most ceremonies fit into the
plan there is, or can after another one has moved over; of those that cannot, most are seen to be
one too many for the people at that hour. Only what is left is searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.rules.roster import Duty, Plan, Task, plan
from app.rules.travel import Ways

#: So often may one ceremony push out another, one after the other, before we search instead.
PUSHES = 4


@dataclass(frozen=True)
class _Job:
    """A task in seconds, so that comparing costs little."""

    key: str
    place: str
    begins: float
    ends: float
    crew: int
    allowed: frozenset[str] | None


@dataclass(frozen=True)
class _Stretch:
    """A duty in seconds."""

    begins: float
    ends: float
    base: str


#: The jobs of each registrar in order of time.
_Chains = dict[str, tuple[_Job, ...]]


class DayRoster:
    """A day with what is agreed on it, ready to be asked for more."""

    def __init__(
        self,
        duties: Sequence[Duty],
        tasks: Sequence[Task],
        ways: Ways,
        *,
        told: Plan | None = None,
    ) -> None:
        """Take the day; nothing is searched before it is asked."""
        self._duties, self._tasks, self._ways, self._told = duties, tasks, ways, told
        self._stretches: dict[str, list[_Stretch]] = {}
        for duty in duties:
            stretch = _Stretch(duty.begins.timestamp(), duty.ends.timestamp(), duty.base)
            self._stretches.setdefault(duty.registrar, []).append(stretch)
        self._jobs = sorted((_job(task) for task in tasks), key=lambda job: job.begins)
        self._fitting: dict[tuple[str, str], int | None] = {}
        self._able: dict[str, frozenset[str]] = {}
        self._pairs: dict[tuple[str, str], bool] = {}

    @cached_property
    def plan(self) -> Plan | None:
        """Who performs what, or None if and only if nobody can arrange it."""
        return plan(self._duties, self._tasks, self._ways, told=self._told)

    def takes(self, task: Task) -> bool:
        """Answer whether there is a plan for everything on the day and this task."""
        if self.plan is None:
            return False
        job = _job(task)
        people = self._people(job)
        if len(people) < job.crew:
            return False
        if job.crew == 1 and self._chains is not None:
            if self._place(job, self._chains, set(), 0) is not None:
                return True
            if self._is_crowded(job, people):
                return False
            if self._place(job, self._chains, set(), PUSHES) is not None:
                return True
        return plan(self._duties, [*self._tasks, task], self._ways) is not None

    def could_come(self, task: Task) -> bool:
        """Answer whether anybody could perform it if nothing else were on the day."""
        return bool(self._people(_job(task)))

    # ── what each registrar can do alone ─────────────────────────────────────
    def _people(self, job: _Job) -> frozenset[str]:
        if job.key not in self._able:
            self._able[job.key] = frozenset(
                name for name in self._stretches if self._stretch(name, job) is not None
            )
        return self._able[job.key]

    def _stretch(self, name: str, job: _Job) -> int | None:
        """Return the stretch of a registrar into which the job fits, there and back."""
        asked = name, job.key
        if asked not in self._fitting:
            self._fitting[asked] = self._find_stretch(name, job)
        return self._fitting[asked]

    def _find_stretch(self, name: str, job: _Job) -> int | None:
        if job.allowed is not None and name not in job.allowed:
            return None
        for number, one in enumerate(self._stretches[name]):
            if (
                one.begins <= job.begins
                and job.ends <= one.ends
                and one.begins + self._ways.seconds(one.base, job.place) <= job.begins
                and job.ends + self._ways.seconds(job.place, one.base) <= one.ends
            ):
                return number
        return None

    # ── into the plan there is ───────────────────────────────────────────────
    @cached_property
    def _chains(self) -> _Chains | None:
        """Return the plan by registrar; None where stretches overlap and we cannot tell which."""
        if self.plan is None:
            return None
        for stretches in self._stretches.values():
            ordered = sorted(stretches, key=lambda one: one.begins)
            if any(one.ends > other.begins for one, other in pairwise(ordered)):
                return None
        return {
            name: tuple(job for job in self._jobs if name in self.plan[job.key])
            for name in self._stretches
        }

    def _follows(self, name: str, one: _Job, other: _Job) -> bool:
        """Answer whether a registrar can do ``other`` right after ``one``."""
        before, after = self._stretch(name, one), self._stretch(name, other)
        assert before is not None
        assert after is not None
        if before != after:
            # Stretches do not overlap, and each job fits into its own, there and back.
            return one.begins < other.begins
        return one.ends + self._ways.seconds(one.place, other.place) <= other.begins

    def _place(self, job: _Job, chains: _Chains, pushed: set[str], pushes: int) -> _Chains | None:
        """Give the job to somebody; who must let go of another job for it hands that on.

        Each job is handed on once at most, or two would push one another out for ever.
        """
        pushed.add(job.key)
        for name, kept, out in self._offers(job, chains):
            if not out:
                return {**chains, name: kept}
        if not pushes:
            return None
        for name, kept, out in self._offers(job, chains):
            if len(out) > 1 or out[0].crew > 1 or out[0].key in pushed:
                continue
            found = self._place(out[0], {**chains, name: kept}, pushed, pushes - 1)
            if found is not None:
                return found
        return None

    def _offers(
        self, job: _Job, chains: _Chains
    ) -> Iterator[tuple[str, tuple[_Job, ...], tuple[_Job, ...]]]:
        """Yield who could do it, the jobs of that registrar then, and what does not fit beside."""
        for name, chain in chains.items():
            if self._stretch(name, job) is None or job in chain:
                continue
            left = 0
            while left < len(chain) and chain[left].begins <= job.begins:
                left += 1
            right = left
            while left > 0 and not self._follows(name, chain[left - 1], job):
                left -= 1
            while right < len(chain) and not self._follows(name, job, chain[right]):
                right += 1
            yield name, (*chain[:left], job, *chain[right:]), chain[left:right]

    # ── one too many ─────────────────────────────────────────────────────────
    def _is_crowded(self, job: _Job, people: frozenset[str]) -> bool:
        """Answer whether it is one of several of which nobody can do two, and these are too many.

        True proves that there is no plan; False says nothing.
        """
        rivals = [one for one in self._jobs if not self._one_person(one, job)]
        rivals.sort(key=lambda one: (len(self._people(one) | people), one.begins))
        group, needed = [job], job.crew
        for rival in rivals:
            if any(self._one_person(rival, one) for one in group[1:]):
                continue
            group.append(rival)
            needed += rival.crew
            people = people | self._people(rival)
            if len(people) < needed:
                return True
        return False

    def _one_person(self, one: _Job, other: _Job) -> bool:
        """Answer whether anybody could perhaps do both; generous where the way is not sure."""
        first, second = sorted((one, other), key=lambda job: job.begins)
        pair = first.key, second.key
        if pair not in self._pairs:
            self._pairs[pair] = self._could_do_both(first, second)
        return self._pairs[pair]

    def _could_do_both(self, first: _Job, second: _Job) -> bool:
        if first.ends > second.begins:
            return False
        on_the_way = first.ends + self._ways.least(first.place, second.place) <= second.begins
        for name in self._stretches:
            before, after = self._stretch(name, first), self._stretch(name, second)
            if before is not None and after is not None and (on_the_way or before != after):
                return True
        return False


def _job(task: Task) -> _Job:
    return _Job(
        task.key,
        task.place,
        task.begins.timestamp(),
        task.ends.timestamp(),
        task.crew,
        task.allowed,
    )
