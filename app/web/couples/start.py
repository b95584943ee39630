"""The way in: real free dates before any question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.queries.free import DayCount, FreeTime, count_days, list_times
from app.rules.search import Wish
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import day_address, list_address, next_address
from app.web.couples.cells import special_words
from app.web.couples.looking import Looking, look, venue_names
from app.web.couples.overview import STRIP, MonthTile, month_tiles
from app.web.couples.tags import Tag, list_tags, query_of
from app.web.couples.venue_list import SATURDAY, VenueCard, venue_cards
from app.web.couples.ways import Help, find_help
from app.web.drawings import has_drawing
from app.web.filters import clock, compact_date, weekday_name

#: How many free Saturdays and special dates the first page names.
SATURDAYS, SPECIAL = 5, 4
#: So many times of a day are named one by one.
FEW = 2


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
    wish: Wish
    #: The twelve months before and after those of the strip.
    before: str | None
    after: str | None
    #: How much is free and fits in all months.
    count: int
    tags: list[Tag]
    #: What would open something, if nothing fits.
    help: Help | None

    @property
    def on_saturdays(self) -> bool:
        """Whether the days that are named are Saturdays, or those that were asked for instead."""
        return not self.wish.weekdays or SATURDAY in self.wish.weekdays

    @property
    def drawn(self) -> list[str]:
        """The drawings side by side under the promise."""
        return [card.venue.drawing for card in self.cards if has_drawing(card.venue.drawing)][:5]

    @property
    def all_saturdays(self) -> str:
        """The address of the list of all of them, with the other filters."""
        if not self.on_saturdays:
            return list_address(self.wish)
        return list_address(replace(self.wish, weekdays=frozenset({SATURDAY})))

    @property
    def next_href(self) -> str:
        """The address that leads to the next free date that fits."""
        return next_address(self.wish)


@bp.get("/")
@open_to_all
def start() -> ResponseReturnValue:
    looking = look("ab")
    return looking.answer(partial(_render, looking), first=looking.today, last=looking.last_day)


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
    wanted = looking.wish.weekdays
    on_saturdays = not wanted or SATURDAY in wanted
    saturdays = [d for d in free if d.weekday() == SATURDAY or not on_saturdays][:SATURDAYS]
    words = special_words(looking.policies)
    special = [day for day in free if day in words][:SPECIAL]
    times = _times(saturdays, looking)
    tiles = month_tiles(counts, looking)
    begin = _strip_begin(tiles, looking)
    count = sum(looking.counted(one) for one in counts.values())
    return StartView(
        months=tiles[begin : begin + STRIP],
        before=_strip_address(tiles, begin - STRIP, looking),
        after=_strip_address(tiles, begin + STRIP, looking),
        wish=looking.wish,
        count=count,
        tags=list_tags(looking.wish, partial(url_for, "couples.start"), _names(looking)),
        help=None if count or looking.wish == Wish() else _help(looking),
        saturdays=[_tile(day, counts, times, looking) for day in saturdays],
        special=[_tile(day, counts, times, looking, _occasion(day, words)) for day in special],
        cards=venue_cards(looking, with_saturdays=False),
    )


def _names(looking: Looking) -> dict[str, str]:
    return venue_names() if looking.wish.venues else {}


def _help(looking: Looking) -> Help:
    def address(wish: Wish) -> str:
        return url_for("couples.start", **query_of(wish))

    return find_help(looking, looking.first_day, looking.last_day, address)


def _times(days: list[date], looking: Looking) -> dict[date, list[FreeTime]]:
    if not days:
        return {}
    return list_times(db.session(), days, looking.wish, now=looking.now, policies=looking.policies)


def _strip_begin(tiles: list[MonthTile], looking: Looking) -> int:
    """Return with which month the strip begins: the one that was asked for, or this one."""
    asked = looking.asked.month
    begin = next((n for n, tile in enumerate(tiles) if tile.first == asked), 0)
    return begin - begin % STRIP


def _strip_address(tiles: list[MonthTile], begin: int, looking: Looking) -> str | None:
    if not 0 <= begin < len(tiles):
        return None
    month = f"{tiles[begin].first:%Y-%m}"
    return url_for("couples.start", **query_of(looking.wish), ab=month, _anchor="monate")


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
