"""Where the shortage is: what one more registrar on a shift would open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.rules.days import DayFacts, reckon_day
from app.rules.duties import begins_at, ends_at
from app.rules.roster import Duty

#: Nobody's name: who does not work yet.
NEWCOMER = "newcomer"


@dataclass(frozen=True)
class Shift:
    """A stretch of work that somebody could take, in minutes since midnight in Berlin."""

    begins_minute: int
    ends_minute: int


#: What opens nothing on the whole day opens nothing on any part of it either.
WHOLE_DAY = Shift(8 * 60, 18 * 60 + 30)
PARTS = (
    Shift(8 * 60, 13 * 60),
    Shift(10 * 60, 15 * 60),
    Shift(12 * 60 + 30, 18 * 60 + 30),
    Shift(13 * 60, 18 * 60),
)
SHIFTS = (WHOLE_DAY, *PARTS)


@dataclass(frozen=True)
class Opening:
    """What one more registrar on a shift of a weekday would open."""

    weekday: int
    shift: Shift
    #: The place the shift sets out from.
    base: str
    times: int
    days: int


def open_by_shift(
    facts: Mapping[date, DayFacts],
    short: Mapping[date, frozenset[int]],
    bases: Mapping[int, str],
    *,
    now: datetime,
) -> list[Opening]:
    """Return what one more registrar on each shift would open, the most first.

    Args:
        short: by day the slots that nobody can serve now.
        bases: by weekday from where the shift would set out.
    """
    openings = []
    for weekday in sorted({day.weekday() for day in short} & set(bases)):
        base = bases[weekday]
        days = [day for day in short if day.weekday() == weekday and short[day]]
        found = [opened_by_shift(facts[day], short[day], base, now=now) for day in days]
        for shift in SHIFTS:
            opened = [len(one[shift]) for one in found]
            openings.append(Opening(weekday, shift, base, sum(opened), sum(map(bool, opened))))
    useful = [opening for opening in openings if opening.times]
    return sorted(useful, key=lambda one: (-one.times, one.weekday, SHIFTS.index(one.shift)))


def opened_by_shift(
    facts: DayFacts, slots: Collection[int], base: str, *, now: datetime
) -> dict[Shift, frozenset[int]]:
    """Return for each shift which of the slots could be held if one more registrar worked it."""
    whole = opened(facts, slots, WHOLE_DAY, base, now=now)
    return {WHOLE_DAY: whole} | {
        shift: opened(facts, whole, shift, base, now=now) if whole else whole for shift in PARTS
    }


def opened(
    facts: DayFacts, slots: Collection[int], shift: Shift, base: str, *, now: datetime
) -> frozenset[int]:
    """Return which of the slots could be held if one more registrar worked this shift."""
    extra = Duty(
        NEWCOMER,
        begins_at(facts.day, shift.begins_minute),
        ends_at(facts.day, shift.ends_minute),
        base,
    )
    trial = replace(
        facts,
        ceremonies=tuple(one for one in facts.ceremonies if one.slot_id in slots),
        staffing=replace(facts.staffing, duties=(*facts.staffing.duties, extra)),
    )
    findings = reckon_day(trial, now=now).findings
    return frozenset(slot_id for slot_id, finding in findings.items() if finding.holdable)


def bases_by_weekday(
    duties: Mapping[date, Iterable[Duty]], otherwise: str | None
) -> dict[int, str]:
    """Return by weekday from where most set out; where nobody works, from where most do at all.

    Args:
        otherwise: the base if nobody works on any of the days.
    """
    by_weekday: dict[int, list[str]] = {weekday: [] for weekday in range(7)}
    for day, of_day in duties.items():
        by_weekday[day.weekday()] += [duty.base for duty in of_day]
    usual = most_used([base for bases in by_weekday.values() for base in bases]) or otherwise
    found = {weekday: most_used(bases) or usual for weekday, bases in by_weekday.items()}
    return {weekday: base for weekday, base in found.items() if base is not None}


def most_used(bases: list[str]) -> str | None:
    """Return the base that stands there most often; None if there is none."""
    return max(sorted(set(bases)), key=bases.count, default=None)
