"""Closures, and what one would hit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.models import Closure, Reservation, Slot
from app.queries import NotFound
from app.queries.slots import get_claims
from app.rules.calendar import day_begins_at
from app.rules.slots import LIVING, SlotState


@dataclass(frozen=True)
class Hits:
    """What lies in a span of time at a venue, or at all venues."""

    #: Reservations that block their slot, live holds included, by time.
    reservations: list[Reservation]
    #: Times that couples can reserve and that would simply not be free.
    free: list[Slot]
    #: Drafts, submitted and returned times.
    unreleased: list[Slot]

    @property
    def references(self) -> tuple[str, ...]:
        """The references of the reservations."""
        return tuple(reservation.reference for reservation in self.reservations)


def get_hits(
    session: Session,
    venue_id: int | None,
    begins_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
) -> Hits:
    """Return what a closure would hit; without a venue, one of the whole office."""
    slots = list(
        session.scalars(
            select(Slot)
            .where(
                Slot.begins_at < ends_at,
                Slot.ends_at > begins_at,
                Slot.ends_at > now,
                Slot.state.in_(LIVING),
                _at(venue_id),
            )
            .options(joinedload(Slot.venue))
            .order_by(Slot.begins_at, Slot.id)
        )
    )
    claims = get_claims(session, [slot.id for slot in slots], now=now)
    return Hits(
        reservations=[claims[slot.id] for slot in slots if slot.id in claims],
        free=[s for s in slots if s.id not in claims and s.state is SlotState.RELEASED],
        unreleased=[s for s in slots if s.state is not SlotState.RELEASED],
    )


def _at(venue_id: int | None) -> ColumnElement[bool]:
    return true() if venue_id is None else Slot.venue_id == venue_id


def get_closure(session: Session, closure_id: int) -> Closure:
    """Return one closure.

    Raises:
        NotFound: there is none.
    """
    closure = session.get(Closure, closure_id)
    if closure is None:
        raise NotFound
    return closure


def reason_for_operators(closure: Closure) -> str:
    """Return why, as far as a venue's people may know; the office's own reasons are its own."""
    return closure.reason if closure.venue_id is not None or closure.public else ""


def find_same_closure(
    session: Session, venue_id: int | None, begins_at: datetime, ends_at: datetime
) -> Closure | None:
    """Return the closure of just this span that is in force, if any."""
    return session.scalar(
        select(Closure).where(
            and_(
                Closure.venue_id.is_(None) if venue_id is None else Closure.venue_id == venue_id,
                Closure.begins_at == begins_at,
                Closure.ends_at == ends_at,
                Closure.lifted_at.is_(None),
            )
        )
    )


def list_closures(session: Session, venue_id: int | None, *, now: datetime) -> list[Closure]:
    """Return the closures of a venue, or without one those of the office, not yet over."""
    return list(
        session.scalars(
            select(Closure)
            .where(
                Closure.venue_id.is_(None) if venue_id is None else Closure.venue_id == venue_id,
                Closure.lifted_at.is_(None),
                Closure.ends_at > now,
            )
            .options(joinedload(Closure.venue))
            .order_by(Closure.begins_at, Closure.id)
        )
    )


def list_closures_between(
    session: Session, venue_id: int, first: date, last: date
) -> list[Closure]:
    """Return the closures, of a venue or of the whole office, that touch these days."""
    return list(
        session.scalars(
            select(Closure)
            .where(
                or_(Closure.venue_id.is_(None), Closure.venue_id == venue_id),
                Closure.lifted_at.is_(None),
                Closure.begins_at < day_begins_at(last + timedelta(days=1)),
                Closure.ends_at > day_begins_at(first),
            )
            .order_by(Closure.begins_at, Closure.id)
        )
    )
