"""A month of a venue: weeks of days with their counts and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.models import Closure
from app.queries.venue_times import VenueTime
from app.rules.calendar import berlin_day, holiday, last_day_of
from app.rules.conflicts import why_day_is_closed
from app.rules.policies import Policies
from app.web.filters import language
from app.web.operators.words import Sign, count_marks


@dataclass(frozen=True)
class DayCell:
    """One day of the month."""

    day: date
    count: int
    marks: list[tuple[Sign, int]]
    #: Whether a closure of the venue or the office touches it.
    shut: bool
    #: Whether the office marries nobody on it.
    closed: bool
    holiday: str | None
    past: bool
    today: bool


def lay_out(
    first: date,
    by_day: Mapping[date, Sequence[VenueTime]],
    closures: Iterable[Closure],
    today: date,
    policies: Mapping[date, Policies],
) -> list[list[DayCell | None]]:
    """Return the weeks, Monday first; None where a week has days of another month.

    Args:
        policies: as they apply on each day of the month, which may be those of next year.
    """
    spans = [(berlin_day(row.begins_at), last_day_of(row.ends_at)) for row in closures]
    start = first - timedelta(days=first.weekday())
    weeks: list[list[DayCell | None]] = []
    while start.replace(day=1) <= first:
        days = [start + timedelta(days=n) for n in range(7)]
        weeks.append(
            [
                _cell(day, by_day.get(day, ()), spans, today, policies[day])
                if day.month == first.month
                else None
                for day in days
            ]
        )
        start += timedelta(days=7)
    return weeks


def _cell(
    day: date,
    times: Sequence[VenueTime],
    spans: Iterable[tuple[date, date]],
    today: date,
    policies: Policies,
) -> DayCell:
    return DayCell(
        day=day,
        count=len(times),
        marks=count_marks(times),
        shut=any(begin <= day <= end for begin, end in spans),
        closed=why_day_is_closed(day, policies) is not None,
        holiday=holiday(day, language()),
        past=day < today,
        today=day == today,
    )
