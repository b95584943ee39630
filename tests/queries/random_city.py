"""A random city with everything that can keep a time from being free; the same for each seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.models import Fee, Payee, Reservation, Setting, Slot, StepFree, Surroundings, Venue
from app.rules.calendar import days_between, instant_at
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from tests.factories import NOW, make_closure, make_reservation, make_slot, make_venue
from tests.queries.random_staff import hire, tell

#: From before the lead time has run out until well after it; a public holiday lies within.
FIRST, LAST = date(2027, 3, 8), date(2027, 5, 9)
CLOSING_DAY = date(2027, 4, 14)
STATES = (*[SlotState.RELEASED] * 9, SlotState.DRAFT, SlotState.SUBMITTED, SlotState.WITHDRAWN)
STARTS = tuple(time(hour, minute) for hour in (9, 14, 17) for minute in (0, 20, 40))


def build(
    session: Session,
    dice: Random,
    *,
    venues: int = 6,
    per_day: int = 9,
    people: int = 6,
    claimed: float = 0.3,
) -> list[Slot]:
    """Fill the database; everything is reckoned as the office's own actions do it.

    Args:
        per_day: times on a day, at most.
        people: registrars.
        claimed: share of the released times that couples have or had.
    """
    session.add(
        Setting(
            name="closing_days",
            value=[CLOSING_DAY.isoformat()],
            valid_from=date(2026, 1, 1),
            set_at=NOW,
        )
    )
    places = [_venue(session, dice, number) for number in range(venues)]
    days = list(days_between(FIRST, LAST))
    registrars = hire(session, dice, places, days, count=people)
    slots = []
    for day in days:
        times = [(venue, at) for venue in places for at in STARTS]
        count = min(dice.randint(0, per_day), len(times))
        slots += [_slot(session, dice, venue, day, at) for venue, at in dice.sample(times, count)]
    _close(session, dice, places)
    for reservation in _claim(session, dice, slots, claimed):
        tell(session, dice, registrars, reservation)
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()
    return slots


def _venue(session: Session, dice: Random, number: int) -> Venue:
    venue = make_venue(
        session,
        staffed=False,
        slug=f"haus-{number}",
        preparation_minutes=dice.choice((0, 10, 20)),
        follow_up_minutes=dice.choice((0, 10)),
        seats=dice.choice((6, 12, 20, 30, 60)),
        standing=dice.choice((0, 0, 10)),
        step_free=dice.choice(list(StepFree)),
        location=dice.choice(list(Surroundings)),
        valid_from=date(2027, 4, 1) if number == 0 else None,
        valid_until=date(2027, 4, 30) if number == 1 else None,
    )
    session.add(
        Fee(
            venue_id=venue.id,
            payee=Payee.OFFICE,
            label={"de": "Trauung"},
            cents=dice.choice((0, 4000, 6650, 20000)),
            weekdays=dice.choice(([], [5], [4, 5])),
            valid_from=date(2026, 1, 1),
        )
    )
    return venue


def _slot(session: Session, dice: Random, venue: Venue, day: date, at: time) -> Slot:
    state = dice.choice(STATES)
    opens_at = NOW + timedelta(minutes=dice.choice((-90000, -60, -1, 0, 0, 1, 90000)))
    return make_slot(
        session,
        venue,
        day=day,
        at=at,
        minutes=dice.choice((20, 30, 45)),
        buffer_minutes=dice.choice((0, 15, 30)),
        state=state,
        opens_at=opens_at if state is SlotState.RELEASED else None,
    )


def _close(session: Session, dice: Random, places: list[Venue]) -> None:
    """Close venues for hours or days, and the office once; some of it is lifted again."""
    for _ in range(4 * len(places)):
        begins_at = _instant(dice)
        make_closure(
            session,
            dice.choice(places),
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=dice.choice((2, 9, 50))),
            lifted_at=dice.choice((None, None, NOW)),
        )
    begins_at = instant_at(date(2027, 4, 20), time(10))
    make_closure(session, None, begins_at=begins_at, ends_at=begins_at + timedelta(hours=30))


def _claim(
    session: Session, dice: Random, slots: list[Slot], share: float
) -> Iterator[Reservation]:
    """Let couples hold and reserve, also what has ended or lapsed since."""
    released = [slot for slot in slots if slot.state is SlotState.RELEASED]
    claimed: list[Slot] = []
    for slot in dice.sample(released, int(share * len(released))):
        if any(_collide(slot, other) for other in claimed):
            # Two couples never have one place at one time.
            continue
        claimed.append(slot)
        state = dice.choice((*ReservationState, *[ReservationState.HELD] * 6))
        more: dict[str, datetime] = {}
        if state is ReservationState.HELD:
            more["held_until"] = NOW + timedelta(minutes=dice.choice((-60, 0, 1, 10, 19)))
        yield make_reservation(session, slot, state, **more)


def _collide(one: Slot, other: Slot) -> bool:
    return (
        one.venue_id == other.venue_id
        and one.begins_at < other.ends_at + timedelta(minutes=other.buffer_minutes)
        and other.begins_at < one.ends_at + timedelta(minutes=one.buffer_minutes)
    )


def _instant(dice: Random) -> datetime:
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    return instant_at(day, dice.choice(STARTS))
