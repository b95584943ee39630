"""The way in: what is to do today, and the first day of a new operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import db
from app.models import Venue
from app.queries.venue_times import (
    VenueTime,
    has_times,
    list_own_venues,
    list_times,
    list_unreleased,
)
from app.rules.marks import Mark, needs_for_operators, operators_see_names
from app.rules.permissions import Permission
from app.rules.slots import SlotState
from app.web.access import requires, the_actor
from app.web.office import todays_policies
from app.web.operators import bp
from app.web.operators.patterns import READY, ReadyPattern
from app.web.operators.previews import plan_pattern
from app.web.operators.reading import own_venue
from app.web.operators.words import RESERVATIONS
from app.web.words import NEEDS_WORDS

#: What counts as couples' interest in the figures.
TAKEN = (Mark.HELD, Mark.RESERVED)
PUBLISHED = (*TAKEN, Mark.OPENS_LATER, Mark.FREE, Mark.NOT_FREE)


@bp.get("/")
@requires(Permission.SEE_VENUE)
def dashboard() -> ResponseReturnValue:
    venues = list_own_venues(db.session(), the_actor())
    if len(venues) == 1:
        return _show(venues[0])
    return render_template("operators/_choose.html", venues=venues, target="operators.venue")


@bp.get("/orte/<slug>")
@requires(Permission.SEE_VENUE)
def venue(slug: str) -> ResponseReturnValue:
    return _show(own_venue(slug))


@bp.get("/termine")
@requires(Permission.SEE_VENUE)
def times() -> ResponseReturnValue:
    return _to_only_venue("operators.times_this_month")


@bp.get("/serien")
@requires(Permission.PUBLISH_TIMES)
def series() -> ResponseReturnValue:
    return _to_only_venue("operators.series_of_venue")


@bp.get("/sperrzeiten")
@requires(Permission.PUBLISH_TIMES)
def closures() -> ResponseReturnValue:
    return _to_only_venue("operators.closures_of_venue")


def _to_only_venue(target: str) -> ResponseReturnValue:
    venues = list_own_venues(db.session(), the_actor())
    if len(venues) == 1:
        return redirect(url_for(target, slug=venues[0].slug))
    return render_template("operators/_choose.html", venues=venues, target=target)


def _show(venue: Venue) -> ResponseReturnValue:
    session, now, today = db.session(), clock.now(), clock.today()
    if not has_times(session, venue.id):
        return _show_first_day(venue)
    ahead = list_times(session, venue.id, today, today + timedelta(days=1100), now=now)
    unreleased = list_unreleased(session, venue.id, now=now)
    return render_template(
        "operators/dashboard.html",
        venue=venue,
        today=today,
        returned=[slot for slot in unreleased if slot.state is SlotState.RETURNED],
        drafts=[slot for slot in unreleased if slot.state is SlotState.DRAFT],
        submitted=[time for time in ahead if time.mark is Mark.SUBMITTED],
        ceremonies=[_as_ceremony(time) for time in ahead if _is_next(time)],
        figures=_figures(ahead),
        signs=RESERVATIONS,
    )


@dataclass(frozen=True)
class Figures:
    """How the published times from today on stand."""

    published: int
    reserved: int
    free: int
    #: Released, and not yet open to couples.
    later: int

    @property
    def other(self) -> int:
        """How many are neither: a couple holds them, or something keeps them from being free."""
        return self.published - self.reserved - self.free - self.later


def _figures(times: list[VenueTime]) -> Figures:
    marks = [time.mark for time in times]
    return Figures(
        published=sum(mark in PUBLISHED for mark in marks),
        reserved=sum(mark in TAKEN for mark in marks),
        free=marks.count(Mark.FREE),
        later=marks.count(Mark.OPENS_LATER),
    )


@dataclass(frozen=True)
class Ceremony:
    """A ceremony of the next days as its venue may know it."""

    time: VenueTime
    #: Both family names, or None while only the reference may be read.
    names: tuple[str, str] | None

    @property
    def needs(self) -> list[str]:
        """What the house has to prepare, in words."""
        couple = self.time.reservation
        assert couple is not None
        return [str(NEEDS_WORDS[need]) for need in needs_for_operators(couple.state, couple.needs)]


def _is_next(time: VenueTime) -> bool:
    soon = time.slot.day <= clock.today() + timedelta(days=6)
    return soon and time.reservation is not None and time.mark is not Mark.HELD


def _as_ceremony(time: VenueTime) -> Ceremony:
    couple = time.reservation
    assert couple is not None
    shown = operators_see_names(
        couple.state, time.slot.day, today=clock.today(), policies=todays_policies()
    )
    if not shown or not couple.person1_family or not couple.person2_family:
        return Ceremony(time, None)
    return Ceremony(time, (couple.person1_family, couple.person2_family))


@dataclass(frozen=True)
class Offer:
    """A ready pattern with the number of times it makes here."""

    pattern: ReadyPattern
    count: int


def _show_first_day(venue: Venue) -> ResponseReturnValue:
    return render_template(
        "operators/_first_day.html",
        venue=venue,
        offers=[Offer(ready, _count(venue, ready)) for ready in READY],
        season=READY[0].period(clock.today(), todays_policies()),
    )


def _count(venue: Venue, ready: ReadyPattern) -> int:
    planned = plan_pattern(venue, ready.pattern(venue, clock.today(), todays_policies()))
    return sum(entry.conflict is None for entry in planned)
