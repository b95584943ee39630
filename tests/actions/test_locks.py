"""Days are locked in ascending order, also when a reservation moves while we wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.actions import locks
from app.actions.reservations import lapse_unconfirmed
from app.models import Day, Reservation
from app.rules.reservations import ReservationState
from tests.factories import DAY, NOW, make_reservation, make_slot

#: On SQLite nobody else writes while we hold the write lock.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

EARLIER = DAY - timedelta(days=7)


@pytest.fixture
def moved_while_we_wait(session, monkeypatch):
    """Return a reservation that somebody moves to an earlier day just before we get the lock."""
    reservation = make_reservation(session, make_slot(session, day=DAY), ReservationState.REQUESTED)
    reservation.confirm_until = NOW
    there = make_slot(session, day=EARLIER)
    session.add_all([Day(day=EARLIER, version=0), Day(day=DAY, version=0)])
    session.commit()
    lock_days, asked = locks.lock_days, []

    def move_first(our_session, days):
        if not asked:
            with Session(session.get_bind()) as other:
                other.get_one(Reservation, reservation.id).slot_id = there.id
                other.commit()
        asked.append(sorted(days))
        lock_days(our_session, days)

    monkeypatch.setattr(locks, "lock_days", move_first)
    monkeypatch.setattr("app.actions.reservations.lock_days", move_first)
    reservation_id = reservation.id
    session.rollback()
    return reservation_id


def is_locked(engine, day):
    """Answer whether somebody else would have to wait for this day."""
    with Session(engine) as other:
        try:
            other.execute(select(Day.day).where(Day.day == day).with_for_update(nowait=True))
        except OperationalError:
            return True
        return False


def test_the_day_it_has_left_is_given_back_before_the_earlier_one_is_locked(
    act, session, moved_while_we_wait
):
    engine = session.get_bind()

    def lock(session):
        found = locks.lock_reservation(session, moved_while_we_wait)
        return found.slot.day, is_locked(engine, EARLIER), is_locked(engine, DAY)

    assert act(lock) == (EARLIER, True, False)


def test_letting_lapse_leaves_what_has_moved_to_the_next_round(act, moved_while_we_wait):
    assert act(lambda session: lapse_unconfirmed(session, now=NOW)) == 0
    assert act(lambda session: lapse_unconfirmed(session, now=NOW)) == 1
