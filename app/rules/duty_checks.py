"""What a duty can be: within one day, clear of the change of clocks, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from app.rules.calendar import day_begins_at, days_between
from app.rules.duties import MIDNIGHT, Pattern, Stretch
from app.rules.refusals import DutyNotPossible

#: Clocks are changed on Sundays between these minutes.
CHANGE_BEGINS, CHANGE_ENDS = 2 * 60, 3 * 60
SUNDAY = 6
#: Two patterns that ever meet do so within so many days.
CYCLE = 28


def check_pattern(wanted: Pattern) -> None:
    """Refuse a pattern that cannot be.

    Raises:
        DutyNotPossible: it ends before it begins, crosses the change of clocks, or never applies.
    """
    check_order(wanted.stretch, "ends")
    if wanted.weekday == SUNDAY and _crosses_change(wanted.stretch):
        raise DutyNotPossible("ends", "clock_change_on_sundays")
    if wanted.valid_until is not None and wanted.valid_until < wanted.valid_from:
        raise DutyNotPossible("valid_until", "ends_before_it_begins")
    if not any(map(wanted.applies, _first_days(wanted))):
        raise DutyNotPossible("valid_until", "never_applies")


def check_stretches(day: date, stretches: Sequence[Stretch]) -> None:
    """Refuse a day that cannot be worked like this.

    Raises:
        DutyNotPossible: its field carries the number of the stretch, from 0: "ends_1".
    """
    for number, stretch in enumerate(stretches):
        check_order(stretch, f"ends_{number}")
        if _has_clock_change(day) and _crosses_change(stretch):
            raise DutyNotPossible(f"ends_{number}", "clock_change")
    order = sorted(range(len(stretches)), key=lambda number: stretches[number].begins_minute)
    for one, other in pairwise(order):
        if stretches[other].begins_minute < stretches[one].ends_minute:
            raise DutyNotPossible(f"begins_{other}", "overlap")


def check_order(stretch: Stretch, field: str) -> None:
    """Refuse a stretch that does not end after it begins, on the same day.

    Raises:
        DutyNotPossible: it would run past midnight, or backwards.
    """
    if not 0 <= stretch.begins_minute < stretch.ends_minute <= MIDNIGHT:
        raise DutyNotPossible(field, "past_midnight")


def check_beside(wanted: Pattern, others: Iterable[Pattern]) -> None:
    """Refuse a pattern in which somebody would be on duty twice at once.

    Raises:
        DutyNotPossible: on some day it overlaps another one of the same registrar.
    """
    if any(meet(wanted, other) for other in others):
        raise DutyNotPossible("begins", "overlap")


def meet(one: Pattern, other: Pattern) -> bool:
    """Answer whether two patterns of a registrar overlap on any day."""
    if one.weekday != other.weekday:
        return False
    if not (
        one.stretch.begins_minute < other.stretch.ends_minute
        and other.stretch.begins_minute < one.stretch.ends_minute
    ):
        return False
    return any(one.applies(day) and other.applies(day) for day in _first_days(one, other))


def _first_days(*patterns: Pattern) -> Iterable[date]:
    """Return so many first days of these patterns that whatever ever happens happens on them."""
    first = max(pattern.valid_from for pattern in patterns)
    ends = [pattern.valid_until for pattern in patterns if pattern.valid_until is not None]
    return days_between(first, min([*ends, first + timedelta(days=CYCLE)]))


def _has_clock_change(day: date) -> bool:
    length = day_begins_at(day + timedelta(days=1)) - day_begins_at(day)
    return length != timedelta(days=1)


def _crosses_change(stretch: Stretch) -> bool:
    return stretch.begins_minute < CHANGE_ENDS and stretch.ends_minute > CHANGE_BEGINS
