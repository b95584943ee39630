"""Places of venues, and a first guess of how long the ways between them take."""

from __future__ import annotations

from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Place, TravelTime, Venue
from app.rules.travel import estimate_minutes


def place_for(venue: Venue) -> Place:
    """Return the place of a new venue; every venue has one from the start."""
    return Place(name=venue.name, venue=venue, latitude=venue.latitude, longitude=venue.longitude)


def estimate_missing_ways(session: Session) -> int:
    """Guess every way that nobody has timed, both directions alike; returns how many pairs.

    Places without coordinates are left out: nobody can go there until somebody times the way. The
    caller holds the locks of the days and has them reckoned.
    """
    session.flush()
    rows = session.execute(select(Place.id, Place.latitude, Place.longitude).order_by(Place.id))
    points = {
        place_id: (latitude, longitude)
        for place_id, latitude, longitude in rows
        if latitude is not None and longitude is not None
    }
    known = {
        (row.from_place_id, row.to_place_id)
        for row in session.execute(select(TravelTime.from_place_id, TravelTime.to_place_id))
    }
    missing = [
        (one, other)
        for one, other in combinations(points, 2)
        if (one, other) not in known and (other, one) not in known
    ]
    session.add_all(
        TravelTime(
            from_place_id=origin,
            to_place_id=target,
            minutes=estimate_minutes(points[one], points[other]),
            estimated=True,
        )
        for one, other in missing
        for origin, target in ((one, other), (other, one))
    )
    session.flush()
    return len(missing)
