"""What each day of a month is to the couple that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from app.queries.free import DayCount
from app.rules.calendar import berlin_day, holiday, month_days
from app.rules.policies import Policies
from app.web.couples.looking import Looking
from app.web.filters import clock
from app.web.languages import current_language
from app.web.months import Cell, CellKind


def special_words(policies: Policies) -> dict[date, str]:
    """Return the special dates with their words in the language of the page."""
    language = current_language()
    return {
        special.day: special.label.get(language) or special.label.get("de", "")
        for special in policies.special_dates
    }


def cells_of(
    month: date,
    counts: Mapping[date, DayCount],
    looking: Looking,
    address: Callable[[date], str],
) -> dict[date, Cell]:
    """Return the cell of every day of a month."""
    special = special_words(looking.policies)
    return {
        day: _cell(day, counts.get(day), looking, address, special.get(day))
        for day in month_days(month.year, month.month)
    }


def opening_by_rule(cells: Mapping[date, Cell], looking: Looking) -> dict[date, Cell]:
    """Return the cells of a month of which nothing is published, each with the day it opens on."""
    return {day: _opening(cell, looking) for day, cell in cells.items()}


def _opening(cell: Cell, looking: Looking) -> Cell:
    opens_at = looking.opens_by_rule(cell.day)
    if opens_at is None or cell.kind is not CellKind.NONE or not looking.wish.allows(cell.day):
        return cell
    return replace(cell, kind=CellKind.NOT_OPEN, opens_on=berlin_day(opens_at))


def _cell(
    day: date,
    count: DayCount | None,
    looking: Looking,
    address: Callable[[date], str],
    special: str | None,
) -> Cell:
    kind = _kind(day, count, looking)
    linked = kind in (CellKind.FREE, CellKind.FILTERED, CellKind.HELD, CellKind.OWN)
    return Cell(
        day=day,
        kind=kind,
        count=looking.counted(count),
        total=count.free if count else 0,
        href=address(day) if linked else None,
        note=_note(day, kind, looking),
        opens_on=_opens_on(kind, count),
        special=special,
        today=day == looking.today,
    )


def _kind(day: date, count: DayCount | None, looking: Looking) -> CellKind:
    if day == looking.visitor.own_day:
        return CellKind.OWN
    if day == looking.visitor.held_day:
        return CellKind.HELD
    if day < looking.first_day:
        return CellKind.PAST
    if count is None:
        return CellKind.NONE
    if not looking.wish.allows(day):
        return CellKind.UNWANTED
    return _kind_of_count(count)


def _kind_of_count(count: DayCount) -> CellKind:
    if count.fitting:
        return CellKind.FREE
    if count.free:
        return CellKind.FILTERED
    if count.opens_at:
        return CellKind.NOT_OPEN
    return CellKind.FULL if count.taken else CellKind.NONE


def _opens_on(kind: CellKind, count: DayCount | None) -> date | None:
    if kind is not CellKind.NOT_OPEN or count is None or count.opens_at is None:
        return None
    return berlin_day(count.opens_at)


def _note(day: date, kind: CellKind, looking: Looking) -> str | None:
    hold = looking.visitor.hold
    if kind is CellKind.HELD and hold is not None and hold.held_until is not None:
        return clock(hold.held_until)
    if kind is CellKind.NONE:
        return holiday(day, current_language())
    return None
