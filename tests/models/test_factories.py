"""The factories make rows that the database takes, and each test starts with none."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.models import Account, Closure, Reservation, Series, Slot, Venue
from app.rules.permissions import Role
from app.rules.reservations import ReservationState
from tests.factories import (
    make_account,
    make_closure,
    make_reservation,
    make_series,
    make_slot,
    make_venue,
)


@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_starts_with_an_empty_database(session, attempt):
    for model in (Account, Closure, Reservation, Series, Slot, Venue):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    make_closure(session, make_venue(session))
    make_series(session)
    make_account(session, role=Role.HEAD)
    session.commit()


@pytest.mark.parametrize("state", list(ReservationState))
def test_a_reservation_can_be_made_in_every_state(session, state):
    make_reservation(session, state=state)
    session.commit()
    assert session.scalar(select(Reservation.state)) is state


def test_two_live_reservations_of_one_slot_are_refused(session):
    slot = make_slot(session)
    make_reservation(session, slot)
    with pytest.raises(IntegrityError):
        make_reservation(session, slot)


def test_the_session_and_a_request_see_the_same_rows(app, client, session):
    make_slot(session)
    assert client.get("/healthz").status_code == 200
    assert session.scalar(select(func.count()).select_from(Slot)) == 1
