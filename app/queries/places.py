"""Places and the ways between them, as staff look at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Place, TravelTime
from app.queries import NotFound

#: Ways by the keys of the places, in each direction.
WayRows = Mapping[tuple[int, int], TravelTime]


@dataclass(frozen=True)
class CutOff:
    """A base, and the venues for which nobody has timed the way from there or back."""

    base: Place
    venues: tuple[Place, ...]


def get_place(session: Session, place_id: int) -> Place:
    """Return one place.

    Raises:
        NotFound: there is none.
    """
    place = session.get(Place, place_id)
    if place is None:
        raise NotFound
    return place


def list_places_with_venues(session: Session) -> list[Place]:
    """Return all places, bases without a venue first, each with its venue; one query."""
    wanted = select(Place).options(joinedload(Place.venue))
    return list(session.scalars(wanted.order_by(Place.venue_id.is_not(None), Place.name)))


def get_way_rows(session: Session) -> WayRows:
    """Return all timed ways; one query."""
    rows = session.scalars(select(TravelTime))
    return {(row.from_place_id, row.to_place_id): row for row in rows}


def list_missing(places: Iterable[Place], ways: WayRows) -> list[tuple[Place, Place]]:
    """Return the pairs of places between which nobody has timed a way, in either direction."""
    return [
        (one, other)
        for one, other in combinations(places, 2)
        if (one.id, other.id) not in ways or (other.id, one.id) not in ways
    ]


def count_missing(
    places: Iterable[Place], missing: Sequence[tuple[Place, Place]]
) -> dict[int, int]:
    """Return how many of the missing ways begin or end at each place, by its key."""
    return {place.id: sum(place in pair for pair in missing) for place in places}


def list_cut_off(session: Session, base_ids: Collection[int], day: date) -> list[CutOff]:
    """Return those of these bases from which some venue cannot be reached; two queries.

    Venues that are given up by the day need no ways any more.
    """
    places, ways = list_places_with_venues(session), get_way_rows(session)
    venues = [
        place
        for place in places
        if place.venue and (place.venue.valid_until is None or place.venue.valid_until >= day)
    ]
    found = []
    for base in places:
        if base.id in base_ids:
            others = [place for place in venues if place is not base]
            lacking = [place for place in others if list_missing((base, place), ways)]
            found.append(CutOff(base, tuple(lacking)))
    return [one for one in found if one.venues]
