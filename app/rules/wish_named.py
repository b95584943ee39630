"""Days by another name than their date: feasts that move, weeks, „letzter Samstag im Juni“."""

from __future__ import annotations

from datetime import date

from app.rules.calendar import add_months, days_between, holiday, last_of_month
from app.rules.wish_spans import ONE_DAY, Span, date_of
from app.rules.wish_words import MONTH_NUMBERS, NUMBERS, WEEKDAY_NUMBERS

SATURDAY = 5
#: How an ordinal begins, and which week it means; the last one is counted from the end.
ORDINALS = {
    "erst": 1,
    "zweit": 2,
    "dritt": 3,
    "viert": 4,
    "letzt": -1,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": -1,
}


def named_span(parts: dict[str, str], today: date) -> Span | None:
    """Return the days that a piece means by a name; None if it is no such name."""
    year = parts.get("year")
    for name in parts:
        if name.startswith("feast_"):
            return _feast(name.removeprefix("feast_"), year, today)
    if "nth" in parts:
        return _nth_of_month(parts, today)
    if "week" in parts:
        return _week(int(parts["week"]), year, today)
    if "ahead" in parts:
        return _ahead(parts, today)
    return None


def _feast(name: str, year: str | None, today: date) -> Span | None:
    years = [int(year)] if year else [today.year, today.year + 1]
    for one in years:
        span = _feast_in(name, one, has_year=year is not None)
        if span and span.last and (year or span.last >= today):
            return span
    return None


def _feast_in(name: str, year: int, *, has_year: bool) -> Span | None:
    if date_of(year, 1, 1) is None:
        return None
    if name == "christmas":
        return Span(date(year, 12, 24), date(year, 12, 26), has_year)
    if name == "between":
        return Span(date(year, 12, 27), date(year, 12, 30), has_year)
    spring = days_between(date(year, 3, 22), date(year, 4, 30))
    monday = next(day for day in spring if holiday(day) == "Ostermontag")
    if name == "whitsun":
        monday += 49 * ONE_DAY
        return Span(monday - 2 * ONE_DAY, monday, has_year)
    return Span(monday - 3 * ONE_DAY, monday, has_year)


def _nth_of_month(parts: dict[str, str], today: date) -> Span | None:
    """Return one day, or a weekend, of the next such month that is not over."""
    number = MONTH_NUMBERS[parts["nth_month"]] + 1
    year = int(parts["year"]) if "year" in parts else today.year + (number < today.month)
    month = date_of(year, number, 1)
    if month is None:
        return None
    weekend = "nth_weekend" in parts
    weekday = SATURDAY if weekend else WEEKDAY_NUMBERS[parts["nth_day"]]
    days = [day for day in days_between(month, last_of_month(month)) if day.weekday() == weekday]
    place = _ordinal(parts["nth"])
    if place > len(days):
        return None
    day = days[place - 1 if place > 0 else place]
    return Span(day, day + ONE_DAY if weekend else day, "year" in parts)


def _ordinal(word: str) -> int:
    if word[0].isdecimal():
        return int(word[0])
    return next(place for begin, place in ORDINALS.items() if word.startswith(begin))


def _week(number: int, year: str | None, today: date) -> Span | None:
    for one in [int(year)] if year else [today.year, today.year + 1]:
        try:
            monday = date.fromisocalendar(one, number, 1)
        except ValueError:
            continue
        if date_of(monday.year, 1, 1) and (year or monday + 6 * ONE_DAY >= today):
            return Span(monday, monday + 6 * ONE_DAY, has_year=True)
    return None


def _ahead(parts: dict[str, str], today: date) -> Span | None:
    """Return the month, or the week, that lies so far ahead."""
    word = parts["ahead"]
    number = int(word) if word.isdecimal() else NUMBERS[word]
    if number > 120:
        return None
    if "months" in parts:
        month = add_months(today.replace(day=1), number)
        return Span(month, last_of_month(month), has_year=True)
    monday = today + (7 * number - today.weekday()) * ONE_DAY
    return Span(monday, monday + 6 * ONE_DAY, has_year=True)
