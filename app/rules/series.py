"""A weekly pattern unfolded into single times, each a wall-clock time in Berlin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from app.rules.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    days_between,
    holiday,
    instant_at,
    is_skipped,
)
from app.rules.conflicts import Conflict, Situation, find_conflict
from app.rules.refusals import EmptySeries, SeriesTooLong, TimeNotPossible
from app.rules.slots import Span, overlap

#: Times that one series may have.
MOST_TIMES = 1000

#: Shortest and longest ceremony and pause after it, in minutes.
DURATION_BOUNDS = (10, 240)
BUFFER_BOUNDS = (0, 240)


class Because(StrEnum):
    """The condition that left a pattern without a date."""

    NO_WEEKDAY = "no_weekday"
    NO_TIME = "no_time"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    WEEKDAY_NOT_IN_PERIOD = "weekday_not_in_period"
    ALL_HOLIDAYS = "all_holidays"
    ALL_LEFT_OUT = "all_left_out"


@dataclass(frozen=True)
class Pattern:
    """What an operator says once: these weekdays, from–to, at these times."""

    #: Monday is 0.
    weekdays: frozenset[int]
    from_day: date
    until_day: date
    #: Berlin wall-clock starts.
    times: tuple[time, ...]
    duration_minutes: int
    buffer_minutes: int
    skip_holidays: bool = True
    skip_days: frozenset[date] = frozenset()


@dataclass(frozen=True, order=True)
class WallTime:
    """A Berlin day and a wall-clock time, before it is known whether the clocks have it."""

    day: date
    wall: time

    @property
    def key(self) -> str:
        """The time as it stands in forms, "2027-06-12T10:30"."""
        return f"{self.day.isoformat()}T{self.wall:%H:%M}"

    @property
    def minute(self) -> int:
        """Wall-clock minutes since midnight."""
        return self.wall.hour * 60 + self.wall.minute


def wall_time_from(key: str) -> WallTime | None:
    """Return the time that a form sent back, or None if it is not one."""
    try:
        day, wall = key.split("T")
        found = WallTime(date.fromisoformat(day), time.fromisoformat(wall))
    except ValueError:
        return None
    return found if found.key == key else None


@dataclass(frozen=True)
class Planned:
    """One time of a pattern and what stands in its way."""

    time: WallTime
    span: Span | None
    conflict: TimeNotPossible | None


def unfold(pattern: Pattern) -> list[WallTime]:
    """Return every time of the pattern, in order; exceptions are left out.

    Raises:
        EmptySeries: the pattern yields nothing; the refusal names the condition.
        SeriesTooLong: it yields more than MOST_TIMES.
    """
    _check_complete(pattern)
    starts = sorted(set(pattern.times))
    times: list[WallTime] = []
    days = on_holidays = 0
    for day in days_between(pattern.from_day, pattern.until_day):
        if day.weekday() not in pattern.weekdays:
            continue
        days += 1
        if day in pattern.skip_days:
            continue
        if _holiday_of(pattern, day):
            on_holidays += 1
            continue
        times.extend(WallTime(day, start) for start in starts)
        if len(times) > MOST_TIMES:
            raise SeriesTooLong(most=MOST_TIMES)
    if not times:
        raise EmptySeries(because=_why_empty(days, on_holidays))
    return times


@dataclass(frozen=True)
class LeftOut:
    """The days that a pattern would have and that its exceptions take away."""

    #: Each with its German name.
    holidays: tuple[tuple[date, str], ...] = ()
    own: tuple[date, ...] = ()


def list_left_out(pattern: Pattern) -> LeftOut:
    """Return the days of the period that are a wanted weekday and yet left out, in order."""
    days = [
        day
        for day in days_between(pattern.from_day, pattern.until_day)
        if day.weekday() in pattern.weekdays
    ]
    own = tuple(day for day in days if day in pattern.skip_days)
    found = ((day, _holiday_of(pattern, day)) for day in days if day not in pattern.skip_days)
    return LeftOut(tuple((day, name) for day, name in found if name), own)


def last_of(pattern: Pattern, days: int) -> date | None:
    """Return the day on which a pattern has had so many days, its own last day aside.

    None if the calendar ends before; days that are left out do not count.
    """
    day = pattern.from_day
    while _is_known(day) and pattern.weekdays:
        is_skipped_day = day in pattern.skip_days or _holiday_of(pattern, day)
        if day.weekday() in pattern.weekdays and not is_skipped_day:
            days -= 1
            if days <= 0:
                return day
        day += timedelta(days=1)
    return None


def _holiday_of(pattern: Pattern, day: date) -> str | None:
    return holiday(day) if pattern.skip_holidays and _is_known(day) else None


def _check_complete(pattern: Pattern) -> None:
    if not pattern.weekdays:
        raise EmptySeries(because=Because.NO_WEEKDAY)
    if not pattern.times:
        raise EmptySeries(because=Because.NO_TIME)
    if pattern.until_day < pattern.from_day:
        raise EmptySeries(because=Because.ENDS_BEFORE_IT_BEGINS)


def _why_empty(days: int, on_holidays: int) -> Because:
    if days == 0:
        return Because.WEEKDAY_NOT_IN_PERIOD
    return Because.ALL_HOLIDAYS if on_holidays == days else Because.ALL_LEFT_OUT


def span_of(wanted: WallTime, duration_minutes: int, buffer_minutes: int) -> Span:
    """Return the instants of a wall-clock time.

    Raises:
        TimeNotPossible: the clocks skip it that day, or the calendar does not know the year.
    """
    impossible = _why_no_instant(wanted)
    if impossible is not None:
        raise impossible
    begins_at = instant_at(wanted.day, wanted.wall)
    return Span(begins_at, begins_at + timedelta(minutes=duration_minutes), buffer_minutes)


def _why_no_instant(wanted: WallTime) -> TimeNotPossible | None:
    if not _is_known(wanted.day):
        return TimeNotPossible(Conflict.BEYOND_CALENDAR)
    if is_skipped(wanted.day, wanted.wall):
        return TimeNotPossible(Conflict.SKIPPED_HOUR, day=wanted.day)
    return None


def plan(
    times: list[WallTime], duration_minutes: int, buffer_minutes: int, situation: Situation
) -> list[Planned]:
    """Return each time with what stands in its way.

    Of two times that collide with each other the earlier one is possible, the later one is not.
    """
    planned: list[Planned] = []
    last: Span | None = None
    for wanted in times:
        conflict = _why_no_instant(wanted)
        if conflict is not None:
            planned.append(Planned(wanted, None, conflict))
            continue
        span = span_of(wanted, duration_minutes, buffer_minutes)
        conflict = find_conflict(span, situation) or _against_last(span, last)
        if conflict is None:
            last = span
        planned.append(Planned(wanted, span, conflict))
    return planned


def _against_last(span: Span, last: Span | None) -> TimeNotPossible | None:
    if last is None or not overlap(last, span):
        return None
    return TimeNotPossible(Conflict.OVERLAP_IN_SERIES, at=last.begins_at, until=last.free_at)


def _is_known(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def season_after(day: date) -> tuple[date, date]:
    """Return the next season that is not yet running on ``day``: April to October."""
    year = day.year if day <= date(day.year, 4, 1) else day.year + 1
    return date(year, 4, 1), date(year, 10, 31)
