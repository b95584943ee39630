"""A wish in one line, as people say or type it: „Samstag im Juni, 30 Gäste, stufenlos“."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.rules.search import Wish
from app.rules.wish_days import span_of
from app.rules.wish_line import Line
from app.rules.wish_patterns import SPANS
from app.rules.wish_typos import correct
from app.rules.wish_years import write_years_out

#: So many characters of a line are read.
LONGEST = 300


@dataclass(frozen=True)
class Reading:
    """What a line was understood to mean."""

    wish: Wish = Wish()
    #: They want the first date that fits.
    soonest: bool = False
    #: What was not understood, as it was written.
    left_out: tuple[str, ...] = ()
    #: Whether the line was too long to be read to its end.
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was understood."""
        return self.wish.is_empty and not self.soonest


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
    """Return the days that the words mean, the next ones if no year is named; None if unclear.

    For the telephone, where guests and venue have fields of their own: nothing is guessed.
    """
    reading = read_line(text, today)
    wish = reading.wish
    days = Asked(wish.first, wish.last, wish.weekdays, wish.part_of_day)
    only_days = replace(
        wish, first=None, last=None, weekdays=frozenset(), part_of_day=None
    ).is_empty
    return days if only_days and not reading.left_out and not reading.is_cut else None


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of the month, or the one day, that the words mean."""
    small = write_years_out(text.strip().lower(), today)
    for pattern in SPANS:
        if found := re.fullmatch(pattern, small):
            span = span_of(found, today)
            if span is None or span.first is None or span.last is None:
                return None
            return span.first, span.last
    return None


def read_line(
    text: str,
    today: date,
    venues: Mapping[str, str] | None = None,
    *,
    earliest: date | None = None,
) -> Reading:
    """Return what a line means; what is unclear is left out, never guessed.

    Args:
        today: days and months without a year are the next ones.
        venues: names by slug.
        earliest: a month or a season without a year does not end before this day.
    """
    written = write_years_out(correct(_readable(text[:LONGEST])), today)
    line = Line(written, today, venues or {}, earliest or today)
    line.read()
    return Reading(
        line.to_wish(), line.soonest, tuple(line.left_out), is_cut=len(text.strip()) > LONGEST
    )


def _readable(text: str) -> str:
    """Return the text with letters in one piece each, and without signs that nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
