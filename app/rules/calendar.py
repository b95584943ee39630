"""Berlin days and wall-clock times, public holidays in North Rhine-Westphalia, deadlines."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")

#: Calendars outside these years are answered with "not found": no date arithmetic overflows.
FIRST_YEAR, LAST_YEAR = 2000, 2199


def berlin_day(instant: datetime) -> date:
    """Return the Berlin calendar day of an aware instant."""
    return instant.astimezone(BERLIN).date()


def berlin_time(instant: datetime) -> time:
    """Return the Berlin wall-clock time of an aware instant."""
    return instant.astimezone(BERLIN).time()


def day_begins_at(day: date) -> datetime:
    """Return the instant, in UTC, at which a Berlin day begins."""
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


def last_day_of(ends_at: datetime) -> date:
    """Return the last Berlin day before an exclusive end; midnight ends the day before."""
    return berlin_day(ends_at - timedelta(microseconds=1))


def whole_days(begins_at: datetime, ends_at: datetime) -> tuple[date, date] | None:
    """Return the first and the last day of a span that is whole Berlin days, otherwise None."""
    first, after = berlin_day(begins_at), berlin_day(ends_at)
    is_whole = begins_at == day_begins_at(first) and ends_at == day_begins_at(after)
    return (first, after - timedelta(days=1)) if is_whole and first < after else None


def is_skipped(day: date, wall: time) -> bool:
    """Answer whether the clocks jump over this wall-clock time (start of summer time)."""
    local = datetime.combine(day, wall, BERLIN)
    return local.astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) != local.replace(
        tzinfo=None
    )


def instant_at(day: date, wall: time) -> datetime:
    """Return the instant, in UTC, of a Berlin wall-clock time; the first one where it occurs twice.

    Raises:
        ValueError: the clocks skip this time on this day.
    """
    if is_skipped(day, wall):
        raise ValueError(f"{wall:%H:%M} does not exist on {day.isoformat()}")
    return datetime.combine(day, wall, BERLIN).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day if it is shorter.

    Source:
        §§ 187, 188 BGB.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def nearest_day(year: int, month: int, day: int) -> date:
    """Return the day that was meant, or the nearest that there is: the 30th of February."""
    first = date(min(max(year, FIRST_YEAR), LAST_YEAR), min(max(month, 1), 12), 1)
    return first.replace(day=min(max(day, 1), last_of_month(first).day))


def month_days(year: int, month: int) -> list[date]:
    """Return all days of a month."""
    return [date(year, month, n + 1) for n in range(calendar.monthrange(year, month)[1])]


def last_of_month(day: date) -> date:
    """Return the last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


#: The names of public holidays exist in these languages; others are told the German ones.
HOLIDAY_LANGUAGES = {"de": "de", "en": "en_US", "uk": "uk"}


@cache
def _holidays(year: int, language: str = "de") -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv="NW", years=year, language=language).items())


def holiday(day: date, language: str = "de") -> str | None:
    """Return the name of the public holiday on this day, in German unless asked, or None.

    Source:
        § 2 Feiertagsgesetz NW.
    """
    name = _holidays(day.year, HOLIDAY_LANGUAGES.get(language, "de")).get(day)
    return name.replace("'", "’") if name else None


def is_working_day(day: date, closing_days: frozenset[date] = frozenset()) -> bool:
    """Answer whether the office works: Monday to Friday, no public holiday, no closing day."""
    return day.weekday() < 5 and holiday(day) is None and day not in closing_days


def next_working_day(day: date, closing_days: frozenset[date] = frozenset()) -> date:
    """Return ``day`` itself or the first working day after it."""
    while not is_working_day(day, closing_days):
        day += timedelta(days=1)
    return day
