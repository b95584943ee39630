"""Days, months, seasons, weekdays and hours in a wish, German and English."""

from __future__ import annotations

import re
from datetime import date

from app.rules.calendar import add_months, last_of_month
from app.rules.search import PARTS_OF_DAY
from app.rules.wish_named import named_span
from app.rules.wish_spans import ONE_DAY, Span, date_of, edge_of
from app.rules.wish_words import DAY_ENDING, MONTH_NUMBERS, NUMBERS, PARTS, WEEKDAY_NUMBERS


def span_of(found: re.Match[str], today: date, earliest: date | None = None) -> Span | None:
    """Return the days that a piece means, the next ones if no year is named; None if none do.

    Args:
        earliest: a month or a season without a year does not end before this day.
    """
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    if "month" in parts:
        return _named_month(parts, today, earliest or today)
    if "m" in parts:
        return _in_figures(parts, today)
    for name in parts:
        if name.startswith("season"):
            month = int(name.removeprefix("season"))
            span = _season(month, parts.get("year"), earliest or today)
            return span and edge_of(span, parts.get("edge"))
        if re.fullmatch(r"feast\d{4}", name):
            return _day(parts.get("year"), int(name[5:7]), int(name[7:9]), today)
    return named_span(parts, today) or _relative(parts, today)


def weekdays_of(found: re.Match[str]) -> set[int]:
    """Return the weekdays that a piece means."""
    parts = found.groupdict()
    if parts.get("weekend"):
        return {5, 6}
    if parts.get("midweek"):
        return {0, 1, 2, 3, 4}
    first = _weekday(parts["day"])
    if not parts.get("day2"):
        return {first}
    last = _weekday(parts["day2"])
    return {day % 7 for day in range(first, last + 1 + 7 * (last < first))}


def part_of(word: str) -> str | None:
    """Return the part of the day that a word means."""
    if word in ("morgen", "früh"):
        return "vormittag"
    for part, pattern in PARTS.items():
        if re.fullmatch(pattern, word):
            return part
    return None


def part_of_clock(found: re.Match[str]) -> str | None:
    """Return the part of the day in which an hour lies, or that ends with it, if it is one."""
    parts = found.groupdict()
    if parts.get("noon"):
        return "vormittag"
    if word := parts.get("half_to"):
        hour = (int(word) if word.isdecimal() else NUMBERS[word]) - 1
        # „halb drei“ is no time to marry at night.
        return _part_at(60 * (hour + 12 * (hour < 7)) + 30) if hour < 12 else None
    if not parts.get("hour"):
        return None
    half = (parts.get("half") or "").replace(".", "")
    part = _part_at(_minute(parts["hour"], parts.get("minute"), half) - bool(parts.get("before")))
    if not parts.get("hour2"):
        return part
    ends = _minute(parts["hour2"], parts.get("minute2"), half)
    return part if part == _part_at(ends - 1) else None


def _minute(hour: str, minute: str | None, half: str) -> int:
    """Return the minute of the day; „half“ is am or pm, or nothing."""
    hours = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
    return 60 * hours + int(minute or 0)


def _part_at(minute: int) -> str | None:
    spans = PARTS_OF_DAY.items()
    return next((part for part, (first, after) in spans if first <= minute < after), None)


def _weekday(word: str) -> int:
    for known in (word, word.rstrip("."), re.sub(DAY_ENDING + "$", "", word)):
        if known in WEEKDAY_NUMBERS:
            return WEEKDAY_NUMBERS[known]
    return WEEKDAY_NUMBERS[word.rstrip(".sen")]


def _named_month(parts: dict[str, str], today: date, earliest: date) -> Span | None:
    month = MONTH_NUMBERS[parts["month"]] + 1
    if "d" in parts:
        one = _day(parts.get("year"), month, int(parts["d"]), today)
        if one is None or "d2" not in parts:
            return one
        other = _day(str(one.first.year) if one.first else None, month, int(parts["d2"]), today)
        if other is None or other.last is None or one.first is None or other.last < one.first:
            return None
        return Span(one.first, other.last, one.has_year)
    span = _month(parts.get("year"), month, earliest)
    return span and edge_of(span, parts.get("edge"))


def _in_figures(parts: dict[str, str], today: date) -> Span | None:
    month = int(parts["m"])
    year = parts.get("y")
    if year is not None and len(year) == 2:
        year = f"20{year}"
    if "d" in parts:
        return _day(year, month, int(parts["d"]), today)
    return _month(year, month, today)


def _day(year: str | None, month: int, day: int, today: date) -> Span | None:
    if year is not None:
        found = date_of(int(year), month, day)
        return Span(found, found, has_year=True) if found else None
    coming = (date_of(today.year + n, month, day) for n in range(9))
    found = next((one for one in coming if one is not None and one >= today), None)
    return Span(found, found) if found else None


def _month(year: str | None, month: int, today: date) -> Span | None:
    number = int(year) if year is not None else today.year + (month < today.month)
    first = date_of(number, month, 1)
    return Span(first, last_of_month(first), year is not None) if first else None


def _season(month: int, year: str | None, today: date) -> Span | None:
    first = date_of(int(year) if year else today.year, month, 1)
    if first is None:
        return None
    last = last_of_month(add_months(first, 2))
    if year is None and last < today:
        first, last = add_months(first, 12), last_of_month(add_months(first, 14))
    return Span(first, last, year is not None)


def _relative(parts: dict[str, str], today: date) -> Span | None:
    month = today.replace(day=1)
    if "next_week" in parts:
        monday = today + (7 - today.weekday()) * ONE_DAY
        return Span(monday, monday + 6 * ONE_DAY, has_year=True)
    days = {
        "today": (today, today),
        "tomorrow": (today + ONE_DAY, today + ONE_DAY),
        "after_tomorrow": (today + 2 * ONE_DAY, today + 2 * ONE_DAY),
        "this_month": (month, last_of_month(month)),
        "next_month": (add_months(month, 1), last_of_month(add_months(month, 1))),
    }
    for name, (first, last) in days.items():
        if name in parts:
            return Span(first, last, has_year=True)
    if not {"whole_year", "this_year", "next_year"} & set(parts):
        return None
    year = int(parts.get("whole_year") or today.year + ("next_year" in parts))
    new_year, end = date_of(year, 1, 1), date_of(year, 12, 31)
    if new_year is None:
        return None
    return edge_of(Span(new_year, end, has_year=True), parts.get("edge_of_year"))
