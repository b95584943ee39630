"""The months with what is free and fits in each: a strip of links, and a choice by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.queries.free import DayCount
from app.web.couples.addresses import month_address
from app.web.couples.looking import Looking
from app.web.filters import month_name, month_short

#: Months of the strip.
STRIP = 12


@dataclass(frozen=True)
class MonthTile:
    """A month of the strip."""

    first: date
    href: str
    count: int
    #: How full its bar is, of four parts, beside the fullest month.
    fill: int

    @property
    def month(self) -> str:
        """„Jun“."""
        return month_short(self.first)

    @property
    def year(self) -> int:
        """The year."""
        return self.first.year

    @property
    def name(self) -> str:
        """What is read out: „Juni 2027, 128 freie Termine“."""
        return ngettext(
            "%(month)s, %(num)d freier Termin",
            "%(month)s, %(num)d freie Termine",
            self.count,
            month=month_name(self.first),
        )

    @property
    def choice(self) -> tuple[date, str]:
        """The month and the words by which it is chosen: „Juni 2027, 128 frei“."""
        month = month_name(self.first)
        return self.first, _("%(month)s, %(count)s frei", month=month, count=self.count)


def month_tiles(counts: Mapping[date, DayCount], looking: Looking) -> list[MonthTile]:
    """Return every month there may be anything in, with what is free and fits."""
    sums = dict.fromkeys(looking.list_months(), 0)
    for day, count in counts.items():
        first = day.replace(day=1)
        if first in sums:
            sums[first] += looking.counted(count)
    most = max(sums.values(), default=0) or 1
    return [
        MonthTile(month, month_address(month, looking.wish), count, -(-4 * count // most))
        for month, count in sums.items()
    ]


def strip_with(month: date, tiles: list[MonthTile]) -> list[MonthTile]:
    """Return the twelve months of the strip on which a month stands, always twelve if there are."""
    place = next((n for n, tile in enumerate(tiles) if tile.first >= month), len(tiles) - 1)
    begin = max(0, min(place - place % STRIP, len(tiles) - STRIP))
    return tiles[begin : begin + STRIP]
