"""Days from one to another, as a wish names them, and how two such pieces go together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.rules.calendar import FIRST_YEAR, LAST_YEAR, add_months, last_of_month

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from one to another; open where None."""

    first: date | None
    last: date | None
    #: Whether the year was named, not guessed.
    has_year: bool = False


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


def linked(one: Span, link: str | None, other: Span, *, adjacent: bool) -> Span | None:
    """Return two pieces of a line as one; None if they are apart or nobody can tell.

    Args:
        adjacent: whether nothing stands between them but the link.
    """
    if link not in ("to", "or") and (inside := within_year(one, other)):
        if link in (None, "sign"):
            return inside
        return _part_of(one, opened(link, inside)) if _is_year(one) else None
    # „ab Mai/Juni“ begins either way and ends neither way.
    apart = not adjacent or (link == "sign" and one.last is None)
    return None if apart else _join(one, link, other)


def _join(one: Span, link: str | None, other: Span) -> Span | None:
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


def within_year(one: Span, other: Span) -> Span | None:
    """Return a piece without a year in the year that the other piece is: „nächstes Jahr im Mai“."""
    if not _is_year(one):
        one, other = other, one
    known = other.first or other.last
    if not _is_year(one) or other.has_year or one.first is None or known is None:
        return None
    years = one.first.year - known.year
    return Span(
        other.first and _years_later(other.first, years),
        other.last and _years_later(other.last, years),
        has_year=True,
    )


def _part_of(year: Span, bound: Span) -> Span | None:
    """Return the days of a year that an open piece leaves: „2028, ab Juni“ ends with 2028."""
    first, last = bound.first or year.first, bound.last or year.last
    return Span(first, last, has_year=True) if first and last and first <= last else None


def _is_year(span: Span) -> bool:
    first, last = span.first, span.last
    if first is None or last is None or first.year != last.year:
        return False
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def edge_of(span: Span, edge: str | None) -> Span:
    """Return the beginning, middle or end of a month, a season or a year."""
    if edge is None or span.first is None or span.last is None:
        return span
    first, last = span.first, span.last
    if "hälfte" in edge:
        half = first + (last - first) // 2
        return replace(span, last=half) if "erste" in edge else replace(span, first=half + ONE_DAY)
    # Of a month ten days each, of a season a month, of a year four.
    months = (12 * (last.year - first.year) + last.month - first.month + 1) // 3
    begins = add_months(first, months) if months else first.replace(day=11)
    ends = add_months(first, 2 * months) if months else first.replace(day=21)
    if re.search("anfang|beginn|early|start", edge):
        return replace(span, last=begins - ONE_DAY)
    if re.search("mitte|mid", edge):
        return replace(span, first=begins, last=ends - ONE_DAY)
    return replace(span, first=ends)


def date_of(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, or None if there is none such."""
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
