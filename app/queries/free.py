"""What couples see as free: released, open, in time, feasible, and not held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.models import Slot, StepFree, Surroundings, Venue
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.search import PARTS_OF_DAY, Wish, nearest
from app.rules.slots import SlotState

RELEASED = Slot.state == SlotState.RELEASED


def is_free(now: datetime, policies: Policies) -> ColumnElement[bool]:
    """Return the condition under which a slot can be held at this instant."""
    return and_(
        RELEASED,
        Slot.holdable,
        Slot.day >= first_reservable_day(berlin_day(now), policies),
        Slot.opens_at <= now,
        or_(Slot.blocked_until.is_(None), Slot.blocked_until <= now),
    )


def fits(wish: Wish) -> ColumnElement[bool]:
    """Return the condition under which a slot, joined with its venue, is what the couple asked."""
    conditions: list[ColumnElement[bool]] = []
    if wish.guests is not None:
        conditions.append(Venue.seats + Venue.standing >= wish.guests)
    if wish.step_free:
        conditions.append(Venue.step_free == StepFree.YES)
    if wish.surroundings is not None:
        fitting = (Surroundings(wish.surroundings), Surroundings.BOTH)
        conditions.append(Venue.location.in_(fitting))
    if wish.most_cents is not None:
        conditions.append(Slot.fee_cents <= wish.most_cents)
    if wish.venues:
        conditions.append(Venue.slug.in_(wish.venues))
    if wish.part_of_day is not None:
        first, after = PARTS_OF_DAY[wish.part_of_day]
        conditions.append(Slot.minute.between(first, after - 1))
    return and_(True, *conditions)


@dataclass(frozen=True)
class DayCount:
    """How a day looks from afar."""

    day: date
    #: Free slots that fit the wish.
    fitting: int
    #: Free slots whatever was wished.
    free: int
    #: Released slots in any condition.
    released: int
    #: The first instant at which released slots of the day open, if they have not.
    opens_at: datetime | None


def count_days(
    session: Session, first: date, last: date, wish: Wish, *, now: datetime, policies: Policies
) -> dict[date, DayCount]:
    """Return the counts of each day that has released slots; one query.

    Weekdays are not part of the question: who asks drops the days that are not wanted.
    """
    free = is_free(now, policies)
    rows = session.execute(
        select(
            Slot.day,
            func.count().filter(and_(free, fits(wish))),
            func.count().filter(free),
            func.count(),
            func.min(case((Slot.opens_at > now, Slot.opens_at))),
        )
        .join(Venue, Slot.venue_id == Venue.id)
        .where(Slot.day.between(first, last), RELEASED)
        .group_by(Slot.day)
    )
    return {row[0]: DayCount(*row) for row in rows}


def list_day(session: Session, day: date) -> list[Slot]:
    """Return the released slots of a day with their venues, by time; one query."""
    return list(
        session.scalars(
            select(Slot)
            .join(Slot.venue)
            .options(contains_eager(Slot.venue))
            .where(Slot.day == day, RELEASED)
            .order_by(Slot.begins_at, Venue.name)
        )
    )


def list_free(
    session: Session,
    wish: Wish,
    *,
    now: datetime,
    policies: Policies,
    days: Collection[date] | None = None,
    first: date | None = None,
    limit: int = 20,
) -> list[Slot]:
    """Return the next free slots that fit, with their venues, by time; one query."""
    wanted = (
        select(Slot)
        .join(Slot.venue)
        .options(contains_eager(Slot.venue))
        .where(is_free(now, policies), fits(wish))
        .order_by(Slot.begins_at, Venue.name)
        .limit(limit)
    )
    if days is not None:
        wanted = wanted.where(Slot.day.in_(days))
    if first is not None:
        wanted = wanted.where(Slot.day >= first)
    return list(session.scalars(wanted))


def is_slot_free(slot: Slot, *, now: datetime, policies: Policies) -> bool:
    """Answer for one slot what ``is_free`` asks the database."""
    return (
        slot.state is SlotState.RELEASED
        and slot.holdable
        and slot.day >= first_reservable_day(berlin_day(now), policies)
        and slot.opens_at is not None
        and slot.opens_at <= now
        and (slot.blocked_until is None or slot.blocked_until <= now)
    )


def find_free_day(
    session: Session, day: date, wish: Wish, *, now: datetime, policies: Policies, after: bool
) -> date | None:
    """Return the nearest day after (or before) ``day`` with a free slot that fits, if any."""
    nearest = func.min(Slot.day) if after else func.max(Slot.day)
    wanted = (
        select(nearest)
        .join(Venue, Slot.venue_id == Venue.id)
        .where(is_free(now, policies), fits(wish), Slot.day > day if after else Slot.day < day)
    )
    return session.scalar(wanted)


#: How far around a taken slot alternatives are looked for.
NEAR = timedelta(days=42)


def list_candidates(
    session: Session, slot: Slot, guests: int, *, now: datetime, policies: Policies
) -> Sequence[Slot]:
    """Return free slots that may stand in for one that is gone.

    Those of the same day at any venue and of the same venue on the days around; if these are too
    few, the first free ones after and before.
    """
    free = and_(is_free(now, policies), Slot.id != slot.id)
    room = Venue.seats + Venue.standing >= guests
    base = select(Slot).join(Slot.venue).options(contains_eager(Slot.venue)).where(free, room)
    near = or_(
        Slot.day == slot.day,
        and_(
            Slot.venue_id == slot.venue_id,
            Slot.day.between(slot.day - NEAR, slot.day + NEAR),
        ),
    )
    found = list(session.scalars(base.where(near).order_by(Slot.day).limit(200)))
    if len(found) < 3:
        later = base.where(Slot.day >= slot.day).order_by(Slot.begins_at).limit(10)
        earlier = base.where(Slot.day < slot.day).order_by(Slot.begins_at.desc()).limit(10)
        found += [*session.scalars(later), *session.scalars(earlier)]
    return list({candidate.id: candidate for candidate in found}.values())


def list_alternatives(
    session: Session, slot: Slot, guests: int, *, now: datetime, policies: Policies, most: int = 3
) -> Sequence[Slot]:
    """Return the free slots nearest to one that is gone, the nearest first."""
    candidates = list_candidates(session, slot, guests, now=now, policies=policies)
    return nearest(slot, candidates, most)
