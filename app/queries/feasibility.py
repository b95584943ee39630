"""What the day says now about one ceremony, as facts for a person who has to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Closure, Day, Reservation, Slot
from app.queries.settings import get_policies
from app.rules.conflicts import Conflict, why_day_is_closed
from app.rules.reservations import LIVE
from app.rules.slots import SlotState, Span, overlap


@dataclass(frozen=True)
class Feasibility:
    """What stands in the way of a ceremony, and what does not."""

    is_released: bool
    is_venue_in_use: bool
    #: Why the office holds no ceremonies on the day, if it does not.
    closed_because: Conflict | None
    office_closures: tuple[Closure, ...]
    venue_closures: tuple[Closure, ...]
    #: Other couples' reservations at the venue that collide with it.
    in_the_way: tuple[Reservation, ...]
    #: Whether registrars can perform everything that is agreed on the day, this included.
    is_staffed: bool
    #: The day is still to be reckoned, so that is not known.
    is_pending: bool = False

    @property
    def is_day_open(self) -> bool:
        """Whether the office marries on this day at this time."""
        return self.closed_because is None and not self.office_closures

    @property
    def is_venue_open(self) -> bool:
        """Whether the venue is on the list and not closed."""
        return self.is_venue_in_use and not self.venue_closures

    @property
    def is_feasible(self) -> bool:
        """Whether nothing stands in the way."""
        return (
            self.is_released
            and self.is_day_open
            and self.is_venue_open
            and not self.in_the_way
            and self.is_staffed
            and not self.is_pending
        )


def get_feasibility(session: Session, slot: Slot) -> Feasibility:
    """Return what the day says now about a slot, its own reservation left out; four queries.

    Whether there is a registrar was reckoned when the day last changed, with everything on it.
    """
    closures = _closures(session, slot)
    flags = session.execute(select(Day.disturbed, Day.pending).where(Day.day == slot.day)).first()
    return Feasibility(
        is_released=slot.state is SlotState.RELEASED,
        is_venue_in_use=_is_in_use(slot, slot.day),
        closed_because=why_day_is_closed(slot.day, get_policies(session, slot.day)),
        office_closures=tuple(found for found in closures if found.venue_id is None),
        venue_closures=tuple(found for found in closures if found.venue_id is not None),
        in_the_way=_colliding(session, slot),
        is_staffed=flags is None or not flags.disturbed,
        is_pending=flags is not None and flags.pending,
    )


def _is_in_use(slot: Slot, day: date) -> bool:
    venue = slot.venue
    return (venue.valid_from is None or venue.valid_from <= day) and (
        venue.valid_until is None or day <= venue.valid_until
    )


def _closures(session: Session, slot: Slot) -> list[Closure]:
    return list(
        session.scalars(
            select(Closure)
            .where(
                Closure.lifted_at.is_(None),
                or_(Closure.venue_id.is_(None), Closure.venue_id == slot.venue_id),
                Closure.begins_at < slot.ends_at,
                Closure.ends_at > slot.begins_at,
            )
            .order_by(Closure.begins_at)
        )
    )


def _colliding(session: Session, slot: Slot) -> tuple[Reservation, ...]:
    near = timedelta(days=1)
    rows = session.execute(
        select(Reservation, Slot)
        .join(Slot, Reservation.slot_id == Slot.id)
        .where(
            Slot.venue_id == slot.venue_id,
            Slot.id != slot.id,
            Slot.begins_at.between(slot.begins_at - near, slot.begins_at + near),
            Reservation.state.in_(LIVE),
        )
        .order_by(Slot.begins_at)
    )
    own = _span(slot)
    return tuple(row[0] for row in rows if overlap(own, _span(row[1])))


def _span(slot: Slot) -> Span:
    return Span(slot.begins_at, slot.ends_at, slot.buffer_minutes)
