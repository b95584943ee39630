"""What couples see as free: released, open, in time, feasible, and not held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    extract,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, contains_eager

from app.models import Slot, StepFree, Surroundings, Venue
from app.rules.calendar import add_months, berlin_day, days_between
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.search import (
    PARTS_OF_DAY,
    Hindrance,
    Order,
    Wish,
    why_not_free,
)
from app.rules.slots import Obstacle, SlotState

#: Somebody was quicker, at this venue or with its registrar.
TAKEN = (Obstacle.TAKEN, Obstacle.OVERLAP, Obstacle.NO_REGISTRAR)

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
    return and_(true(), *conditions)


@dataclass(frozen=True)
class DayCount:
    """How a day looks from afar."""

    day: date
    #: Free slots that fit the wish.
    fitting: int
    #: Free slots whatever was wished.
    free: int
    #: Released slots that somebody has or holds, or that collide with one, also for want of
    #: registrars.
    taken: int
    #: The first instant at which released slots of the day open, if they have not.
    opens_at: datetime | None


def count_days(
    session: Session,
    first: date,
    last: date,
    wish: Wish,
    *,
    now: datetime,
    policies: Policies,
    venue_id: int | None = None,
) -> dict[date, DayCount]:
    """Return the counts of each day that has released slots, of one venue or of all; one query.

    Weekdays and period are not part of the question: who asks drops the days that are not wanted.
    """
    free = is_free(now, policies)
    wanted = (
        select(
            Slot.day,
            func.count().filter(and_(free, fits(wish))),
            func.count().filter(free),
            func.count().filter(_is_taken(now)),
            func.min(case((and_(Slot.opens_at > now, Slot.holdable), Slot.opens_at))),
        )
        .join(Venue, Slot.venue_id == Venue.id)
        .where(Slot.day.between(first, last), RELEASED)
        .group_by(Slot.day)
    )
    if venue_id is not None:
        wanted = wanted.where(Slot.venue_id == venue_id)
    return {row[0]: DayCount(*row) for row in session.execute(wanted)}


def count_by_venue(
    session: Session, first: date, last: date, wish: Wish, *, now: datetime, policies: Policies
) -> dict[int, dict[date, int]]:
    """Return for each venue how many free slots fit in each month, by its first day; one query."""
    year, month = extract("year", Slot.day), extract("month", Slot.day)
    rows = session.execute(
        select(Slot.venue_id, year, month, func.count())
        .join(Venue, Slot.venue_id == Venue.id)
        .where(
            Slot.day.between(first, last),
            is_free(now, policies),
            fits(wish),
            on_days(wish, berlin_day(now), policies),
        )
        .group_by(Slot.venue_id, year, month)
    )
    found: dict[int, dict[date, int]] = {}
    for row in rows:
        found.setdefault(row[0], {})[date(int(row[1]), int(row[2]), 1)] = row[3]
    return found


def list_day(session: Session, day: date, *, venue_id: int | None = None) -> list[Slot]:
    """Return the released slots of a day with their venues, by time; one query."""
    wanted = (
        select(Slot)
        .join(Slot.venue)
        .options(contains_eager(Slot.venue))
        .where(Slot.day == day, RELEASED)
        .order_by(Slot.begins_at, Venue.name)
    )
    if venue_id is not None:
        wanted = wanted.where(Slot.venue_id == venue_id)
    return list(session.scalars(wanted))


@dataclass(frozen=True)
class FreeTime:
    """A free time, by name only."""

    begins_at: datetime
    venue: str


def list_times(
    session: Session, days: Collection[date], wish: Wish, *, now: datetime, policies: Policies
) -> dict[date, list[FreeTime]]:
    """Return the free times of some days that fit, by time; one query."""
    rows = session.execute(
        select(Slot.day, Slot.begins_at, Venue.short_name)
        .join(Venue, Slot.venue_id == Venue.id)
        .where(Slot.day.in_(days), is_free(now, policies), fits(wish))
        .order_by(Slot.begins_at, Venue.name)
    )
    found: dict[date, list[FreeTime]] = {}
    for row in rows:
        found.setdefault(row.day, []).append(FreeTime(row.begins_at, row.short_name))
    return found


def list_free(
    session: Session,
    wish: Wish,
    *,
    now: datetime,
    policies: Policies,
    days: Collection[date] | None = None,
    first: date | None = None,
    last: date | None = None,
    order: Order | None = None,
    offset: int = 0,
    limit: int = 20,
) -> list[Slot]:
    """Return the next free slots that fit, with their venues, by time unless ordered; one query."""
    wanted = (
        select(Slot)
        .join(Slot.venue)
        .options(contains_eager(Slot.venue))
        .where(is_free(now, policies), fits(wish), on_days(wish, berlin_day(now), policies))
        .order_by(*_ranked(order, wish), Slot.begins_at, Venue.name, Slot.id)
        .offset(offset)
        .limit(limit)
    )
    if days is not None:
        wanted = wanted.where(Slot.day.in_(days))
    if first is not None:
        wanted = wanted.where(Slot.day >= first)
    if last is not None:
        wanted = wanted.where(Slot.day <= last)
    return list(session.scalars(wanted))


def _ranked(order: Order | None, wish: Wish) -> list[ColumnElement[Any]]:
    """Return what comes before the time in an order."""
    room = Venue.seats + Venue.standing
    fit: list[ColumnElement[Any]] = []
    if wish.guests is not None:
        # Where all can sit first, and of those the place that is least too large.
        fit += [case((Venue.seats >= wish.guests, 0), else_=1), room]
    if wish.surroundings is not None:
        fit.insert(0, case((Venue.location == Surroundings(wish.surroundings), 0), else_=1))
    ranks: dict[Order | None, list[ColumnElement[Any]]] = {
        None: [],
        Order.DATE: [Slot.day.expression, *fit],
        Order.FIT: [*fit, Slot.fee_cents.expression],
        Order.FEE: [Slot.fee_cents.expression],
        Order.ROOM: [room.desc() if wish.guests is None else room],
    }
    return ranks[order]


def is_slot_free(slot: Slot, *, now: datetime, policies: Policies) -> bool:
    """Answer for one slot what ``is_free`` asks the database."""
    return (
        slot.state is SlotState.RELEASED and slot.holdable and reason(slot, now, policies) is None
    )


def reason(slot: Slot, now: datetime, policies: Policies) -> Obstacle | Hindrance | None:
    """Return why a released slot cannot be held at this instant, or None."""
    return why_not_free(
        obstacle=slot.obstacle,
        opens_at=slot.opens_at,
        day=slot.day,
        blocked_until=slot.blocked_until,
        now=now,
        policies=policies,
    )


def on_days(wish: Wish, today: date, policies: Policies) -> ColumnElement[bool]:
    """Return the condition under which a slot lies on a day that the couple asked for."""
    conditions: list[ColumnElement[bool]] = []
    if wish.first is not None:
        conditions.append(Slot.day >= wish.first)
    if wish.last is not None:
        conditions.append(Slot.day <= wish.last)
    if wish.weekdays:
        # As a list of days: weekdays are reckoned differently by each database.
        last = add_months(today, policies.horizon_months + 1)
        days = [day for day in days_between(today, last) if wish.allows(day)]
        conditions.append(Slot.day.in_(days))
    return and_(true(), *conditions)


def _is_taken(now: datetime) -> ColumnElement[bool]:
    held = and_(Slot.holdable, Slot.blocked_until > now)
    return or_(Slot.obstacle.in_(TAKEN), held)
