"""Venues: all of them, and one with its facts, its own calendar and its times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import AnswerMode, Slot, Surroundings, Venue
from app.queries.free import DayCount, count_days, is_slot_free, list_day
from app.queries.venues import find_next_days, get_venue, list_current_venues
from app.rules.calendar import FIRST_YEAR, LAST_YEAR, add_months, berlin_time, days_between
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import hold_address, venue_address
from app.web.couples.cells import cells_of
from app.web.couples.days import buttons_of, guests_fact, is_held, step_fact
from app.web.couples.fees import FeeView, fees_of, least_cents
from app.web.couples.looking import Looking, look
from app.web.couples.months import Turn
from app.web.couples.wishes import Asked
from app.web.filters import day_and_month, money, month_only
from app.web.freshness import answer
from app.web.languages import current_language
from app.web.months import Cell, lay_out_month
from app.web.timelines import TimeButton

SATURDAY = 5


@dataclass(frozen=True)
class VenueCard:
    """A venue among others."""

    venue: Venue
    href: str
    guests: str
    steps: str
    least_cents: int
    next_saturday: date | None

    @property
    def facts(self) -> tuple[str, ...]:
        """What decides, in a few words."""
        return self.guests, self.steps, self.fee

    @property
    def fee(self) -> str:
        """„ab 40 €“."""
        return _("ab %(fee)s", fee=money(self.least_cents))

    @property
    def saturday(self) -> str:
        """Say when the next Saturday is free."""
        if self.next_saturday is None:
            return _("zurzeit kein Samstag frei")
        day = day_and_month(self.next_saturday)
        return _("nächster freier Samstag: %(day)s", day=day)


@dataclass(frozen=True)
class VenueView:
    """What the page of a venue shows."""

    venue: Venue
    month: date
    cells: Mapping[date, Cell]
    before: Turn | None
    after: Turn | None
    #: The day that was chosen, with its free times.
    day: date | None
    times: tuple[TimeButton, ...]
    fees: FeeView

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
    def steps(self) -> str:
        """Whether it is reached without a step."""
        return step_fact(self.venue).capitalize()

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
        return venue_facts(self)

    def is_assumed(self, *names: str) -> bool:
        """Answer whether one of these facts is assumed, not established."""
        return any(name in self.venue.assumptions for name in names)

    def text(self, texts: dict[str, str]) -> list[str]:
        """Return a text of the venue in the language of the page, line by line."""
        text = texts.get(current_language()) or texts.get("de", "")
        return [line.strip() for line in text.splitlines() if line.strip()]


@bp.get("/orte")
@open_to_all
def venues() -> ResponseReturnValue:
    looking = look()
    return answer(
        partial(_render_all, looking),
        first=looking.first_day,
        last=looking.last_day,
        now=looking.now,
        own=looking.visitor.key,
    )


@bp.get("/orte/<slug:slug>")
@open_to_all
def venue(slug: str) -> ResponseReturnValue:
    found = get_venue(db.session(), slug)
    looking = look()
    return answer(
        partial(_render_one, found, looking),
        first=looking.today,
        last=looking.last_day,
        now=looking.now,
        own=looking.visitor.key,
    )


def _render_all(looking: Looking) -> str:
    return render_template("couples/venues.html", cards=venue_cards(looking), looking=looking)


def _render_one(venue: Venue, looking: Looking) -> str:
    view = venue_view(venue, looking)
    return render_template("couples/venue.html", view=view, looking=looking)


def venue_cards(looking: Looking, *, with_saturdays: bool = True) -> list[VenueCard]:
    """Return all venues, each with what decides; one query, another for the next Saturdays."""
    following = _next_saturdays(looking) if with_saturdays else {}
    return [
        VenueCard(
            venue=venue,
            href=venue_address(venue.slug, looking.wish),
            guests=guests_fact(venue),
            steps=step_fact(venue),
            least_cents=least_cents(venue, looking.today),
            next_saturday=following.get(venue.id),
        )
        for venue in list_current_venues(db.session(), looking.today, with_fees=True)
    ]


def _next_saturdays(looking: Looking) -> dict[int, date]:
    days = days_between(looking.first_day, looking.last_day)
    saturdays = [day for day in days if day.weekday() == SATURDAY]
    return find_next_days(db.session(), saturdays, now=looking.now, policies=looking.policies)


def venue_view(venue: Venue, looking: Looking) -> VenueView:
    """Reckon what the page of a venue shows; two queries."""
    counts = count_days(
        db.session(),
        looking.today.replace(day=1),
        looking.last_day,
        looking.wish,
        now=looking.now,
        policies=looking.policies,
        venue_id=venue.id,
    )
    day = _chosen("am")
    month = _month_of(day, counts, looking)
    slots = _times(venue, day, looking) if day else []
    at = (slots[0].day, berlin_time(slots[0].begins_at)) if slots else None
    everything = replace(looking, read=Asked)
    return VenueView(
        venue=venue,
        month=month,
        cells=_cells(
            cells_of(month, counts, everything, partial(_day_address, venue, looking)), day
        ),
        before=_turn(venue, add_months(month, -1), looking),
        after=_turn(venue, add_months(month, 1), looking),
        day=day,
        times=buttons_of(slots, looking),
        fees=fees_of(venue, looking.today, at),
    )


def venue_facts(view: VenueView) -> list[tuple[str, str, str | None]]:
    """Return sign, fact and explanation of what decides; a star marks what is assumed."""
    venue = view.venue

    def starred(words: str, *names: str) -> str:
        return f"{words} *" if view.is_assumed(*names) else words

    seats = ngettext("%(num)d Gast sitzt", "%(num)d Gäste sitzen", venue.seats)
    subtracted = _("Sie beide und das Standesamt sind schon abgezogen.")
    if venue.standing:
        subtracted = _("dazu %(count)s stehen. %(rest)s", count=venue.standing, rest=subtracted)
    shared = len({fee.payee for fee in venue.fees}) > 1
    payees = _("teils an die Stadt, teils an den Betreiber") if shared else _("an die Stadt")
    return [
        ("people", starred(seats, "seats", "standing"), subtracted),
        ("ramp", starred(view.steps, "step_free"), None),
        ("door", starred(place_words(venue), "location"), None),
        ("euro", starred(view.fees.span, "fees"), payees),
    ]


def place_words(venue: Venue) -> str:
    """Say where the ceremony is held."""
    return {
        Surroundings.INDOORS: _("Drinnen"),
        Surroundings.OUTDOORS: _("Draußen"),
        Surroundings.BOTH: _("Drinnen oder draußen"),
    }[venue.location]


def mode_words(venue: Venue) -> str | None:
    """Say how the venue gives its dates, if not at once."""
    return {
        AnswerMode.INSTANT: None,
        AnswerMode.ON_REQUEST: _(
            "Hier stimmt der Betreiber jedem Termin zu. Wir fragen ihn für Sie."
        ),
        AnswerMode.INFORMATION: _("Termine an diesem Ort vergibt nur das Standesamt."),
    }[venue.mode]


def _cells(cells: dict[date, Cell], chosen: date | None) -> dict[date, Cell]:
    """Return the cells with the chosen day marked."""
    return {day: replace(cell, chosen=day == chosen) for day, cell in cells.items()}


def _times(venue: Venue, day: date, looking: Looking) -> list[Slot]:
    return [
        slot
        for slot in list_day(db.session(), day, venue_id=venue.id)
        if is_held(slot, looking) or is_slot_free(slot, now=looking.now, policies=looking.policies)
    ]


def _chosen(name: str) -> date | None:
    """Return the day or month in the query, if it is one."""
    word = request.args.get(name, "")[:10]
    try:
        day = date.fromisoformat(word if len(word) == 10 else f"{word}-01")
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


def _month_of(day: date | None, counts: Mapping[date, DayCount], looking: Looking) -> date:
    """Return the month to show: asked for, or of the chosen day, or the first with a free date."""
    free = min((d for d, count in counts.items() if count.free), default=looking.today)
    wanted = (_chosen("monat") or day or free).replace(day=1)
    first, last = looking.today.replace(day=1), looking.last_day.replace(day=1)
    return min(max(wanted, first), last)


def _day_address(venue: Venue, looking: Looking, day: date) -> str:
    return venue_address(venue.slug, looking.wish, am=day, _anchor="zeiten-titel")


def _turn(venue: Venue, month: date, looking: Looking) -> Turn | None:
    if month < looking.today.replace(day=1) or month > looking.last_day:
        return None
    href = venue_address(venue.slug, looking.wish, monat=f"{month:%Y-%m}", _anchor="termine")
    return Turn(href, month_only(month), None)
