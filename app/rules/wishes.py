"""A wish as somebody says it on the telephone: „12.6.“, „Juni“, „sa juli 2027“."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.rules.calendar import FIRST_YEAR, LAST_YEAR, month_days
from app.rules.search import PARTS_OF_DAY

MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
WEEKDAYS = (
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
)
#: Words that change nothing.
FILLERS = frozenset(
    {
        *("am", "im", "an", "der", "den", "und", "oder", "ein", "einen", "uhr"),
        *("nächster", "nächsten", "nächste", "freier", "freien"),
    }
)

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True)
class Asked:
    """The days that somebody asked for; without ``first`` any day."""

    first: date | None = None
    last: date | None = None
    #: Monday 0; any if empty.
    weekdays: frozenset[int] = frozenset()
    #: A word of PARTS_OF_DAY.
    part_of_day: str | None = None

    def takes(self, day: date) -> bool:
        """Answer whether the day is one of those asked for."""
        return (
            (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and (not self.weekdays or day.weekday() in self.weekdays)
        )


def understand(text: str, today: date) -> Asked | None:
    """Return the days that the words mean, the next ones if no year is named; None if unclear."""
    weekdays: set[int] = set()
    spans: list[tuple[date, date]] = []
    part_of_day: str | None = None
    words = [word for word in text.casefold().replace(",", " ").split() if word not in FILLERS]
    while words:
        word = words.pop(0)
        weekday = _index(word, WEEKDAYS, shortest=2)
        if weekday is not None:
            weekdays.add(weekday)
        elif word.removesuffix("s") in PARTS_OF_DAY:
            part_of_day = word.removesuffix("s")
        else:
            span = _span(word, words, today)
            if span is None or spans:
                return None
            spans.append(span)
    first, last = spans[0] if spans else (None, None)
    return Asked(first, last, frozenset(weekdays), part_of_day)


def _span(word: str, further: list[str], today: date) -> tuple[date, date] | None:
    """Return the days that a word means; a year behind a month is taken from ``further``."""
    month = _index(word.rstrip("."), MONTHS, shortest=3)
    if month is None:
        return _in_figures(word, today)
    if further and re.fullmatch(r"\d{4}", further[0]):
        return _whole_month(int(further.pop(0)), month + 1)
    return _whole_month(today.year + (month + 1 < today.month), month + 1)


def _in_figures(word: str, today: date) -> tuple[date, date] | None:
    if found := _ISO_DAY.fullmatch(word):
        return _one_day(*map(int, found.groups()))
    if found := _ISO_MONTH.fullmatch(word):
        return _whole_month(*map(int, found.groups()))
    if found := _MONTH.fullmatch(word):
        return _whole_month(int(found[2]), int(found[1]))
    if found := _DAY.fullmatch(word):
        day, month = int(found[1]), int(found[2])
        if found[3]:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return _one_day(year, month, day)
        this_year = _one_day(today.year, month, day)
        if this_year is None or this_year[0] < today:
            return _one_day(today.year + 1, month, day)
        return this_year
    return None


def _one_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return (found, found) if FIRST_YEAR <= year <= LAST_YEAR else None


def _whole_month(year: int, month: int) -> tuple[date, date] | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    days = month_days(year, month)
    return days[0], days[-1]


def _index(word: str, names: Iterable[str], *, shortest: int) -> int | None:
    """Return which name begins with this word; „samstags“ and „sa.“ are understood, too."""
    word = word.rstrip(".")
    for number, name in enumerate(names):
        begins = len(word) >= shortest and name.startswith(word)
        if begins or word == name + "s" or word == name + "e":
            return number
    return None
