"""A few registrars for a random city, who are often what keeps a time from being free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.models import (
    Coverage,
    Place,
    PlannedDay,
    PlannedDuty,
    Registrar,
    Reservation,
    TravelTime,
    Venue,
)
from app.rules.calendar import instant_at
from app.rules.coverage import WeekdayClass
from tests.factories import (
    NOW,
    make_absence,
    make_assignment,
    make_pattern,
    make_place,
    make_registrar,
    place_of,
)

#: Hours of work: one stretch, or two with a pause.
SHIFTS = (((8, 19),), ((8, 19),), ((8, 13),), ((12, 20),), ((8, 12), (14, 19)))


def hire(
    session: Session, dice: Random, venues: Sequence[Venue], days: Sequence[date], *, count: int
) -> list[Registrar]:
    """Let so many registrars work on these days, and say how long their ways take."""
    bases = [make_place(session) for _ in range(2)]
    _measure_ways(session, dice, bases, [place_of(session, venue) for venue in venues])
    people = [_registrar(session, dice, bases, venues) for _ in range(count)]
    for _ in range(4 * count):
        _plan(session, dice, dice.choice(people), dice.choice(days), dice.choice(bases))
    for _ in range(3 * count):
        begins_at = instant_at(dice.choice(days), time(dice.choice((0, 9, 11, 15))))
        make_absence(
            session,
            dice.choice(people),
            begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=dice.choice((2, 5, 24))),
            lifted_at=dice.choice((None, None, NOW)),
        )
    for kind in WeekdayClass:
        late = kind is WeekdayClass.WEEKDAY_AFTERNOON or dice.random() < 0.3
        last_on = dice.choice(days[len(days) // 2 : -14]) if late else days[-1]
        session.add(Coverage(weekday_class=kind, last_on=last_on, set_at=NOW))
    session.flush()
    return people


def tell(
    session: Session, dice: Random, people: Sequence[Registrar], reservation: Reservation
) -> None:
    """Let some ceremonies have a registrar already, or a language."""
    luck = dice.random()
    if luck < 0.2:
        reservation.ceremony_language = "en"
    elif luck < 0.4:
        make_assignment(session, reservation, dice.choice(people), pinned=dice.random() < 0.5)


def _measure_ways(
    session: Session, dice: Random, bases: Sequence[Place], places: Sequence[Place]
) -> None:
    every = [*bases, *places]
    # Nobody has been at the last venue yet.
    unknown = places[-1]
    for origin in every:
        for target in every:
            if origin is target or (unknown in (origin, target) and dice.random() < 0.8):
                continue
            minutes = dice.choice((5, 10, 20, 35))
            session.add(
                TravelTime(
                    from_place_id=origin.id,
                    to_place_id=target.id,
                    minutes=minutes,
                    per_direction=True,
                )
            )
    session.flush()


def _registrar(
    session: Session, dice: Random, bases: Sequence[Place], venues: Sequence[Venue]
) -> Registrar:
    person = make_registrar(
        session,
        languages=dice.choice((["de"], ["de", "en"])),
        valid_until=dice.choice((None, None, None, date(2027, 4, 22))),
    )
    person.unserved = dice.sample(list(venues), dice.choice((0, 0, 1, 2)))
    for weekday in range(7):
        base = dice.choice(bases)
        every_weeks = dice.choice((1, 1, 1, 2))
        valid_from = date(2027, 1, 4) + timedelta(days=dice.randrange(14))
        valid_until = dice.choice((None, None, None, date(2027, 4, 10)))
        for begins, ends in dice.choice(SHIFTS) if dice.random() < 0.8 else ():
            make_pattern(
                session,
                person,
                base,
                weekday=weekday,
                begins_minute=60 * begins,
                ends_minute=60 * ends,
                every_weeks=every_weeks,
                valid_from=valid_from,
                valid_until=valid_until,
            )
    return person


def _plan(session: Session, dice: Random, person: Registrar, day: date, base: Place) -> None:
    """Plan one day by hand: other hours, or none."""
    if session.query(PlannedDay).filter_by(registrar_id=person.id, day=day).first() is not None:
        return
    planned = PlannedDay(registrar_id=person.id, day=day)
    session.add(planned)
    for begins, ends in dice.choice((*SHIFTS, ())):
        planned.duties.append(
            PlannedDuty(begins_minute=60 * begins, ends_minute=60 * ends, base_id=base.id)
        )
    session.flush()
