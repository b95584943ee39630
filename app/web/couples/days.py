"""One day: venues and times; each time is a button that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import Slot, StepFree, Venue
from app.queries.free import is_slot_free, list_day, reason
from app.queries.neighbours import Neighbours, find_free_neighbours
from app.queries.venues import list_venues_of_day
from app.rules.calendar import holiday
from app.rules.search import AS_ASKED, Tally, Wish, loosened, sum_up
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import (
    day_address,
    hold_address,
    month_address,
    venue_address,
)
from app.web.couples.cells import special_words
from app.web.couples.looking import Looking, look
from app.web.couples.openings import day_opens_at
from app.web.couples.reasons import fits, why_not
from app.web.couples.tags import Tag, list_tags
from app.web.couples.ways import Help, help_from
from app.web.filters import date_time, long_date, money
from app.web.languages import current_language
from app.web.timelines import TimeButton, VenueRow


@dataclass(frozen=True)
class DayView:
    """What the page of a day shows."""

    day: date
    rows: list[VenueRow]
    unfit: list[tuple[str, str]]
    count: int
    neighbours: Neighbours
    tags: list[Tag]
    special: str | None
    holiday: str | None
    #: When the day opens, if nothing is free yet.
    opens_at: datetime | None
    #: Whether ceremonies were offered on this day at all.
    has_slots: bool
    #: What would open something on this day, if nothing fits.
    help: Help | None
    looking: Looking

    @property
    def month_href(self) -> str:
        """The month around it."""
        return month_address(self.day.replace(day=1), self.looking.wish)

    @property
    def before_href(self) -> str:
        """The free day before."""
        return day_address(self.looking.wish, self.neighbours.before or self.day)

    @property
    def after_href(self) -> str:
        """The free day after."""
        return day_address(self.looking.wish, self.neighbours.after or self.day)

    @property
    def hold_action(self) -> str:
        """Where a time is posted."""
        return hold_address()

    @property
    def ways(self) -> list[tuple[str, str, str | None]]:
        """The nearest days with a free date that fits."""
        wish = self.looking.wish
        return [(long_date(day), day_address(wish, day), None) for day in self.neighbours.days]

    @property
    def reminder(self) -> str | None:
        """The address of the reminder of its opening."""
        return url_for("couples.day_opening", day=self.day) if self.opens_at else None

    @property
    def why_empty(self) -> str:
        """Say why nothing is offered."""
        return _why_empty(self)


@bp.get("/termine/<day:day>")
@open_to_all
def day(day: date) -> ResponseReturnValue:
    looking = look("statt")
    neighbours = find_free_neighbours(
        db.session(), day, looking.wish, now=looking.now, policies=looking.policies
    )
    return looking.answer(
        partial(_render, day, neighbours, looking),
        first=day,
        last=day,
        extra=neighbours,
    )


def _render(day: date, neighbours: Neighbours, looking: Looking) -> str:
    view = day_view(day, neighbours, looking)
    return render_template("couples/day.html", view=view, looking=looking)


def day_view(day: date, neighbours: Neighbours, looking: Looking) -> DayView:
    """Reckon what the page of a day shows."""
    slots = list_day(db.session(), day)
    by_venue: dict[int, list[Slot]] = {}
    for slot in slots:
        by_venue.setdefault(slot.venue_id, []).append(slot)
    rows, unfit = [], []
    for venue, closed in list_venues_of_day(db.session(), day):
        there = by_venue.get(venue.id, [])
        shown = [slot for slot in there if is_shown(slot, looking)]
        if shown:
            rows.append(venue_row(venue, shown, looking))
        else:
            unfit.append((venue.name, why_not(venue, there, closed, looking)))
    rows.sort(key=lambda row: (row.times[0].begins_at, row.name))
    count = sum(not button.held for row in rows for button in row.times)
    return DayView(
        day=day,
        rows=rows,
        unfit=unfit,
        count=count,
        neighbours=neighbours,
        tags=list_tags(looking.wish, partial(url_for, "couples.day", day=day), _names(slots)),
        special=special_words(looking.policies).get(day),
        holiday=holiday(day, current_language()),
        opens_at=None if count else day_opens_at(day, slots, looking),
        has_slots=bool(slots),
        help=_help(day, slots, looking) if slots and not rows and looking.wish != Wish() else None,
        looking=looking,
    )


def _help(day: date, slots: list[Slot], looking: Looking) -> Help:
    """Reckon from the slots at hand what the other pages ask the database."""
    wishes = {AS_ASKED: looking.wish, **loosened(looking.wish)}
    tallies = [
        Tally(
            day,
            reason(slot, looking.now, looking.policies) or "",
            {name: int(fits(wish, slot)) for name, wish in wishes.items()},
        )
        for slot in slots
    ]
    return help_from(sum_up(tallies, wishes), looking, lambda wish: day_address(wish, day))


def is_shown(slot: Slot, looking: Looking) -> bool:
    """Answer whether a time is offered: free and fitting, or held by this browser."""
    if is_held(slot, looking):
        return True
    free = is_slot_free(slot, now=looking.now, policies=looking.policies)
    return free and looking.wish.allows(slot.day) and fits(looking.wish, slot)


def is_held(slot: Slot, looking: Looking) -> bool:
    """Answer whether this browser holds the time."""
    hold = looking.visitor.hold
    return hold is not None and hold.slot_id == slot.id


def buttons_of(slots: list[Slot], looking: Looking) -> tuple[TimeButton, ...]:
    """Return the buttons of a venue's times."""
    return tuple(TimeButton(slot.id, slot.begins_at, is_held(slot, looking)) for slot in slots)


def venue_row(venue: Venue, slots: list[Slot], looking: Looking) -> VenueRow:
    """Return a venue with its times of a day."""
    return VenueRow(
        name=venue.name,
        href=venue_address(venue.slug, looking.wish, am=slots[0].day),
        drawing=venue.drawing,
        facts=facts_of(venue, slots),
        times=buttons_of(slots, looking),
    )


def facts_of(venue: Venue, slots: list[Slot]) -> tuple[str, ...]:
    """Return what decides, in a few words: guests, steps, fee."""
    return (guests_fact(venue), step_fact(venue), fee_fact(slots))


def guests_fact(venue: Venue) -> str:
    """Say how many guests fit."""
    room = venue.seats + venue.standing
    return ngettext("%(num)d Gast", "%(num)d Gäste", room)


def step_fact(venue: Venue) -> str:
    """Say whether the venue is reached without a step."""
    return {
        StepFree.YES: _("stufenlos"),
        StepFree.PARTLY: _("teilweise stufenlos"),
        StepFree.NO: _("mit Stufen"),
    }[venue.step_free]


def fee_fact(slots: list[Slot]) -> str:
    """Say what these times cost."""
    fees = sorted({slot.fee_cents for slot in slots})
    if len(fees) == 1:
        return money(fees[0])
    return _("%(least)s bis %(most)s", least=money(fees[0]), most=money(fees[-1]))


def _why_empty(view: DayView) -> str:
    if view.day < view.looking.today:
        return _("Dieser Tag ist vorbei.")
    if view.day < view.looking.first_day:
        return _("Für diesen Tag ist es online zu spät. Bitte rufen Sie uns an.")
    if view.opens_at:
        return _("Die Zeiten dieses Tages öffnen am %(when)s.", when=date_time(view.opens_at))
    if view.has_slots and view.tags:
        return _("An diesem Tag passt nichts zu Ihrer Auswahl. Warum, steht bei jedem Trauort.")
    if view.has_slots:
        return _("An diesem Tag ist kein Termin frei.")
    if view.holiday:
        return _(
            "Feiertag: %(name)s. An diesem Tag finden keine Trauungen statt.", name=view.holiday
        )
    return _("An diesem Tag finden keine Trauungen statt.")


def _names(slots: list[Slot]) -> dict[str, str]:
    return {slot.venue.slug: slot.venue.name for slot in slots}
