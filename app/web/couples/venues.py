"""One venue with its facts, its own calendar and its times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.models import Venue
from app.queries.free import DayCount, count_days
from app.queries.venues import Place, get_venue_on_map
from app.rules.calendar import add_months
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import hold_address, times_address, venue_address
from app.web.couples.cells import cells_of
from app.web.couples.chosen_day import ChosenDay, chosen_day
from app.web.couples.fees import FeeView, fees_of
from app.web.couples.looking import Looking, look
from app.web.couples.measures import way_words
from app.web.couples.months import Turn
from app.web.couples.plan import SmallMap, small_map
from app.web.couples.tags import Tag, list_tags
from app.web.couples.venue_facts import (
    Coming,
    checked_on,
    coming_dates,
    list_access,
    list_facts,
    mode_words,
    season_words,
)
from app.web.couples.venue_list import of_any_venue, why_unfit
from app.web.couples.wishes import Asked
from app.web.filters import month_only
from app.web.languages import current_language
from app.web.months import Cell, lay_out_month

#: A plain link: nothing is loaded from there.
MAP_SERVICE = "https://www.openstreetmap.org/"


@dataclass(frozen=True)
class VenueView:
    """What the page of a venue shows."""

    venue: Venue
    month: date
    cells: Mapping[date, Cell]
    #: The filters that are on; which venue is no question here.
    tags: list[Tag]
    before: Turn | None
    after: Turn | None
    #: The day that was chosen, with its free times.
    chosen: ChosenDay | None
    fees: FeeView
    #: What opens next, and that nothing is free until then.
    coming: Coming | None
    closed_season: str | None
    #: Why it is not what was wished.
    unfit: str | None
    map: SmallMap | None

    @property
    def weeks(self) -> list[list[Cell]]:
        """The cells in weeks."""
        return lay_out_month(self.month, self.cells)

    @property
    def kinds(self) -> set[str]:
        """The signs that occur, for the legend."""
        return {str(cell.kind) for cell in self.cells.values()}

    @property
    def hold_action(self) -> str:
        """Where a time is posted."""
        return hold_address()

    @property
    def access(self) -> list[tuple[bool, str]]:
        """What was measured, and whether it is good news."""
        return list_access(self.venue)

    @property
    def checked_on(self) -> date | None:
        """When it was measured."""
        return checked_on(self.venue)

    @property
    def way(self) -> str:
        """Whether it is reached without a step."""
        return way_words(self.venue)

    @property
    def route(self) -> str | None:
        """The way there, at a map service that is asked only when somebody follows the link."""
        venue = self.venue
        if venue.latitude is None or venue.longitude is None:
            return None
        return f"{MAP_SERVICE}?mlat={venue.latitude:.5f}&mlon={venue.longitude:.5f}"

    @property
    def mode(self) -> str | None:
        """How the venue gives its dates, if not at once."""
        return mode_words(self.venue)

    @property
    def any_assumed(self) -> bool:
        """Whether any fact beside the drawing is assumed."""
        return self.is_assumed("seats", "standing", "step_free", "location", "fees")

    @property
    def facts(self) -> list[tuple[str, str, str | None]]:
        """What the place is like, beside the drawing."""
        return list_facts(self.venue, self.fees)

    def is_assumed(self, *names: str) -> bool:
        """Answer whether one of these facts is assumed, not established."""
        return any(name in self.venue.assumptions for name in names)

    def text(self, texts: dict[str, str]) -> list[str]:
        """Return a text of the venue in the language of the page, line by line."""
        text = texts.get(current_language()) or texts.get("de", "")
        return [line.strip() for line in text.splitlines() if line.strip()]


@bp.get("/orte/<slug:slug>")
@open_to_all
def venue(slug: str) -> ResponseReturnValue:
    looking = look("am", "monat")
    found, places = get_venue_on_map(db.session(), slug, looking.today)
    return looking.answer(
        partial(_render, found, places, looking), first=looking.today, last=looking.last_day
    )


def _render(venue: Venue, places: list[Place], looking: Looking) -> str:
    view = venue_view(venue, places, looking)
    return render_template("couples/venue.html", view=view, looking=looking)


def venue_view(venue: Venue, places: list[Place], looking: Looking) -> VenueView:
    """Reckon what the page of a venue shows; one query, two with a day."""
    looking = replace(
        looking,
        visitor=looking.visitor.at(venue.id),
        read=partial(_at_this_venue, looking.asked),
    )
    counts = count_days(
        db.session(),
        looking.today.replace(day=1),
        looking.last_day,
        looking.wish,
        now=looking.now,
        policies=looking.policies,
        venue_id=venue.id,
    )
    day = looking.asked.day
    month = _month_of(day, counts, looking)
    chosen = chosen_day(venue, day, looking) if day else None
    coming = coming_dates(counts)
    return VenueView(
        venue=venue,
        month=month,
        cells=_cells(
            cells_of(month, counts, looking, partial(times_address, venue.slug, looking.wish)), day
        ),
        tags=list_tags(looking.wish, _address_without(venue, looking), {}),
        before=_turn(venue, add_months(month, -1), looking),
        after=_turn(venue, add_months(month, 1), looking),
        chosen=chosen,
        fees=fees_of(venue, looking.today, chosen.priced_at if chosen else None),
        coming=coming,
        closed_season=season_words(counts, coming, looking),
        unfit=why_unfit(venue, looking.wish, looking.today),
        map=small_map(venue, places),
    )


def _at_this_venue(asked: Asked) -> Asked:
    return replace(asked, wish=of_any_venue(asked.wish))


def _address_without(venue: Venue, looking: Looking) -> Callable[..., str]:
    """Return what makes the address of this page, day and month kept, with another wish."""
    day, month = looking.asked.day, looking.asked.month
    named = f"{month:%Y-%m}" if month else None
    return partial(url_for, "couples.venue", slug=venue.slug, am=day, monat=named)


def _cells(cells: dict[date, Cell], chosen: date | None) -> dict[date, Cell]:
    """Return the cells with the chosen day marked."""
    return {day: replace(cell, chosen=day == chosen) for day, cell in cells.items()}


def _month_of(day: date | None, counts: Mapping[date, DayCount], looking: Looking) -> date:
    """Return the month to show: asked for, or of the chosen day, or the first with a free date."""
    fitting = (day for day, count in counts.items() if looking.counted(count))
    free = min(fitting, default=None) or min(
        (one for one, count in counts.items() if count.free), default=looking.today
    )
    wanted = (looking.asked.month or day or free).replace(day=1)
    first, last = looking.today.replace(day=1), looking.last_day.replace(day=1)
    return min(max(wanted, first), last)


def _turn(venue: Venue, month: date, looking: Looking) -> Turn | None:
    if month < looking.today.replace(day=1) or month > looking.last_day:
        return None
    href = venue_address(venue.slug, looking.wish, monat=f"{month:%Y-%m}", _anchor="termine")
    return Turn(href, month_only(month), None)
