"""The city as a plan: every venue where it lies, with its free dates of one month as a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import Venue
from app.queries.free import count_by_venue
from app.queries.venues import Place
from app.rules.calendar import add_months
from app.web.couples.addresses import venue_address
from app.web.couples.looking import Looking
from app.web.couples.months import Turn
from app.web.couples.tags import query_of
from app.web.filters import month_name, month_only
from app.web.months import STEPS
from app.web.plans import WIDTH, Spot, lay_out

#: A name longer than this is cut on the plan; heard it is whole.
LONGEST_NAME = 16


@dataclass(frozen=True)
class Mark:
    """A venue on the plan."""

    name: str
    words: str
    label: str
    href: str
    fill: int
    left: float
    top: float
    width: float

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.left + self.width / 2


@dataclass(frozen=True)
class District:
    """A part of the city with its venues."""

    name: str
    left: float
    top: float
    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def middle(self) -> float:
        """Where its name is centred."""
        return self.left + self.width / 2


@dataclass(frozen=True)
class CityPlan:
    """What the plan shows."""

    month: date
    height: float
    districts: tuple[District, ...]
    before: Turn | None
    after: Turn | None
    #: Venues nobody noted a place for.
    missing: int
    width: float = WIDTH


def city_plan(
    venues: Sequence[Venue], unfit: Mapping[int, str], looking: Looking
) -> CityPlan | None:
    """Draw the venues with their free dates of a month; one query. None if they cannot be drawn.

    Args:
        venues: all of them.
        unfit: why some of them are not what was wished.
        looking: who looks, for what.
    """
    spots = [spot for venue in venues if (spot := spot_of(venue))]
    laid = lay_out(tuple(spots))
    if laid is None:
        return None
    counts = count_by_venue(
        db.session(),
        looking.first_day,
        looking.last_day,
        looking.wish,
        now=looking.now,
        policies=looking.policies,
    )
    month = _month(counts, looking)
    by_name = {venue.slug: venue for venue in venues}
    districts = []
    for box in laid.boxes:
        marks = tuple(
            _mark(
                by_name[slug],
                counts.get(by_name[slug].id, {}).get(month, 0),
                unfit.get(by_name[slug].id),
                (month, box.left, box.top_of(slug), box.width),
                looking,
            )
            for slug in box.names
        )
        districts.append(District(box.district, box.left, box.top, box.width, box.height, marks))
    return CityPlan(
        month=month,
        height=laid.height,
        districts=tuple(districts),
        before=_turn(add_months(month, -1), looking),
        after=_turn(add_months(month, 1), looking),
        missing=len(venues) - len(spots),
    )


def spot_of(venue: Venue) -> Spot | None:
    """Return where a venue lies, if anybody noted it."""
    if venue.latitude is None or venue.longitude is None:
        return None
    short = venue.short_name[:LONGEST_NAME]
    return Spot(venue.slug, venue.district, venue.latitude, venue.longitude, len(short))


def _mark(
    venue: Venue,
    count: int,
    unfit: str | None,
    place: tuple[date, float, float, float],
    looking: Looking,
) -> Mark:
    month, left, top, width = place
    name = venue.short_name
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1].rstrip() + "…"
    if unfit is not None:
        words = _("passt nicht")
        label = _("%(venue)s passt nicht: %(reason)s", venue=venue.short_name, reason=unfit)
    else:
        words = ngettext("%(num)d frei", "%(num)d frei", count)
        label = ngettext(
            "%(venue)s, %(num)d freier Termin im %(month)s",
            "%(venue)s, %(num)d freie Termine im %(month)s",
            count,
            venue=venue.short_name,
            month=month_name(month),
        )
    return Mark(
        name=name,
        words=words,
        label=label,
        href=venue_address(venue.slug, looking.wish, monat=f"{month:%Y-%m}", _anchor="termine"),
        fill=0 if unfit is not None else sum(count >= step for step in STEPS),
        left=left,
        top=top,
        width=width,
    )


def _month(counts: Mapping[int, Mapping[date, int]], looking: Looking) -> date:
    """Return the month that was asked for, else the first in which anything is free."""
    first, last = looking.first_day.replace(day=1), looking.last_day.replace(day=1)
    free = min((month for there in counts.values() for month in there), default=first)
    wanted = looking.asked.month or (looking.wish.first or free).replace(day=1)
    return min(max(wanted, first), last)


def _turn(month: date, looking: Looking) -> Turn | None:
    if not looking.first_day.replace(day=1) <= month <= looking.last_day.replace(day=1):
        return None
    query = {**query_of(looking.wish), "monat": f"{month:%Y-%m}"}
    return Turn(url_for("couples.venues", _anchor="plan", **query), month_only(month), None)


@dataclass(frozen=True)
class SmallMap:
    """One venue among all others, true to scale; a picture, no links."""

    width: float
    height: float
    here: tuple[float, float]
    others: tuple[tuple[float, float], ...]


#: Longest side of the small map, and the air around it.
SMALL, AIR = 200.0, 16.0


def small_map(venue: Venue, places: Sequence[Place]) -> SmallMap | None:
    """Draw where a venue lies among the others, or None if that says nothing."""
    if venue.latitude is None or venue.longitude is None or len(places) < 2:
        return None
    # A degree of longitude is shorter the further north one is.
    shrink = cos(radians(venue.latitude))
    points = {place.slug: (place.longitude * shrink, -place.latitude) for place in places}
    points[venue.slug] = (venue.longitude * shrink, -venue.latitude)
    left, top = (min(point[n] for point in points.values()) for n in (0, 1))
    spans = [
        max(point[n] for point in points.values()) - least for n, least in ((0, left), (1, top))
    ]
    scale = SMALL / (max(spans) or 1)
    spots = {
        slug: (round((x - left) * scale + AIR, 1), round((y - top) * scale + AIR, 1))
        for slug, (x, y) in points.items()
    }
    return SmallMap(
        width=round(spans[0] * scale + 2 * AIR, 1),
        height=round(spans[1] * scale + 2 * AIR, 1),
        here=spots.pop(venue.slug),
        others=tuple(spots.values()),
    )
