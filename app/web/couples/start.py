"""The way in: real free dates before any question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.queries.free import DayCount, FreeTime, count_days, list_times
from app.rules.search import Wish
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import day_address, list_address, month_address
from app.web.couples.cells import special_words
from app.web.couples.looking import Looking, look
from app.web.couples.venues import SATURDAY, VenueCard, venue_cards
from app.web.drawings import has_drawing
from app.web.filters import clock, compact_date, month_name, month_short, weekday_name
from app.web.freshness import answer

#: How many free Saturdays and special dates the first page names.
SATURDAYS, SPECIAL = 5, 4
#: So many times of a day are named one by one.
FEW = 2


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


@dataclass(frozen=True)
class DayTile:
    """A day worth naming, with what is free."""

    day: date
    href: str
    count: int
    times: list[FreeTime]
    words: str | None = None

    @property
    def lines(self) -> list[str]:
        """The times if they are few, otherwise from when and at how many venues."""
        if len(self.times) <= FEW:
            return [f"{clock(time.begins_at)}, {time.venue}" for time in self.times]
        venues = len({time.venue for time in self.times})
        return [
            _("ab %(clock)s", clock=clock(self.times[0].begins_at)),
            ngettext("an %(num)d Trauort", "an %(num)d Trauorten", venues),
        ]


@dataclass(frozen=True)
class StartView:
    """What the first page shows."""

    months: list[MonthTile]
    saturdays: list[DayTile]
    special: list[DayTile]
    cards: list[VenueCard]

    @property
    def count(self) -> int:
        """How much is free in all months of the strip."""
        return sum(tile.count for tile in self.months)

    @property
    def drawn(self) -> list[str]:
        """The drawings side by side under the promise."""
        return [card.venue.drawing for card in self.cards if has_drawing(card.venue.drawing)][:5]

    @property
    def all_saturdays(self) -> str:
        """The address of the list of all free Saturdays."""
        return list_address(Wish(weekdays=frozenset({SATURDAY})))


@bp.get("/")
@open_to_all
def start() -> ResponseReturnValue:
    looking = look()
    return answer(
        partial(_render, looking),
        first=looking.today,
        last=looking.last_day,
        now=looking.now,
        own=looking.visitor.key,
    )


def _render(looking: Looking) -> str:
    return render_template("couples/start.html", view=start_view(looking), looking=looking)


def start_view(looking: Looking) -> StartView:
    """Reckon what the first page shows; three queries."""
    counts = count_days(
        db.session(),
        looking.today,
        looking.last_day,
        looking.wish,
        now=looking.now,
        policies=looking.policies,
    )
    free = sorted(day for day, count in counts.items() if looking.counted(count))
    saturdays = [day for day in free if day.weekday() == SATURDAY][:SATURDAYS]
    words = special_words(looking.policies)
    special = [day for day in free if day in words][:SPECIAL]
    times = list_times(
        db.session(), saturdays, looking.wish, now=looking.now, policies=looking.policies
    )
    return StartView(
        months=_month_tiles(counts, looking),
        saturdays=[_tile(day, counts, times, looking) for day in saturdays],
        special=[_tile(day, counts, times, looking, _occasion(day, words)) for day in special],
        cards=venue_cards(looking, with_saturdays=False),
    )


def _occasion(day: date, words: Mapping[date, str]) -> str:
    # „7.7.27“ stands above already.
    if words[day] == compact_date(day):
        return weekday_name(day)
    return f"{weekday_name(day)}, {words[day]}"


def _tile(
    day: date,
    counts: Mapping[date, DayCount],
    times: Mapping[date, list[FreeTime]],
    looking: Looking,
    words: str | None = None,
) -> DayTile:
    href = day_address(looking.wish, day)
    return DayTile(day, href, counts[day].fitting, times.get(day, []), words)


def _month_tiles(counts: Mapping[date, DayCount], looking: Looking) -> list[MonthTile]:
    months = looking.list_months()
    sums = dict.fromkeys(months, 0)
    for day, count in counts.items():
        first = day.replace(day=1)
        if first in sums:
            sums[first] += looking.counted(count)
    most = max(sums.values(), default=0) or 1
    return [
        MonthTile(
            month, month_address(month, looking.wish), sums[month], -(-4 * sums[month] // most)
        )
        for month in months
    ]
