"""Places and the ways between them, as staff look at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Place, TravelTime
from app.queries import NotFound

#: Ways by the keys of the places, in each direction.
WayRows = Mapping[tuple[int, int], TravelTime]


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
