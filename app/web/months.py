"""A month as the component ``month`` shows it: weeks of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.calendar import month_days

#: Free dates from which a cell is one step fuller; absolute: no month looks rich by comparison.
STEPS = (1, 3, 6, 10)


class CellKind(StrEnum):
    """What a day of the month is to the couple that looks at it."""

    #: Not a day of this month.
    OUTSIDE = "outside"
    #: ``count`` dates are free and fit.
    FREE = "free"
    #: Nothing is free any more.
    FULL = "full"
    #: No ceremonies on this day; ``note`` says why if it has a name (a public holiday).
    NONE = "none"
    #: ``total`` dates are free, none fits the filter.
    FILTERED = "filtered"
    #: The couple ruled this weekday out.
    UNWANTED = "unwanted"
    #: Opens later, on ``opens_on``.
    NOT_OPEN = "not_open"
    #: Past, or too short notice.
    PAST = "past"
    #: This browser holds a date; ``note`` says until when ("14:52 Uhr").
    HELD = "held"
    #: The couple's own reservation.
    OWN = "own"


@dataclass(frozen=True)
class Cell:
    """One day of a month."""

    day: date
    kind: CellKind = CellKind.NONE
    count: int = 0
    total: int = 0
    href: str | None = None
    note: str | None = None
    #: The day on which it opens.
    opens_on: date | None = None
    #: Words of a special date, such as „längster Tag“.
    special: str | None = None
    today: bool = False
    #: The day whose times stand beside the month.
    chosen: bool = False

    @property
    def fill(self) -> int:
        """How many of the four parts of the bar are filled."""
        return bisect_right(STEPS, self.count)


def lay_out_month(first: date, cells: Mapping[date, Cell]) -> list[list[Cell]]:
    """Return the weeks of the month, Monday first; a day without a cell has no ceremonies."""
    days = month_days(first.year, first.month)
    start = days[0] - timedelta(days=days[0].weekday())
    end = days[-1] + timedelta(days=6 - days[-1].weekday())
    every = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    row = [
        cells.get(day, Cell(day)) if day.month == first.month else Cell(day, CellKind.OUTSIDE)
        for day in every
    ]
    return [row[n : n + 7] for n in range(0, len(row), 7)]
