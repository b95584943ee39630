"""Which ceremonies of a day cannot be performed, and which single change would help: exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.rules.calendar import day_begins_at
from app.rules.days import Claim, DayFacts, is_over, roster_of, tasks_of
from app.rules.duties import Away
from app.rules.in_the_way import Remedy, RemedyKind
from app.rules.roster import Duty, Task
from app.rules.travel import LONGEST_MINUTES, Ways

#: Each kind of remedy is named at most so often for one ceremony.
MOST = 3


@dataclass(frozen=True)
class Candidate:
    """A registrar in service who could be asked to come, or to stay longer."""

    registrar: str
    #: Where a duty of theirs would start and end.
    base: str
    away: tuple[Away, ...] = ()


def list_left_out(facts: DayFacts, *, now: datetime) -> list[Claim]:
    """Return the claims of a day that cannot be performed beside the others; none if all can.

    Live holds count and give way first; after them what comes late on the day.
    """
    live = [claim for claim in facts.claims if not is_over(claim, now)]
    if not live or roster_of(facts, live).plan is not None:
        return []
    kept: list[Claim] = []
    left_out: list[Claim] = []
    for claim in sorted(live, key=_rank):
        fits = roster_of(facts, [*kept, claim]).plan is not None
        (kept if fits else left_out).append(claim)
    return left_out


def list_remedies(
    facts: DayFacts, claim: Claim, candidates: Sequence[Candidate], *, now: datetime
) -> list[Remedy]:
    """Return single changes with which a claim that is left out could be performed.

    The others that are left out stay so: each change is tried with all that can be performed
    without it, and this one.
    """
    out = {one.ceremony.slot_id for one in list_left_out(facts, now=now)}
    kept = [
        one
        for one in facts.claims
        if not is_over(one, now) and one.ceremony.slot_id not in out - {claim.ceremony.slot_id}
    ]
    task = tasks_of(facts, [claim])[0]
    people = list(_people(facts, kept, claim, task, candidates))
    return people + list(_ways(facts, kept, task))[:MOST]


def _rank(claim: Claim) -> tuple[bool, datetime, int]:
    span = claim.ceremony.span
    return (claim.held_until is not None, span.begins_at, claim.ceremony.slot_id)


def _people(
    facts: DayFacts,
    kept: Sequence[Claim],
    claim: Claim,
    task: Task,
    candidates: Sequence[Candidate],
) -> Iterator[Remedy]:
    found = {RemedyKind.EXTEND: 0, RemedyKind.CALL_IN: 0}
    unserved = facts.staffing.venues[claim.ceremony.venue_id].unserved_by
    for candidate in candidates:
        if candidate.registrar in unserved and claim.wanted.pinned_to != candidate.registrar:
            continue
        for kind, old, duty in _longer_duties(facts, task, candidate):
            if found[kind] >= MOST:
                continue
            others = tuple(one for one in facts.staffing.duties if one is not old)
            if _works(_with(facts, duties=(*others, duty)), kept):
                found[kind] += 1
                yield Remedy(
                    kind,
                    registrar=int(duty.registrar),
                    begins_at=duty.begins,
                    ends_at=duty.ends,
                    base=int(duty.base),
                )


def _longer_duties(
    facts: DayFacts, task: Task, candidate: Candidate
) -> Iterator[tuple[RemedyKind, Duty | None, Duty]]:
    """Yield the duties with which this registrar could reach the task from the base and return."""
    own = [duty for duty in facts.staffing.duties if duty.registrar == candidate.registrar]
    olds: list[Duty | None] = [*own] or [None]
    for old in olds:
        duty = _reaching(facts.staffing.ways, task, candidate, old)
        others = [one for one in own if one is not old]
        if duty is None or duty == old or _is_elsewhere(duty, candidate, others, facts.day):
            continue
        yield (RemedyKind.CALL_IN if old is None else RemedyKind.EXTEND), old, duty


def _reaching(ways: Ways, task: Task, candidate: Candidate, old: Duty | None) -> Duty | None:
    base = old.base if old is not None else candidate.base
    if not (ways.knows(base, task.place) and ways.knows(task.place, base)):
        return None
    there, back = (
        timedelta(seconds=ways.seconds(*way)) for way in ((base, task.place), (task.place, base))
    )
    begins, ends = task.begins - there, task.ends + back
    if old is not None:
        begins, ends = min(begins, old.begins), max(ends, old.ends)
    return Duty(candidate.registrar, begins, ends, base)


def _is_elsewhere(duty: Duty, candidate: Candidate, others: Sequence[Duty], day: date) -> bool:
    """Answer whether the registrar is away then, on duty already, or it is another day."""
    if duty.begins < day_begins_at(day) or duty.ends > day_begins_at(day + timedelta(days=1)):
        return True
    taken = [(one.begins_at, one.ends_at) for one in candidate.away]
    taken += [(one.begins, one.ends) for one in others]
    return any(begins < duty.ends and duty.begins < ends for begins, ends in taken)


def _ways(facts: DayFacts, kept: Sequence[Claim], task: Task) -> Iterator[Remedy]:
    """Yield the ways to or from the task that need only be quicker, with the most they may take."""
    ways = facts.staffing.ways
    others = {one.place for one in tasks_of(facts, kept)}
    others |= {duty.base for duty in facts.staffing.duties}
    for place in sorted(others - {task.place}, key=int):
        for origin, target in ((place, task.place), (task.place, place)):
            known = ways.knows(origin, target)
            now = int(ways.seconds(origin, target) // 60) if known else LONGEST_MINUTES + 1
            most = _slowest(facts, kept, (origin, target), now)
            if most is not None:
                yield Remedy(
                    RemedyKind.SHORTER_WAY, origin=int(origin), target=int(target), minutes=most
                )


def _slowest(
    facts: DayFacts, kept: Sequence[Claim], way: tuple[str, str], limit: int
) -> int | None:
    """Return how many minutes below the limit a way may take so that the day works, if any."""

    def works(minutes: int) -> bool:
        ways = Ways({**facts.staffing.ways, way: timedelta(minutes=minutes)})
        return _works(_with(facts, ways=ways), kept)

    if limit <= 1 or not works(1):
        return None
    low, high = 1, limit
    while high - low > 1:
        middle = (low + high) // 2
        if works(middle):
            low = middle
        else:
            high = middle
    return low


def _with(
    facts: DayFacts, *, duties: tuple[Duty, ...] | None = None, ways: Ways | None = None
) -> DayFacts:
    staffing = facts.staffing
    if duties is not None:
        staffing = replace(staffing, duties=duties)
    if ways is not None:
        staffing = replace(staffing, ways=ways)
    return replace(facts, staffing=staffing)


def _works(facts: DayFacts, claims: Sequence[Claim]) -> bool:
    return roster_of(facts, claims).plan is not None
