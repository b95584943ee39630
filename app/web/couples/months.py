"""A month over all venues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.extensions import db
from app.queries.free import DayCount, count_days
from app.rules.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    add_months,
    last_of_month,
)
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import day_address, list_address, month_address
from app.web.couples.cells import cells_of, opening_by_rule
from app.web.couples.looking import Looking, look, venue_names
from app.web.couples.openings import opening_of_month
from app.web.couples.overview import MonthTile, month_tiles, strip_with
from app.web.couples.tags import Tag, list_tags, query_of
from app.web.couples.ways import THIN, Help, count_month, find_help
from app.web.filters import month_name, month_only
from app.web.months import Cell, CellKind, lay_out_month


@dataclass(frozen=True)
class Turn:
    """The way to the month before or after."""

    href: str
    label: str
    note: str | None


@dataclass(frozen=True)
class MonthView:
    """What the page of a month shows."""

    month: date
    looking: Looking
    cells: Mapping[date, Cell]
    before: Turn | None
    after: Turn | None
    tags: list[Tag]
    #: What would open more, where nothing fits or little.
    help: Help | None
    #: The instant at which the first dates of the month open, if none is free yet.
    opens_at: datetime | None
    #: Every month there may be anything in, with what fits.
    tiles: list[MonthTile]

    @property
    def weeks(self) -> list[list[Cell]]:
        """The cells in weeks."""
        return lay_out_month(self.month, self.cells)

    @property
    def free(self) -> list[Cell]:
        """The days with free dates that fit."""
        return [cell for cell in self.cells.values() if cell.kind is CellKind.FREE]

    @property
    def free_weeks(self) -> list[tuple[date, list[Cell]]]:
        """The days with free dates that fit, by week, each with its Monday."""
        weeks = (
            (week[0].day, [cell for cell in week if cell.kind is CellKind.FREE])
            for week in self.weeks
        )
        return [(monday, cells) for monday, cells in weeks if cells]

    @property
    def count(self) -> int:
        """How many free dates fit."""
        return sum(cell.count for cell in self.free)

    @property
    def saturdays(self) -> list[Cell]:
        """The Saturdays on which something is or was free."""
        kinds = (CellKind.FREE, CellKind.FULL, CellKind.FILTERED)
        return [c for c in self.cells.values() if c.day.weekday() == 5 and c.kind in kinds]

    @property
    def special(self) -> list[Cell]:
        """The special dates that are free."""
        return [cell for cell in self.free if cell.special]

    @property
    def kinds(self) -> set[str]:
        """The signs that occur, for the legend."""
        found = {str(cell.kind) for cell in self.cells.values()}
        return found | ({"special"} if self.special else set())

    @property
    def saturday_list(self) -> str:
        """The address of the list of all free Saturdays, with the other filters."""
        return list_address(replace(self.looking.wish, weekdays=frozenset({5})))

    @property
    def choosable(self) -> list[date]:
        """The months one can go to, the one that is shown among them."""
        return sorted({self.month, *(tile.first for tile in self.tiles)})

    @property
    def choices(self) -> list[tuple[date, str]]:
        """The same months, each with what is free and fits: „Juni 2027, 128 frei“."""
        words = dict(tile.choice for tile in self.tiles)
        return [(month, words.get(month) or month_name(month)) for month in self.choosable]

    @property
    def strip(self) -> list[MonthTile]:
        """The twelve months around it."""
        return strip_with(self.month, self.tiles)

    @property
    def here(self) -> str:
        """The address of this month with this wish."""
        return month_address(self.month, self.looking.wish)

    @property
    def kept(self) -> dict[str, str]:
        """The wish that goes along to another month."""
        return query_of(self.looking.wish)

    @property
    def reminder(self) -> str:
        """The address of the reminder of its opening."""
        return url_for("couples.month_opening", month=self.month)

    @property
    def is_over(self) -> bool:
        """Whether the whole month is past or too near."""
        return last_of_month(self.month) < self.looking.first_day

    @property
    def is_past(self) -> bool:
        """Whether the whole month is past."""
        return last_of_month(self.month) < self.looking.today


@bp.get("/termine/<month:month>")
@open_to_all
def month(month: date) -> ResponseReturnValue:
    looking = look("statt")
    first, last = _counted(month, looking)
    return looking.answer(partial(_render, month, looking), first=first, last=last)


def _render(month: date, looking: Looking) -> str:
    return render_template("couples/month.html", view=month_view(month, looking), looking=looking)


def _shown(month: date) -> tuple[date, date]:
    """Return the days a month's page counts: the neighbours are named with their counts."""
    before = month if month == date(FIRST_YEAR, 1, 1) else add_months(month, -1)
    after = month if month == date(LAST_YEAR, 12, 1) else add_months(month, 1)
    return before, last_of_month(after)


def _counted(month: date, looking: Looking) -> tuple[date, date]:
    """Return the days that are counted: all that the strip and the three months could show."""
    return looking.first_day, max(_shown(month)[1], looking.last_day)


def month_view(month: date, looking: Looking) -> MonthView:
    """Reckon what the page of a month shows."""
    before, after = _shown(month)
    first, last = _counted(month, looking)
    counts = count_days(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    fitting = count_month(month, counts, looking)
    opening = None if fitting else opening_of_month(month, counts, looking)
    cells = cells_of(month, counts, looking, partial(day_address, looking.wish))
    if opening and opening.by_rule:
        cells = opening_by_rule(cells, looking)
    address = partial(url_for, "couples.month", month=month)
    return MonthView(
        month=month,
        looking=looking,
        cells=cells,
        before=_turn(before, counts, looking)
        if before < month and _is_open(before, looking)
        else None,
        after=_turn(after.replace(day=1), counts, looking) if _is_ahead(month, looking) else None,
        tags=list_tags(looking.wish, address, venue_names() if looking.wish.venues else {}),
        help=_help(month, counts, looking) if fitting <= THIN and not opening else None,
        opens_at=opening.at if opening else None,
        tiles=month_tiles(counts, looking),
    )


def _help(month: date, counts: Mapping[date, DayCount], looking: Looking) -> Help:
    following = add_months(month, 1) if _is_ahead(month, looking) else None
    later = (following, count_month(following, counts, looking)) if following else None
    return find_help(looking, month, last_of_month(month), partial(month_address, month), later)


def _is_open(month: date, looking: Looking) -> bool:
    return last_of_month(month) >= looking.first_day


def _is_ahead(month: date, looking: Looking) -> bool:
    return last_of_month(month) < looking.last_day


def _turn(month: date, counts: Mapping[date, DayCount], looking: Looking) -> Turn:
    free = count_month(month, counts, looking)
    note = ngettext("%(num)d frei", "%(num)d frei", free) if free else None
    return Turn(month_address(month, looking.wish), month_only(month), note)
