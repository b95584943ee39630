"""Days, months, seasons, weekdays and hours in a wish, German and English."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.rules.calendar import FIRST_YEAR, LAST_YEAR, add_months, last_of_month
from app.rules.search import PARTS_OF_DAY
from app.rules.wish_words import (
    DAY_ENDING,
    FEASTS,
    MONTH,
    MONTH_NUMBERS,
    ORDINAL,
    PARTS,
    SEASONS,
    WEEKDAY,
    WEEKDAY_NUMBERS,
    YEAR,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from one to another; open where None."""

    first: date | None
    last: date | None
    #: Whether the year was named, not guessed.
    has_year: bool = False


_EDGE = (
    r"(?:(?P<edge>anfang|beginn|ende|mitte|early|late|mid|(?:the\s+)?(?:beginning|start|end|middle)"
    r"\s+of|erste\s+hälfte|zweite\s+hälfte)[\s-]+(?:(?:des|im|in|of|vom)\s+)?)?"
)
_NEXT = r"nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?|next|coming"
_THIS = r"diese[nrsm]?|this|current"
#: What means days; the names of the groups say what.
SPANS = (
    r"(?P<y>\d{4,})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
    rf"(?P<d>\d{{1,2}}){ORDINAL}\s*(?:-|–|bis|und|to|and|until)\s*(?:zum\s+|the\s+)?"
    rf"(?P<d2>\d{{1,2}}){ORDINAL}\s*(?:of\s+)?(?P<month>{MONTH})\.?{YEAR}",
    rf"(?P<d>\d{{1,2}}){ORDINAL}\s*(?:of\s+)?(?P<month>{MONTH})\.?{YEAR}",
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2})(?!\d))?",
    r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4}|\d{2})(?!\d)",
    r"(?P<y>\d{4,})-(?P<m>\d{1,2})(?!\d)",
    r"(?P<m>\d{1,2})[./](?P<y>\d{4,})",
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?![\d.,])",
    rf"{_EDGE}(?P<month>(?:january|february|march|june|july|october|december|{MONTH}))"
    r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?![a-z])(?:,?\s+(?P<year>\d{4,}))?",
    r"(?P<month>january|february|march|june|july|october|december)\s+(?P<d>\d{1,2})"
    r"(?![\d.:]|\s*[a-z€])(?:,?\s+(?P<year>\d{4,}))?",
    rf"{_EDGE}(?P<month>{MONTH})\.?{YEAR}",
    *(
        rf"(?:(?:{_NEXT})\s+)?(?P<season{month}>{words})(?![a-zäöüß]){YEAR}"
        for month, words in SEASONS.items()
    ),
    *(
        rf"(?P<feast{month:02}{day:02}>{words})(?![a-zäöüß]){YEAR}"
        for (month, day), words in FEASTS.items()
    ),
    rf"(?P<next_month>(?:{_NEXT})\s+(?:monats?|month))\b",
    rf"(?P<this_month>(?:{_THIS})\s+(?:monats?|month))\b",
    rf"(?P<next_week>(?:{_NEXT})\s+(?:woche|week))\b",
    rf"(?P<next_year>(?:{_NEXT})\s+(?:jahre?s?|year))\b",
    rf"(?P<this_year>(?:{_THIS})\s+(?:jahre?s?|year))\b",
    r"(?P<tomorrow>morgen|tomorrow)\b",
    r"(?P<today>heute|today)\b",
    r"(?:im\s+jahre?\s+)?(?P<whole_year>2\d{3})(?![\d.])",
)
_PART = "|".join(PARTS.values()) + "|morgen|früh"
_DAYS = rf"{WEEKDAY}{DAY_ENDING}"
#: What means weekdays.
WEEKDAYS = (
    r"(?P<no>nicht|keine?n?|außer|ausser|not|no|except)\s+(?:(?:am|an|on|einen?)\s+)?"
    rf"(?P<day>{_DAYS})(?![a-zäöüß])",
    rf"(?P<day>{_DAYS})\s*(?:-|–|bis|to|through)\s*(?P<day2>{_DAYS})(?![a-zäöüß])",
    rf"(?P<day>{_DAYS})(?:\s*-?\s*(?P<part>{_PART}))?(?![a-zäöüß])",
    r"(?P<weekend>(?:am\s+)?wochenenden?|(?:at\s+the\s+)?weekends?)(?![a-zäöüß])",
    r"(?P<midweek>unter\s+der\s+woche|(?:an\s+)?werktagen?|werktags|wochentags|weekdays?"
    r"|during\s+the\s+week|midweek)(?![a-zäöüß])",
)
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?"
_BOUND = r"(?:(?P<before>vor|bis|before|until|till)|ab|nach|um|gegen|after|from|at|around|past)"
#: What means an hour.
CLOCKS = (
    rf"(?:{_BOUND}\s+)?{_CLOCK}\s*(?:uhr|o[’']?clock|h)(?![a-z])",
    rf"(?:{_BOUND}\s+)?{_CLOCK}\s*(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])",
    rf"(?:{_BOUND}\s+)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?!\d)",
    r"(?P<before>vor|before)\s+(?P<noon>mittag|noon)",
)


def span_of(found: re.Match[str], today: date) -> Span | None:
    """Return the days that a piece means, the next ones if no year is named; None if none do."""
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    if "month" in parts:
        return _named_month(parts, today)
    if "m" in parts:
        return _in_figures(parts, today)
    for name in parts:
        if name.startswith("season"):
            return _season(int(name.removeprefix("season")), parts.get("year"), today)
        if name.startswith("feast"):
            return _day(parts.get("year"), int(name[5:7]), int(name[7:9]), today)
    return _relative(parts, today)


def opened(link: str | None, span: Span) -> Span:
    """Return the days that a piece means behind a linking word: „ab Juni“, „bis August“."""
    match link:
        case "from":
            return replace(span, last=None)
        case "to":
            return replace(span, first=None)
        case "after":
            return replace(span, first=span.last and span.last + ONE_DAY, last=None)
        case "before":
            return replace(span, first=None, last=span.first and span.first - ONE_DAY)
    return span


def join(one: Span, link: str | None, other: Span) -> Span | None:
    """Return two pieces as one: „Mai bis August“, „Juni oder Juli“; None if they are apart."""
    if link not in ("to", "or", "sign") or other.last is None or other.first is None:
        return None
    first = one.first
    if first is None:
        return None
    if one.last is None:
        # „zwischen Mai und August“ was begun; the end comes now.
        link = "to"
    if other.has_year and not one.has_year:
        years = _moved(first, other.last).year - first.year
        one = replace(one, last=one.last and _years_later(one.last, years))
        first = _years_later(first, years)
    elif other.last < first:
        other = replace(other, first=_years_later(other.first, 1), last=_years_later(other.last, 1))
    if link == "to":
        last = other.last
        return Span(first, last, other.has_year) if last and last >= first else None
    if one.last is None or other.first is None or other.last is None:
        return None
    near = other.first <= one.last + ONE_DAY and first <= other.last + ONE_DAY
    return Span(min(first, other.first), max(one.last, other.last), one.has_year) if near else None


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
    if not parts.get("hour"):
        return None
    half = (parts.get("half") or "").replace(".", "")
    hour = int(parts["hour"]) % 12 + 12 * (half == "pm") if half else int(parts["hour"])
    minute = 60 * hour + int(parts.get("minute") or 0) - bool(parts.get("before"))
    spans = PARTS_OF_DAY.items()
    return next((part for part, (first, after) in spans if first <= minute < after), None)


def _weekday(word: str) -> int:
    for known in (word, word.rstrip("."), re.sub(DAY_ENDING + "$", "", word)):
        if known in WEEKDAY_NUMBERS:
            return WEEKDAY_NUMBERS[known]
    return WEEKDAY_NUMBERS[word.rstrip(".sen")]


def _named_month(parts: dict[str, str], today: date) -> Span | None:
    month = MONTH_NUMBERS[parts["month"]] + 1
    if "d" in parts:
        one = _day(parts.get("year"), month, int(parts["d"]), today)
        if one is None or "d2" not in parts:
            return one
        other = _day(str(one.first.year) if one.first else None, month, int(parts["d2"]), today)
        if other is None or other.last is None or one.first is None or other.last < one.first:
            return None
        return Span(one.first, other.last, one.has_year)
    span = _month(parts.get("year"), month, today)
    return span and _edge(span, parts.get("edge"))


def _edge(span: Span, edge: str | None) -> Span:
    """Return the beginning, middle or end of a month."""
    if edge is None or span.first is None or span.last is None:
        return span
    first, last = span.first, span.last
    if "hälfte" in edge:
        half = first.replace(day=15)
        return replace(span, last=half) if "erste" in edge else replace(span, first=half + ONE_DAY)
    if re.search("anfang|beginn|early|start", edge):
        return replace(span, last=first.replace(day=10))
    if re.search("mitte|mid", edge):
        return replace(span, first=first.replace(day=11), last=first.replace(day=20))
    return replace(span, first=last.replace(day=21))


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
        found = _date(int(year), month, day)
        return Span(found, found, has_year=True) if found else None
    coming = (_date(today.year + n, month, day) for n in range(9))
    found = next((one for one in coming if one is not None and one >= today), None)
    return Span(found, found) if found else None


def _month(year: str | None, month: int, today: date) -> Span | None:
    number = int(year) if year is not None else today.year + (month < today.month)
    first = _date(number, month, 1)
    return Span(first, last_of_month(first), year is not None) if first else None


def _season(month: int, year: str | None, today: date) -> Span | None:
    first = _date(int(year) if year else today.year, month, 1)
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
        "this_month": (month, last_of_month(month)),
        "next_month": (add_months(month, 1), last_of_month(add_months(month, 1))),
    }
    for name, (first, last) in days.items():
        if name in parts:
            return Span(first, last, has_year=True)
    year = int(parts.get("whole_year") or today.year + ("next_year" in parts))
    new_year, end = _date(year, 1, 1), _date(year, 12, 31)
    return Span(new_year, end, has_year=True) if new_year else None


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(first: date, last: date) -> date:
    """Return ``first`` in the year of ``last``, or in the one before if that is after it."""
    here = add_months(first, 12 * (last.year - first.year))
    return here if here <= last else add_months(here, -12)


def _years_later(day: date, years: int) -> date:
    later = add_months(day, 12 * years)
    return last_of_month(later) if day == last_of_month(day) else later
