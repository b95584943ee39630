"""Up to four venues beside one another: rows are facts, columns are venues."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import AnswerMode, Payee, Venue
from app.queries.venues import list_venues_named
from app.rules.measures import Measures, read_measures
from app.rules.search import Wish
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import times_address, venue_address
from app.web.couples.fees import fees_of
from app.web.couples.looking import Looking, look
from app.web.couples.measures import hearing_words, way_words, wheelchair_words
from app.web.couples.tags import Tag, list_tags, query_of
from app.web.couples.venue_list import (
    SATURDAY,
    next_days,
    of_any_venue,
    place_fact,
    why_unfit,
)
from app.web.filters import day_and_month, money, weekday_name
from app.web.languages import current_language

#: So many columns can still be read; so many days are named in each.
MOST_VENUES, MOST_DAYS = 4, 3
#: An ordinary time, for what a ceremony costs.
AT_ELEVEN = time(11)


@dataclass(frozen=True)
class Fact:
    """What one venue has of one kind."""

    main: str
    detail: str = ""
    #: What is not as wished.
    warning: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One kind of fact for all venues."""

    head: str
    facts: tuple[Fact, ...]
    explained: str = ""

    @property
    def same(self) -> bool:
        """Whether it is alike everywhere, so that it decides nothing."""
        return len(self.facts) > 1 and len(set(self.facts)) == 1


@dataclass(frozen=True)
class Column:
    """One venue at the head of the table."""

    venue: Venue
    href: str
    without: str
    unfit: str | None


@dataclass(frozen=True)
class Comparison:
    """What the page of the comparison shows."""

    columns: list[Column]
    rows: list[Row]
    tags: list[Tag]
    differences: bool
    toggle: str
    back: str
    #: How many were chosen beyond those that are shown.
    beyond: int

    @property
    def heading(self) -> str:
        """How many are compared, in words."""
        return {
            2: _("Zwei Trauorte im Vergleich"),
            3: _("Drei Trauorte im Vergleich"),
            4: _("Vier Trauorte im Vergleich"),
        }.get(len(self.columns), _("Trauorte im Vergleich"))

    @property
    def names(self) -> str:
        """All names, for the caption."""
        return ", ".join(column.venue.name for column in self.columns)

    @property
    def fitting(self) -> int:
        """How many are what was wished."""
        return sum(column.unfit is None for column in self.columns)

    @property
    def shown(self) -> list[Row]:
        """The rows to show."""
        return [row for row in self.rows if not (self.differences and row.same)]

    @property
    def alike(self) -> str:
        """What was left out because it is alike."""
        same = [row for row in self.rows if row.same] if self.differences else []
        return ", ".join(f"{row.head}: {row.facts[0].main}" for row in same)


@bp.get("/orte/vergleich")
@open_to_all
def comparison() -> ResponseReturnValue:
    looking = look("unterschiede")
    return looking.answer(partial(_render, looking), first=looking.first_day, last=looking.last_day)


def _render(looking: Looking) -> str:
    view = compare(looking)
    return render_template("couples/comparison.html", view=view, looking=looking)


def compare(looking: Looking) -> Comparison:
    """Put the venues of the address beside one another; two queries."""
    slugs, wish = looking.wish.venues, of_any_venue(looking.wish)
    venues = list_venues_named(db.session(), slugs[:MOST_VENUES]) if slugs else []
    differences = looking.asked.differences
    address = partial(_address, tuple(venue.slug for venue in venues), differences=differences)
    return Comparison(
        columns=[_column(venue, venues, wish, looking, differences) for venue in venues],
        rows=list(_rows(venues, looking)) if venues else [],
        tags=list_tags(wish, lambda **query: address(query), {}),
        differences=differences,
        toggle=_address(
            tuple(venue.slug for venue in venues), query_of(wish), differences=not differences
        ),
        back=url_for("couples.venues", ort=",".join(v.slug for v in venues), **query_of(wish)),
        beyond=max(len(slugs) - MOST_VENUES, 0),
    )


def _address(slugs: Iterable[str], query: dict[str, str], *, differences: bool) -> str:
    only = "1" if differences else None
    rest: dict[str, Any] = {name: value for name, value in query.items() if name != "ort"}
    return url_for("couples.comparison", ort=",".join(slugs), unterschiede=only, **rest)


def _column(
    venue: Venue, venues: list[Venue], wish: Wish, looking: Looking, differences: bool
) -> Column:
    others = [other.slug for other in venues if other is not venue]
    return Column(
        venue=venue,
        href=venue_address(venue.slug, wish),
        without=_address(others, query_of(wish), differences=differences),
        unfit=why_unfit(venue, wish, looking.today),
    )


def _rows(venues: list[Venue], looking: Looking) -> Iterable[Row]:
    """Yield what is compared, what decides first."""
    measured = {venue.id: read_measures(venue.measures) for venue in venues}

    def row(head: str, fact: Callable[[Venue], Fact], explained: str = "") -> Row:
        return Row(head, tuple(fact(venue) for venue in venues), explained)

    day = _ordinary_day(looking)
    yield row(
        _("Kosten am %(day)s", day=weekday_name(day)),
        lambda venue: _cost(venue, day, looking),
        _("Was Sie zahlen und an wen"),
    )
    yield row(
        _("Plätze für Gäste"),
        lambda venue: _room(venue, looking.wish),
        _("Sie beide und das Standesamt sind schon abgezogen"),
    )
    yield row(_("Mit dem Rollstuhl"), lambda venue: _wheelchair(venue, measured[venue.id]))
    if any(measures.hearing for measures in measured.values()):
        yield row(_("Besser hören"), lambda venue: Fact(hearing_words(measured[venue.id].hearing)))
    yield row(_("Drinnen oder draußen"), _place)
    yield row(_("Stadtteil"), lambda venue: Fact(venue.district))
    yield row(_("Zusage"), _answer)
    yield _days(venues, looking)


def _ordinary_day(looking: Looking) -> date:
    """Return a day such as the couple asks for: of its first weekday, else a Saturday."""
    wanted = min(looking.wish.weekdays, default=SATURDAY)
    first = looking.first_day
    return first + timedelta(days=(wanted - first.weekday()) % 7)


def _cost(venue: Venue, day: date, looking: Looking) -> Fact:
    view = fees_of(venue, looking.today, (day, AT_ELEVEN))
    total, most = view.total_cents or 0, looking.wish.most_cents
    names = {Payee.OFFICE: _("Stadt"), Payee.OPERATOR: _("Betreiber")}
    parts = {payee: view.cents_to(payee) for payee in names}
    return Fact(
        money(total),
        ", ".join(f"{names[payee]} {money(cents)}" for payee, cents in parts.items() if cents),
        _("%(fee)s über Ihrer Grenze", fee=money(total - most))
        if most is not None and total > most
        else "",
    )


def _room(venue: Venue, wish: Wish) -> Fact:
    room, guests = venue.seats + venue.standing, wish.guests
    return Fact(
        ngettext("%(num)d sitzt", "%(num)d sitzen", venue.seats),
        _("dazu %(count)s stehen", count=venue.standing) if venue.standing else "",
        ngettext("%(num)d Platz zu wenig", "%(num)d Plätze zu wenig", guests - room)
        if guests is not None and guests > room
        else "",
    )


def _wheelchair(venue: Venue, measures: Measures) -> Fact:
    return Fact(way_words(venue), wheelchair_words(measures))


def _place(venue: Venue) -> Fact:
    rain = venue.rain_plan.get(current_language()) or venue.rain_plan.get("de", "")
    words = place_fact(venue)
    return Fact(words[:1].upper() + words[1:], rain)


def _answer(venue: Venue) -> Fact:
    return {
        AnswerMode.INSTANT: Fact(_("Sofort halten und reservieren")),
        AnswerMode.ON_REQUEST: Fact(_("Auf Anfrage"), _("Wir fragen den Betreiber für Sie.")),
        AnswerMode.INFORMATION: Fact(_("Nur über das Standesamt")),
    }[venue.mode]


def _days(venues: list[Venue], looking: Looking) -> Row:
    wish = of_any_venue(looking.wish)
    # Whether the place fits stands above; here only its days count.
    of_times = replace(wish, guests=None, step_free=False, surroundings=None, most_cents=None)
    found = next_days(looking, of_times, most=MOST_DAYS)

    def fact(venue: Venue) -> Fact:
        links = tuple(
            (day_and_month(day), times_address(venue.slug, wish, day))
            for day in found.get(venue.id, [])
        )
        return Fact("" if links else _("zurzeit keine"), links=links)

    head = _("Nächste passende Tage") if wish.weekdays else _("Nächste freie Samstage")
    return Row(head, tuple(fact(venue) for venue in venues))
