"""Which slots of a day can be held, given everything that is on it.

This is the whole truth about "free", holds and the clock aside; what it says is stored on each slot
by ``actions/days.py`` and checked again by ``flask check``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from app.rules.conflicts import why_day_is_closed
from app.rules.one_more import DayRoster
from app.rules.policies import Policies
from app.rules.roster import Task
from app.rules.slots import Obstacle, Span, overlap
from app.rules.staffing import ANYBODY, Staffing, Wanted


@dataclass(frozen=True)
class Ceremony:
    """One time at one venue, as the day sees it."""

    slot_id: int
    venue_id: int
    span: Span


@dataclass(frozen=True)
class Claim:
    """A reservation that blocks its slot: for good, or as a hold until an instant."""

    ceremony: Ceremony
    held_until: datetime | None = None
    wanted: Wanted = ANYBODY
    #: The registrar who was told that it is theirs.
    told_to: str | None = None


@dataclass(frozen=True)
class Shut:
    """A closure of one venue, or of the office if it names none."""

    venue_id: int | None
    begins_at: datetime
    ends_at: datetime

    def touches(self, span: Span) -> bool:
        """Answer whether it covers any part of the ceremony; the buffer after it may be closed."""
        return self.begins_at < span.ends_at and span.begins_at < self.ends_at


@dataclass(frozen=True)
class DayFacts:
    """Everything that is on one Berlin day."""

    day: date
    #: The released slots.
    ceremonies: tuple[Ceremony, ...]
    claims: tuple[Claim, ...]
    closures: tuple[Shut, ...]
    #: Whether the office marries nobody on this day.
    office_closed: bool
    #: Venues that are on the list on this day.
    venues_in_use: frozenset[int]
    staffing: Staffing


@dataclass(frozen=True)
class Finding:
    """What the day says about one slot."""

    obstacle: Obstacle | None
    #: Live holds are in the way until then.
    blocked_until: datetime | None = None

    @property
    def holdable(self) -> bool:
        """Whether it may be held, live holds and the clock aside."""
        return self.obstacle is None


def is_office_closed(day: date, policies: Policies) -> bool:
    """Answer whether the office marries nobody on this day: weekday, public or closing day."""
    return why_day_is_closed(day, policies) is not None


@dataclass(frozen=True)
class Reckoning:
    """What the day says about each released slot, by slot, and about itself."""

    findings: Mapping[int, Finding]
    #: What is for good cannot all be performed.
    disturbed: bool


def reckon_day(facts: DayFacts, *, now: datetime) -> Reckoning:
    """Return what the day says.

    A claim that is for good makes a slot impossible; a live hold only until it ends; a hold that
    has lapsed does not count.
    """
    crew = _Crew(facts, now)
    findings = {
        ceremony.slot_id: _finding(ceremony, facts, crew, ANYBODY, is_new=True)
        for ceremony in facts.ceremonies
    }
    return Reckoning(findings, disturbed=crew.is_disturbed)


def reckon_claim(facts: DayFacts, claim: Claim, *, now: datetime) -> Finding:
    """Return what the day would say about a claim on it if that claim were not there.

    That registrars were promised is not asked again: the couple relied on it.
    """
    slot_id = claim.ceremony.slot_id
    others = tuple(one for one in facts.claims if one.ceremony.slot_id != slot_id)
    without = replace(facts, claims=others)
    crew = _Crew(without, now)
    return _finding(claim.ceremony, without, crew, claim.wanted, is_new=False)


def reckon_moves(
    facts: DayFacts,
    present: int,
    targets: Iterable[Ceremony],
    wanted: Wanted,
    *,
    lost: Collection[str] = (),
    now: datetime,
) -> dict[int, Finding]:
    """Return what the day would say about other times for a claim on it that leaves its own.

    Args:
        present: the slot that it leaves; of another day, nothing changes here.
        lost: keys of ceremonies that nobody can perform anyway; they need no registrar, but their
            time is theirs.
    """
    others = tuple(one for one in facts.claims if one.ceremony.slot_id != present)
    without = replace(facts, claims=others)
    crew = _Crew(without, now, lost)
    return {
        target.slot_id: _finding(target, without, crew, wanted, is_new=True) for target in targets
    }


def tasks_of(facts: DayFacts, claims: Sequence[Claim]) -> list[Task]:
    """Return claims as the roster sees them; the key of each is that of its slot.

    A slot is one ceremony, even if data from elsewhere gave it to two couples: the day can still be
    reckoned, and ``flask check`` names the two.
    """
    tasks = {_key(claim.ceremony): _task(facts, claim.ceremony, claim.wanted) for claim in claims}
    return list(tasks.values())


def roster_of(facts: DayFacts, claims: Sequence[Claim]) -> DayRoster:
    """Return the roster of the day with these claims on it, to be asked for a plan or for more."""
    told = {_key(claim.ceremony): frozenset({claim.told_to}) for claim in claims if claim.told_to}
    staffing = facts.staffing
    return DayRoster(staffing.duties, tasks_of(facts, claims), staffing.ways, told=told)


def is_over(claim: Claim, now: datetime) -> bool:
    """Answer whether the claim was a hold that has lapsed; at its very end it has."""
    return claim.held_until is not None and claim.held_until <= now


class _Crew:
    """The registrars of the day: who asks for one more ceremony learns from when on it fits."""

    def __init__(self, facts: DayFacts, now: datetime, lost: Collection[str] = ()) -> None:
        self.facts = facts
        self.lost = lost
        self.live = [claim for claim in facts.claims if not is_over(claim, now)]
        self._rosters: dict[int, DayRoster] = {}

    @cached_property
    def holds(self) -> list[tuple[datetime, Claim]]:
        """The live holds by their end."""
        found = [(claim.held_until, claim) for claim in self.live if claim.held_until is not None]
        return sorted(found, key=lambda hold: hold[0])

    @property
    def is_disturbed(self) -> bool:
        """Whether what is for good cannot all be performed."""
        return self._without(len(self.holds)).plan is None

    def takes_at_last(self, task: Task) -> bool:
        """Answer whether the day takes it once every hold is over."""
        return self._without(len(self.holds)).takes(task)

    def free_from(self, task: Task, since: datetime | None) -> datetime | None:
        """Return from when on the day takes it, holds ending one by one; None: it does now.

        Only for what it takes at last. Fewer holds never make it harder, so we may halve.
        """
        ends = [end for end, _ in self.holds]
        low = bisect_right(ends, since) if since is not None else 0
        if self._without(low).takes(task):
            return since
        high = len(ends)
        while high - low > 1:
            middle = (low + high) // 2
            if self._without(middle).takes(task):
                high = middle
            else:
                low = middle
        return ends[high - 1]

    def _without(self, over: int) -> DayRoster:
        """Return the roster without the holds that end first, so many of them."""
        if over not in self._rosters:
            gone = {id(claim) for _, claim in self.holds[:over]}
            claims = [
                claim
                for claim in self.live
                if id(claim) not in gone and _key(claim.ceremony) not in self.lost
            ]
            self._rosters[over] = roster_of(self.facts, claims)
        return self._rosters[over]


def _finding(
    ceremony: Ceremony, facts: DayFacts, crew: _Crew, wanted: Wanted, *, is_new: bool
) -> Finding:
    obstacle = why_closed(ceremony, facts)
    if obstacle is not None:
        return Finding(obstacle)
    blocked_until = None
    for claim in crew.live:
        other = claim.ceremony
        if other.venue_id != ceremony.venue_id:
            continue
        own = other.slot_id == ceremony.slot_id
        if not own and not overlap(other.span, ceremony.span):
            continue
        if claim.held_until is None:
            return Finding(Obstacle.TAKEN if own else Obstacle.OVERLAP)
        blocked_until = max(blocked_until or claim.held_until, claim.held_until)
    if is_new and not facts.staffing.is_promised(facts.day, ceremony.span):
        return Finding(Obstacle.NOT_COVERED)
    task = _task(facts, ceremony, wanted)
    if not crew.takes_at_last(task):
        return Finding(_why_nobody(task, facts))
    return Finding(None, crew.free_from(task, blocked_until))


def _why_nobody(task: Task, facts: DayFacts) -> Obstacle:
    """Return why no registrar can be there: a way nobody has timed, or simply nobody."""
    alone = DayRoster(facts.staffing.duties, (), facts.staffing.ways)
    if not alone.could_come(task) and facts.staffing.missing_ways(task):
        return Obstacle.NO_TRAVEL_TIME
    return Obstacle.NO_REGISTRAR


def _task(facts: DayFacts, ceremony: Ceremony, wanted: Wanted) -> Task:
    return facts.staffing.task(_key(ceremony), ceremony.venue_id, ceremony.span, wanted)


def _key(ceremony: Ceremony) -> str:
    return str(ceremony.slot_id)


def why_closed(ceremony: Ceremony, facts: DayFacts) -> Obstacle | None:
    """Return why nobody marries there then, whoever would come; None: it is open."""
    if facts.office_closed:
        return Obstacle.DAY_CLOSED
    if ceremony.venue_id not in facts.venues_in_use:
        return Obstacle.VENUE_NOT_IN_USE
    for shut in facts.closures:
        if shut.touches(ceremony.span):
            if shut.venue_id is None:
                return Obstacle.DAY_CLOSED
            if shut.venue_id == ceremony.venue_id:
                return Obstacle.VENUE_CLOSED
    return None
