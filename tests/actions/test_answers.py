"""What was typed before anything was sent can be deleted at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.actions.answers import forget_typed
from app.models import Entry
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_reservation

S = ReservationState


@pytest.mark.parametrize("state", [S.HELD, S.LAPSED, S.CANCELLED])
def test_what_was_typed_for_a_hold_is_deleted(act, session, state):
    reservation = make_reservation(
        session, state=state, email="a@example.org", needs=["other"], requested_at=None
    )
    act(lambda session: forget_typed(session, reservation.id, now=NOW))
    assert (reservation.email, reservation.person1_given, reservation.needs) == (None, None, [])
    assert session.scalars(select(Entry)).one().event == "reservation.forgotten"


@pytest.mark.parametrize("state", [S.REQUESTED, S.APPROVED, S.CANCELLED])
def test_what_was_sent_is_not(act, session, state):
    reservation = make_reservation(session, state=state)
    act(lambda session: forget_typed(session, reservation.id, now=NOW))
    assert reservation.email is not None
    assert session.scalars(select(Entry)).all() == []
