"""The calendar of a registrar: which address opens it, and what is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.models import Assignment, Entry, RegistrarFeed, Reservation, Slot
from app.queries import NotFound
from app.queries.rosters import SHOWN, RosterDay, get_roster_days
from app.queries.tokens import hash_of


@dataclass(frozen=True)
class Revision:
    """How often something has happened to a ceremony, and when last."""

    number: int
    last_at: datetime


def get_feed(session: Session, secret: str) -> RegistrarFeed:
    """Return the calendar that an address opens.

    Raises:
        NotFound: it opens nothing, or no longer.
    """
    feed = session.scalar(
        select(RegistrarFeed)
        .where(RegistrarFeed.hash == hash_of(secret), RegistrarFeed.revoked_at.is_(None))
        .options(joinedload(RegistrarFeed.registrar))
    )
    if feed is None:
        raise NotFound
    return feed


def find_open_feed(session: Session, registrar_id: int) -> RegistrarFeed | None:
    """Return the calendar of a registrar that can be opened now, if there is one."""
    return session.scalar(
        select(RegistrarFeed)
        .where(RegistrarFeed.registrar_id == registrar_id, RegistrarFeed.revoked_at.is_(None))
        .order_by(RegistrarFeed.id.desc())
        .limit(1)
    )


def list_own_days(
    session: Session, registrar_id: int, first: date, *, now: datetime
) -> list[RosterDay]:
    """Return the days from ``first`` on with a ceremony of this registrar; eleven queries."""
    days = session.scalars(
        select(Slot.day)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .join(Assignment, Assignment.reservation_id == Reservation.id)
        .where(
            Assignment.registrar_id == registrar_id,
            Slot.day >= first,
            Reservation.state.in_(SHOWN),
        )
        .distinct()
        .order_by(Slot.day)
    ).all()
    found = get_roster_days(session, days, now=now)
    return [found[day] for day in days]


def get_revisions(session: Session, reservation_ids: Collection[int]) -> dict[int, Revision]:
    """Return how often something has happened to each reservation; one query."""
    rows = session.execute(
        select(Entry.subject_id, func.count(), func.max(Entry.at))
        .where(Entry.subject == "reservation", Entry.subject_id.in_(reservation_ids))
        .group_by(Entry.subject_id)
    )
    return {row[0]: Revision(row[1], row[2]) for row in rows}
