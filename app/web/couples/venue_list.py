"""All venues: what decides about each, which fit the wish, and what keeps the others out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import Surroundings, Venue
from app.queries.venues import find_next_days, list_current_venues
from app.rules.calendar import days_between
from app.rules.search import Wish, loosened
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import venue_address
from app.web.couples.days import guests_fact, step_fact
from app.web.couples.fees import least_cents
from app.web.couples.looking import Looking, look
from app.web.couples.plan import CityPlan, city_plan
from app.web.couples.reasons import why_venue_unfit
from app.web.couples.tags import Tag, list_tags, query_of, words_of
from app.web.filters import day_and_month, money, weekday_and_day

SATURDAY = 5
#: Filters that are about the place, not about its times.
OF_PLACES = ("gaeste", "stufenlos", "lage", "bis")


@dataclass(frozen=True)
class VenueCard:
    """A venue among others."""

    venue: Venue
    href: str
    guests: str
    steps: str
    least_cents: int
    #: The first free day of those looked at: Saturdays, or the weekdays of the wish.
    next_day: date | None
    saturdays: bool = True
    #: Why it is not what was wished, if it is not.
    unfit: str | None = None
    ticked: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """What decides, in a few words."""
        return room_fact(self.venue), self.steps, place_fact(self.venue)

    @property
    def fee(self) -> str:
        """„ab 40 €“."""
        return _("ab %(fee)s", fee=money(self.least_cents))

    @property
    def next_free(self) -> str:
        """Say when the next Saturday is free, or the next day that was asked for."""
        if self.saturdays:
            if self.next_day is None:
                return _("zurzeit kein Samstag frei")
            return _("nächster freier Samstag: %(day)s", day=day_and_month(self.next_day))
        if self.next_day is None:
            return _("zurzeit kein passender Tag frei")
        return _("nächster passender Tag: %(day)s", day=weekday_and_day(self.next_day))


@dataclass(frozen=True)
class VenueList:
    """What the page of all venues shows."""

    fitting: list[VenueCard]
    unfit: list[VenueCard]
    tags: list[Tag]
    wish: Wish
    plan: CityPlan | None = None
    #: If none fits: the one fact that limits, and what would help.
    limit: str | None = None
    ways: tuple[tuple[str, str, str | None], ...] = ()

    @property
    def kept(self) -> dict[str, str]:
        """The wish as hidden fields of the comparison."""
        return query_of(self.wish)


@bp.get("/orte")
@open_to_all
def venues() -> ResponseReturnValue:
    looking = look("monat")
    return looking.answer(partial(_render, looking), first=looking.first_day, last=looking.last_day)


def _render(looking: Looking) -> str:
    return render_template("couples/venues.html", view=venue_list(looking), looking=looking)


def venue_list(looking: Looking) -> VenueList:
    """Sort the venues into those that fit and the others; three queries."""
    wish = of_any_venue(looking.wish)
    cards = venue_cards(looking)
    fitting = [card for card in cards if card.unfit is None]
    limit, ways = (None, ()) if fitting else _limit(cards, wish, looking.today)
    return VenueList(
        fitting=fitting,
        unfit=[card for card in cards if card.unfit is not None],
        tags=list_tags(wish, partial(url_for, "couples.venues"), {}),
        wish=wish,
        plan=city_plan(
            [card.venue for card in cards],
            {card.venue.id: card.unfit for card in cards if card.unfit},
            replace(looking, read=lambda: replace(looking.asked, wish=wish)),
        ),
        limit=limit,
        ways=tuple(ways),
    )


def venue_cards(looking: Looking, *, with_saturdays: bool = True) -> list[VenueCard]:
    """Return all venues, each with what decides; one query, another for the next free days."""
    wish = of_any_venue(looking.wish)
    following = next_days(looking) if with_saturdays else {}
    found = list_current_venues(db.session(), looking.today, with_fees=True)
    return [
        VenueCard(
            venue=venue,
            href=venue_address(venue.slug, wish),
            guests=guests_fact(venue),
            steps=step_fact(venue),
            least_cents=least_cents(venue, looking.today),
            next_day=following[venue.id][0] if venue.id in following else None,
            saturdays=not wish.weekdays,
            unfit=why_unfit(venue, wish, looking.today),
            ticked=venue.slug in looking.wish.venues,
        )
        for venue in found
    ]


def next_days(
    looking: Looking, wish: Wish | None = None, *, most: int = 1
) -> dict[int, list[date]]:
    """Return the next free days of each venue that fit: Saturdays, unless others are wished."""
    wish = wish or of_any_venue(looking.wish)
    days = [
        day
        for day in days_between(looking.first_day, looking.last_day)
        if wish.allows(day) and (wish.weekdays or day.weekday() == SATURDAY)
    ]
    return find_next_days(
        db.session(), days, wish, most=most, now=looking.now, policies=looking.policies
    )


def of_any_venue(wish: Wish) -> Wish:
    """Return the wish whatever the venue: on pages of venues ``ort`` says which are ticked."""
    return replace(wish, venues=())


def why_unfit(venue: Venue, wish: Wish, today: date) -> str | None:
    """Say why a venue is not what was wished, or None if it is."""
    unfit = why_venue_unfit(wish, venue)
    least = least_cents(venue, today)
    if unfit is None and wish.most_cents is not None and least > wish.most_cents:
        return _("ab %(fee)s", fee=money(least))
    return unfit


def room_fact(venue: Venue) -> str:
    """Say how many sit, and how many may stand besides."""
    seats = ngettext("%(num)d Sitzplatz", "%(num)d Sitzplätze", venue.seats)
    if not venue.standing:
        return seats
    standing = ngettext("%(num)d Stehplatz", "%(num)d Stehplätze", venue.standing)
    return _("%(seats)s, %(standing)s", seats=seats, standing=standing)


def place_fact(venue: Venue) -> str:
    """Say where the ceremony is held."""
    return {
        Surroundings.INDOORS: _("drinnen"),
        Surroundings.OUTDOORS: _("draußen"),
        Surroundings.BOTH: _("drinnen oder draußen"),
    }[venue.location]


def _limit(
    cards: list[VenueCard], wish: Wish, today: date
) -> tuple[str, Iterable[tuple[str, str, str | None]]]:
    """Say which single filter keeps all venues out, and what each page without it would show."""
    without = {name: rest for name, rest in loosened(wish).items() if name in OF_PLACES}
    counts = {
        name: sum(why_unfit(card.venue, rest, today) is None for card in cards)
        for name, rest in without.items()
    }
    ways = [
        (
            _("Ohne „%(filter)s“", filter=words_of(wish, name, {})),
            url_for("couples.venues", **query_of(without[name])),
            ngettext("%(num)d Trauort", "%(num)d Trauorte", counts[name]),
        )
        for name in sorted(counts, key=lambda name: -counts[name])
        if counts[name]
    ]
    most = max((card.venue.seats + card.venue.standing for card in cards), default=0)
    everything = (_("Alle Trauorte"), url_for("couples.venues"), None)
    if wish.guests is not None and wish.guests > most and cards:
        return ngettext(
            "Der größte Trauort fasst %(num)d Gast.",
            "Der größte Trauort fasst %(num)d Gäste.",
            most,
        ), ways or [everything]
    if ways:
        return _("Kein Trauort passt zu Ihrer Auswahl. Ein Filter weniger hilft:"), ways
    return _("Kein Trauort passt zu Ihrer Auswahl. Hier müssen mehrere Filter weg."), [everything]
