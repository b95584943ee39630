"""Venues as couples see them: those on the list, by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Closure, Slot, Venue
from app.queries import NotFound
from app.queries.free import is_free
from app.rules.calendar import day_begins_at
from app.rules.policies import Policies


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


def get_venue(session: Session, slug: str) -> Venue:
    """Return one venue with its fees; one query.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(
        select(Venue).where(Venue.slug == slug).options(joinedload(Venue.fees))
    ).unique()
    venue = found.one_or_none()
    if venue is None:
        raise NotFound
    return venue


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


def find_next_days(
    session: Session, days: list[date], *, now: datetime, policies: Policies
) -> dict[int, date]:
    """Return for each venue the first of these days on which it has a free slot; one query."""
    rows = session.execute(
        select(Slot.venue_id, func.min(Slot.day))
        .where(is_free(now, policies), Slot.day.in_(days))
        .group_by(Slot.venue_id)
    )
    return {row[0]: row[1] for row in rows}
