"""Venues as couples see them: those on the list, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import String, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.models import Closure, Slot, Venue
from app.queries import NotFound
from app.queries.free import fits, is_free
from app.rules.calendar import day_begins_at
from app.rules.policies import Policies
from app.rules.search import Wish


def list_venues(session: Session) -> list[Venue]:
    """Return all venues by name."""
    return list(session.scalars(select(Venue).order_by(Venue.name, Venue.id)))


def list_current_venues(session: Session, day: date, *, with_fees: bool = False) -> list[Venue]:
    """Return the venues that are in use on a day or will be, by name; one query."""
    wanted = (
        select(Venue)
        .where(or_(Venue.valid_until.is_(None), Venue.valid_until >= day))
        .order_by(Venue.name)
    )
    if with_fees:
        wanted = wanted.options(joinedload(Venue.fees))
    return list(session.scalars(wanted).unique())


def list_venue_names(session: Session) -> dict[str, str]:
    """Return the names of all venues by slug, in order of the names; one query."""
    rows = session.execute(select(Venue.slug, Venue.name).order_by(Venue.name))
    return {row.slug: row.name for row in rows}


@dataclass(frozen=True)
class Place:
    """Where a venue lies."""

    slug: str
    latitude: float
    longitude: float


def get_venue_on_map(session: Session, slug: str, day: date) -> tuple[Venue, list[Place]]:
    """Return one venue with its fees, and where all that are in use lie; one query.

    Raises:
        NotFound: there is none.
    """
    other = aliased(Venue)
    words = other.slug + " " + cast(other.latitude, String) + " " + cast(other.longitude, String)
    # Where nobody noted a place the words are NULL, and left out.
    places = select(func.aggregate_strings(words, ";")).where(
        or_(other.valid_until.is_(None), other.valid_until >= day)
    )
    found = session.execute(
        select(Venue, places.scalar_subquery())
        .where(Venue.slug == slug)
        .options(joinedload(Venue.fees))
    )
    row = found.unique().one_or_none()
    if row is None:
        raise NotFound
    written = [entry.split(" ") for entry in (row[1] or "").split(";") if entry]
    return row[0], [Place(name, float(north), float(east)) for name, north, east in sorted(written)]


def list_venues_of_day(session: Session, day: date) -> list[tuple[Venue, str | None]]:
    """Return every venue, each with the public reason why it is closed that day; one query."""
    begins, ends = day_begins_at(day), day_begins_at(day + timedelta(days=1))
    closed = (
        select(Closure.venue_id, func.min(Closure.reason).label("reason"))
        .where(
            Closure.public,
            Closure.lifted_at.is_(None),
            Closure.venue_id.is_not(None),
            Closure.begins_at < ends,
            Closure.ends_at > begins,
        )
        .group_by(Closure.venue_id)
        .subquery()
    )
    rows = session.execute(
        select(Venue, closed.c.reason)
        .outerjoin(closed, closed.c.venue_id == Venue.id)
        .where(
            and_(
                or_(Venue.valid_from.is_(None), Venue.valid_from <= day),
                or_(Venue.valid_until.is_(None), Venue.valid_until >= day),
            )
        )
        .order_by(Venue.name)
    )
    return [(row[0], row[1]) for row in rows]


def list_venues_named(session: Session, slugs: Sequence[str]) -> list[Venue]:
    """Return these venues with their fees, in the order in which they are named; one query."""
    found = session.scalars(
        select(Venue).where(Venue.slug.in_(slugs)).options(joinedload(Venue.fees))
    ).unique()
    return sorted(found, key=lambda venue: slugs.index(venue.slug))


def find_next_days(
    session: Session,
    days: list[date],
    wish: Wish,
    *,
    most: int = 1,
    now: datetime,
    policies: Policies,
) -> dict[int, list[date]]:
    """Return for each venue the first of these days with a free slot that fits; one query."""
    free = (
        select(Slot.venue_id, Slot.day)
        .join(Venue, Slot.venue_id == Venue.id)
        .where(is_free(now, policies), fits(wish), Slot.day.in_(days))
        .group_by(Slot.venue_id, Slot.day)
        .subquery()
    )
    place = func.row_number().over(partition_by=free.c.venue_id, order_by=free.c.day)
    ranked = select(free, place.label("place")).subquery()
    rows = session.execute(
        select(ranked.c.venue_id, ranked.c.day)
        .where(ranked.c.place <= most)
        .order_by(ranked.c.venue_id, ranked.c.day)
    )
    found: dict[int, list[date]] = {}
    for row in rows:
        found.setdefault(row.venue_id, []).append(row.day)
    return found
