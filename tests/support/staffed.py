"""A small town with one registrar: an office, a castle, and twenty minutes between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.models import Place, Registrar, Reservation, Slot, Venue
from app.rules.permissions import Actor, Role
from tests.factories import (
    cover,
    make_account,
    make_pattern,
    make_place,
    make_registrar,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

SATURDAY = 5


@dataclass
class StaffedTown:
    """What stands in it."""

    session: Session
    office: Place
    castle: Venue
    castle_place: Place
    anna: Registrar
    actor: Actor

    def slot(self, hour: int = 11, **overrides: Any) -> Slot:
        """Return a time at the castle on the day ``DAY``, a Saturday."""
        return make_slot(self.session, self.castle, at=time(hour), **overrides)

    def reservation(self, hour: int = 11, **overrides: Any) -> Reservation:
        """Return a reservation of such a time."""
        return make_reservation(self.session, self.slot(hour), **overrides)


@pytest.fixture
def town(session: Session) -> StaffedTown:
    """Anna is on duty on Saturdays from 9 to 15, from the office; the castle is 20 minutes away."""
    cover(session)
    castle = make_venue(
        session,
        staffed=False,
        name="Schloss",
        short_name="Schloss",
        preparation_minutes=15,
        follow_up_minutes=10,
    )
    office, castle_place = make_place(session, name="Amt"), place_of(session, castle)
    make_way(session, office, castle_place, 20)
    anna = make_registrar(session, name="Anna Adler", short_name="Adler")
    make_pattern(session, anna, office, weekday=SATURDAY, begins_minute=9 * 60, ends_minute=15 * 60)
    account = make_account(session, role=Role.STAFF)
    actor = Actor(account.id, account.name, Role.STAFF)
    return StaffedTown(session, office, castle, castle_place, anna, actor)
