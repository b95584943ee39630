"""What the office's forms choose from, and what a change of its settings would touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.models import Closure, Reservation, Slot, Venue
from app.queries.reservations import WITH_SLOT
from app.queries.settings import get_policies_by_day, list_settings
from app.rules.conflicts import why_day_is_closed
from app.rules.policies import Policies, to_stored
from app.rules.reservations import LIVE
from app.rules.slots import SlotState


@dataclass(frozen=True)
class VenueChoice:
    """A venue as forms offer it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Touched:
    """What a change of the settings would touch."""

    #: Released times that couples could no longer reserve, because their day would be closed.
    closing: int
    #: Released times on days that would be open again.
    opening: int
    #: Live reservations on days that would be closed; they stay, and need a call.
    reservations: tuple[Reservation, ...]
    #: Released times that wait for their opening and would open at another instant.
    moved: int
    #: Free times for which the lead time would be over at once, and those for which it would
    #: not be over any more.
    too_late: int = 0
    in_time: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing that exists is touched."""
        return self == Touched(closing=0, opening=0, reservations=(), moved=0)


def list_venue_choices(session: Session) -> list[VenueChoice]:
    """Return all venues by name; one query."""
    rows = session.execute(select(Venue.id, Venue.slug, Venue.name).order_by(Venue.name))
    return [VenueChoice(row.id, row.slug, row.name) for row in rows]


def list_unopened(session: Session, *, now: datetime) -> list[Slot]:
    """Return the released times whose opening has not come, by day."""
    return list(
        session.scalars(
            select(Slot)
            .where(Slot.state == SlotState.RELEASED, Slot.opens_at > now)
            .order_by(Slot.day, Slot.id)
        )
    )


def list_changes_after(session: Session, day: date) -> list[date]:
    """Return the later days from which other values apply."""
    return sorted({row.valid_from for row in list_settings(session) if row.valid_from > day})


def count_touched(
    session: Session,
    after: Callable[[date], Policies],
    reopens: Callable[[Slot], bool],
    *,
    valid_from: date,
    now: datetime,
) -> Touched:
    """Return what a change would touch.

    Args:
        after: the policies of a day once the change is made.
        reopens: whether a time that waits for its opening would open at another instant.
    """
    counts = session.execute(
        select(Slot.day, func.count())
        .where(Slot.state == SlotState.RELEASED, Slot.day >= valid_from)
        .group_by(Slot.day)
    ).all()
    before = get_policies_by_day(session, [row[0] for row in counts])
    closing: dict[date, int] = {}
    opening = 0
    for day, number in counts:
        was_open = why_day_is_closed(day, before[day]) is None
        is_open = why_day_is_closed(day, after(day)) is None
        if was_open and not is_open:
            closing[day] = number
        elif is_open and not was_open:
            opening += number
    return Touched(
        closing=sum(closing.values()),
        opening=opening,
        reservations=_live_on(session, list(closing)),
        moved=sum(reopens(slot) for slot in list_unopened(session, now=now)),
    )


def count_free_between(session: Session, first: date, end: date) -> int:
    """Return how many released times from ``first`` until before ``end`` nobody has."""
    free = (Slot.state == SlotState.RELEASED, Slot.holdable, Slot.day >= first, Slot.day < end)
    return session.scalar(select(func.count()).select_from(Slot).where(*free)) or 0


def changed_names(before: Policies, after: Policies) -> list[str]:
    """Return the settings in which two sets differ."""
    one, other = to_stored(before), to_stored(after)
    return [name for name in one if one[name] != other[name]]


def _live_on(session: Session, days: list[date]) -> tuple[Reservation, ...]:
    if not days:
        return ()
    return tuple(
        session.scalars(
            select(Reservation)
            .join(Reservation.slot)
            .where(Slot.day.in_(days), Reservation.state.in_(LIVE))
            .options(WITH_SLOT)
            .order_by(Slot.begins_at)
        )
    )


def list_all_closures(session: Session, *, now: datetime) -> list[Closure]:
    """Return the closures in force of the office and of every venue, not yet over; one query."""
    return list(
        session.scalars(
            select(Closure)
            .where(Closure.lifted_at.is_(None), Closure.ends_at > now)
            .options(joinedload(Closure.venue))
            .order_by(Closure.begins_at, Closure.id)
        )
    )
