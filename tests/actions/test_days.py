from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.actions.days import (
    BATCH,
    PENDING,
    lock_days,
    mark_pending,
    reckon,
    reckon_or_leave,
    reckon_pending,
)
from app.actions.holds import hold_slot
from app.cli.check import verify
from app.models import Day, PlannedDay, Registrar, Reservation, Slot
from app.queries.days import get_progress, list_disturbed_days, list_pending_days
from app.rules.refusals import SlotNotFeasible
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_absence,
    make_assignment,
    make_place,
    make_registrar,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

TODAY = NOW.date()


def settle(session, *days: date) -> None:
    lock_days(session, days or [DAY])
    reckon(session, days or [DAY], now=NOW)


def day_of(session, day: date = DAY) -> Day:
    return session.scalars(select(Day).where(Day.day == day)).one()


def hold(session, slot: Slot, number: int = 1) -> Reservation:
    return hold_slot(session, slot.id, browser_hash=f"{number:064}", language="de", now=NOW)


@pytest.fixture
def shared(session):
    """One registrar for two venues, twenty minutes apart; it takes none to prepare."""
    none = {"staffed": False, "preparation_minutes": 0, "follow_up_minutes": 0}
    one, other = (make_venue(session, **none) for _ in range(2))
    base = make_place(session)
    make_registrar(session, base)
    places = [base, place_of(session, one), place_of(session, other)]
    make_way(session, places[0], places[1])
    make_way(session, places[0], places[2])
    make_way(session, places[1], places[2])
    cover(session)
    slots = [make_slot(session, one), make_slot(session, other)]
    settle(session)
    return slots


def test_two_venues_cannot_sell_the_same_registrar(session, shared):
    assert all(slot.holdable for slot in shared)
    held = hold(session, shared[0])
    assert shared[1].blocked_until == held.held_until
    make_firm(held)
    settle(session)
    assert (shared[1].holdable, shared[1].obstacle) == (False, Obstacle.NO_REGISTRAR)
    with pytest.raises(SlotNotFeasible) as refusal:
        hold(session, shared[1], 2)
    assert refusal.value.obstacle == "no_registrar"


def make_firm(reservation: Reservation) -> None:
    reservation.state = ReservationState.RESERVED
    reservation.requested_at = reservation.reserved_at = NOW


def test_without_registrars_nothing_is_free(session):
    slot = make_slot(session, make_venue(session, staffed=False))
    cover(session)
    settle(session)
    assert slot.obstacle is Obstacle.NO_REGISTRAR


def test_a_day_is_disturbed_while_its_ceremonies_cannot_be_performed(session, shared):
    make_reservation(session, shared[0])
    registrar = session.scalars(select(Registrar)).one()
    settle(session)
    assert not day_of(session).disturbed
    absence = make_absence(session, registrar)
    settle(session)
    session.refresh(day_of(session))
    assert day_of(session).disturbed
    assert list_disturbed_days(session, TODAY) == [DAY]
    absence.lifted_at = NOW
    settle(session)
    assert list_disturbed_days(session, TODAY) == []


def test_a_pin_counts_and_an_assignment_without_one_does_not(session, shared):
    reservation = make_reservation(session, shared[0])
    other = make_registrar(session)
    assignment = make_assignment(session, reservation, other)
    settle(session)
    assert list_disturbed_days(session, TODAY) == []
    assignment.pinned = True
    settle(session)
    assert list_disturbed_days(session, TODAY) == [DAY]


def test_a_day_off_planned_by_hand_counts(session, shared):
    registrar = session.scalars(select(Registrar)).one()
    session.add(PlannedDay(registrar_id=registrar.id, day=DAY))
    settle(session)
    assert {slot.obstacle for slot in shared} == {Obstacle.NO_REGISTRAR}


def test_nothing_is_free_on_a_day_left_to_the_worker(session):
    slots = [make_slot(session), make_slot(session, day=DAY + timedelta(days=7))]
    taken = make_reservation(session, make_slot(session)).slot
    settle(session, DAY, DAY + timedelta(days=7))
    version = day_of(session).version
    lock_days(session, [DAY])
    mark_pending(session, [DAY])
    assert (slots[0].holdable, slots[0].obstacle) == (False, Obstacle.RECKONING)
    assert taken.obstacle is Obstacle.TAKEN
    assert slots[1].holdable
    assert day_of(session).version > version
    with pytest.raises(SlotNotFeasible) as refusal:
        hold(session, slots[0])
    assert refusal.value.obstacle == "reckoning"


def test_the_worker_reckons_what_is_left_a_few_days_at_a_time(session):
    venue = make_venue(session)
    days = [DAY + timedelta(days=7 * n) for n in range(PENDING + 2)]
    slots = [make_slot(session, venue, day=day) for day in days]
    settle(session, *days)
    mark_pending(session, days)
    assert list_pending_days(session, TODAY) == days
    progress = get_progress(session, TODAY)
    assert (progress.left, progress.total, progress.is_done) == (PENDING + 2, PENDING + 2, False)
    assert reckon_pending(session, now=NOW) == PENDING
    assert get_progress(session, TODAY).left == 2
    assert slots[0].holdable
    assert not slots[-1].holdable
    assert reckon_pending(session, now=NOW) == 2
    assert reckon_pending(session, now=NOW) == 0
    assert get_progress(session, TODAY).is_done
    assert all(slot.holdable and slot.obstacle is None for slot in slots)


def test_what_is_over_is_not_left_to_do(session):
    past = TODAY - timedelta(days=1)
    lock_days(session, [past])
    mark_pending(session, [past])
    assert reckon_pending(session, now=NOW) == 0
    assert not day_of(session, past).pending


@pytest.mark.parametrize(("count", "left"), [(BATCH, 0), (BATCH + 1, BATCH + 1)])
def test_many_days_are_left_to_the_worker(session, count, left):
    days = [DAY + timedelta(days=n) for n in range(count)]
    lock_days(session, days)
    reckon_or_leave(session, days, now=NOW)
    assert len(list_pending_days(session, TODAY)) == left


def test_a_pending_day_violates_nothing(session):
    slot = make_slot(session)
    settle(session)
    mark_pending(session, [DAY])
    session.refresh(slot)
    session.delete(session.scalars(select(Registrar)).one())
    session.flush()
    verify(session, now=NOW)
    reckon_pending(session, now=NOW)
    verify(session, now=NOW)
    assert slot.obstacle is Obstacle.NO_REGISTRAR
