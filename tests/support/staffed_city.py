"""A small city on one Saturday: an office, two houses, three registrars from 8:00 to 16:00."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.models import Registrar, Reservation, Venue
from app.rules.reservations import ReservationState
from tests.factories import (
    DAY,
    cover,
    make_pattern,
    make_place,
    make_registrar,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

WAY = 20


class StaffedCity:
    """Who and what there is; ceremonies are added with ``wedding``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.office = make_place(session, name="Rathaus, Zimmer 12")
        self.castle = self._venue("Schloss", "schloss")
        self.mill = self._venue("Mühle", "muehle")
        places = [self.office, place_of(session, self.castle), place_of(session, self.mill)]
        for number, one in enumerate(places):
            for other in places[number + 1 :]:
                make_way(session, one, other, WAY)
        self.anna = self.registrar("Anna Demir", "Demir", languages=["de", "en"])
        self.bea = self.registrar("Bea Okafor", "Okafor")
        cover(session)

    def _venue(self, name: str, slug: str) -> Venue:
        return make_venue(
            self.session,
            staffed=False,
            name=f"{name} am Wald",
            short_name=name,
            slug=slug,
            preparation_minutes=10,
            follow_up_minutes=10,
        )

    def registrar(
        self, name: str, short_name: str, *, begins: int = 8, ends: int = 16, **values: Any
    ) -> Registrar:
        """Return a registrar on duty on Saturdays from the office."""
        who = make_registrar(self.session, name=name, short_name=short_name, **values)
        make_pattern(
            self.session,
            who,
            self.office,
            weekday=DAY.weekday(),
            begins_minute=begins * 60,
            ends_minute=ends * 60,
        )
        return who

    def wedding(
        self,
        venue: Venue,
        hour: int,
        minute: int = 0,
        state: ReservationState = ReservationState.APPROVED,
        **values: Any,
    ) -> Reservation:
        """Return a ceremony of forty minutes."""
        slot = make_slot(self.session, venue, at=time(hour, minute), minutes=40)
        return make_reservation(self.session, slot, state, **values)


@pytest.fixture
def city(session: Session) -> StaffedCity:
    """The small city, empty of ceremonies."""
    return StaffedCity(session)
