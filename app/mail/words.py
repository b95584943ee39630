"""Days and times as mails write them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from app.rules.calendar import berlin_time

_PATTERNS = {"de": "{weekday}, {rest}", "en": "{weekday} {rest}"}
_RESTS = {"de": "d. MMMM y", "en": "d MMMM y"}


def long_day(day: date, language: str) -> str:
    """Return „Samstag, 12. Juni 2027“ or “Saturday 12 June 2027”."""
    return _day(day, "EEEE", language)


def short_day(day: date, language: str) -> str:
    """Return „Sa, 12. Juni 2027“ or “Sat 12 June 2027”."""
    return _day(day, "EEE", language)


def clock_time(instant: datetime) -> str:
    """Return the Berlin wall-clock time as „9:30“."""
    wall = berlin_time(instant)
    return f"{wall.hour}:{wall.minute:02}"


def _day(day: date, weekday: str, language: str) -> str:
    return _PATTERNS[language].format(
        weekday=format_date(day, weekday, locale=language).rstrip("."),
        rest=format_date(day, _RESTS[language], locale=language),
    )
