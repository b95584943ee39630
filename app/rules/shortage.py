"""Where the shortage is: what keeps times from being free, and what one more person opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from app.rules.days import DayFacts, reckon_day
from app.rules.duties import begins_at, ends_at
from app.rules.roster import Duty
from app.rules.slots import Obstacle


class Cause(StrEnum):
    """What keeps a released time from being free, as the office would say it."""

    #: The venue is taken by a couple, or by a time beside it.
    VENUE = "venue"
    REGISTRAR = "registrar"
    CLOSURE = "closure"


CAUSES: Mapping[Obstacle, Cause] = {
    Obstacle.TAKEN: Cause.VENUE,
    Obstacle.OVERLAP: Cause.VENUE,
    Obstacle.VENUE_CLOSED: Cause.CLOSURE,
    Obstacle.DAY_CLOSED: Cause.CLOSURE,
    Obstacle.VENUE_NOT_IN_USE: Cause.CLOSURE,
    Obstacle.NOT_COVERED: Cause.REGISTRAR,
    Obstacle.NO_REGISTRAR: Cause.REGISTRAR,
    Obstacle.NO_TRAVEL_TIME: Cause.REGISTRAR,
}

#: Nobody's name: who does not work yet.
NEWCOMER = "newcomer"


@dataclass(frozen=True)
class Shift:
    """A stretch of work that somebody could take, in minutes since midnight in Berlin."""

    begins_minute: int
    ends_minute: int


SHIFTS = (Shift(8 * 60, 13 * 60), Shift(10 * 60, 15 * 60), Shift(12 * 60 + 30, 18 * 60 + 30))


@dataclass(frozen=True)
class Opening:
    """What one more registrar on a shift of a weekday would open."""

    weekday: int
    shift: Shift
    times: int
    days: int


def open_by_shift(
    facts: Mapping[date, DayFacts], short: Mapping[date, frozenset[int]], *, now: datetime
) -> list[Opening]:
    """Return what one more registrar on each shift would open, the most first.

    Args:
        short: by day the slots that nobody can serve now.
    """
    openings = []
    for weekday in sorted({day.weekday() for day, slots in short.items() if slots}):
        days = [day for day in short if day.weekday() == weekday and short[day]]
        for shift in SHIFTS:
            opened = [count_opened(facts[day], short[day], shift, now=now) for day in days]
            openings.append(Opening(weekday, shift, sum(opened), sum(map(bool, opened))))
    useful = [opening for opening in openings if opening.times]
    return sorted(useful, key=lambda one: (-one.times, one.weekday, one.shift.begins_minute))


def count_opened(facts: DayFacts, slots: Iterable[int], shift: Shift, *, now: datetime) -> int:
    """Return how many of the slots could be held if one more registrar worked this shift."""
    base = usual_base(facts)
    if base is None:
        return 0
    extra = Duty(
        NEWCOMER,
        begins_at(facts.day, shift.begins_minute),
        ends_at(facts.day, shift.ends_minute),
        base,
    )
    wanted = frozenset(slots)
    trial = replace(
        facts,
        ceremonies=tuple(one for one in facts.ceremonies if one.slot_id in wanted),
        staffing=replace(facts.staffing, duties=(*facts.staffing.duties, extra)),
    )
    findings = reckon_day(trial, now=now).findings
    return sum(finding.holdable for finding in findings.values())


def usual_base(facts: DayFacts) -> str | None:
    """Return from where most of the day's registrars set out; None if nobody works."""
    bases = [duty.base for duty in facts.staffing.duties]
    return max(sorted(set(bases)), key=bases.count, default=None)
