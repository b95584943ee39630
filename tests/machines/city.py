"""A city so small that everybody is in everybody's way, in memory, new for each run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.actions.days import lock_days, reckon
from app.models import Base
from app.rules.permissions import Actor, Role
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_account,
    make_pattern,
    make_place,
    make_registrar,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

#: Two Saturdays; the second has few times, so that couples move their wishes there.
DAYS = (DAY, DAY + timedelta(days=7))
#: Wall-clock times of each venue on the first and on the second Saturday.
TIMES = (
    ((time(10), time(10, 30), time(11)), (time(10), time(11, 15)), (time(10, 15), time(12))),
    ((time(10),), (time(10),), (time(10, 45),)),
)


@dataclass(frozen=True)
class Names:
    """The ids of everything that is always there."""

    venues: tuple[int, ...]
    slots: tuple[int, ...]
    registrars: tuple[int, ...]
    bases: tuple[int, ...]
    staff: Actor
    operator: Actor


def build() -> tuple[sqlite3.Connection, Names]:
    """Build the city once; runs begin with a copy of it."""
    engine = _engine(sqlite3.connect(":memory:", check_same_thread=False))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        names = _settle(session)
        session.commit()
    raw = engine.raw_connection().driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw, names


def _settle(session: Session) -> Names:
    cover(session)
    base = make_place(session)
    venues = [
        make_venue(session, staffed=False, preparation_minutes=5, follow_up_minutes=5)
        for _ in range(3)
    ]
    places = [base, *(place_of(session, venue) for venue in venues)]
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            make_way(session, one, other, 20)
    registrars = [make_registrar(session) for _ in range(2)]
    for registrar in registrars:
        make_pattern(session, registrar, base, weekday=5, begins_minute=9 * 60, ends_minute=13 * 60)
    slots = [
        make_slot(session, venue=venue, day=day, at=at)
        for day, by_venue in zip(DAYS, TIMES, strict=True)
        for venue, times in zip(venues, by_venue, strict=True)
        for at in times
    ]
    account = make_account(session, role=Role.HEAD)
    owner = make_account(session, role=Role.OPERATOR, venues=venues)
    owned = frozenset(venue.id for venue in venues)
    lock_days(session, DAYS)
    reckon(session, DAYS, now=NOW)
    return Names(
        venues=tuple(venue.id for venue in venues),
        slots=tuple(slot.id for slot in slots),
        registrars=tuple(registrar.id for registrar in registrars),
        bases=tuple(place.id for place in places[:2]),
        staff=Actor(account.id, account.name, Role.HEAD),
        operator=Actor(owner.id, owner.name, Role.OPERATOR, owned),
    )


class World:
    """The city of one run, and its clock."""

    def __init__(self, template: sqlite3.Connection, names: Names) -> None:
        template.backup(_CITY)
        self.names = names
        self.now: datetime = NOW

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Do all of it or nothing, as a request does."""
        with Session(_ENGINE, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def writes(self) -> int:
        """How many rows were written so far, those taken back included."""
        return _CITY.total_changes


def _engine(connection: sqlite3.Connection) -> Engine:
    return create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)


#: All lives have one after the other the same city, so that each statement is made ready once.
_CITY = sqlite3.connect(":memory:", check_same_thread=False, cached_statements=1000)
_ENGINE = _engine(_CITY)
