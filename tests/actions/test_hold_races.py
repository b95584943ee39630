"""Holding at the same instant: the guard against booking twice, on both databases."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import delete, func, select, text

from app.actions.days import lock_days, reckon
from app.actions.holds import hold_slot, release_hold
from app.actions.locks import get_slot
from app.models import Reservation, Slot, Token
from app.rules.refusals import SlotNotReleased, SlotTaken, TooManyHolds
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import SlotEvent, SlotState
from app.rules.throttle import Budget, Limit
from tests.factories import DAY, NOW, make_slot, make_venue

S = ReservationState


def hold(slot_id, browser, now=NOW, budget=None):
    return lambda session: hold_slot(
        session, slot_id, browser_hash=f"{browser:064x}", language="de", budget=budget, now=now
    )


def blocking(session):
    return session.scalar(select(func.count()).where(Reservation.state.in_(sorted(BLOCKING))))


def judged(answers):
    won = [answer for answer in answers if isinstance(answer, int)]
    lost = [answer for answer in answers if isinstance(answer, SlotTaken)]
    assert len(won) + len(lost) == len(answers), answers
    return len(won), len(lost)


def test_of_eight_browsers_exactly_one_gets_the_slot(act, session):
    slots = [make_slot(session).id for _ in range(4)]
    for slot_id in slots:
        answers = act.at_once([hold(slot_id, browser) for browser in range(8)])
        assert judged(answers) == (1, 7)
    # A browser that won twice let go of what it had before.
    assert 1 <= blocking(session) <= 4


def test_a_lapsed_hold_is_taken_over_by_exactly_one(act, session):
    slot = make_slot(session)
    act(hold(slot.id, 99))
    later = NOW + timedelta(minutes=20)
    assert judged(act.at_once([hold(slot.id, n, later) for n in range(8)])) == (1, 7)
    assert blocking(session) == 1


def test_a_double_click_makes_one_hold(act, session):
    slot = make_slot(session)
    answers = act.at_once([hold(slot.id, 1)] * 8)
    assert len(set(answers)) == 1
    assert blocking(session) == 1


def test_one_browser_that_clicks_eight_times_at_once_holds_one_of_them(act, session):
    slots = [make_slot(session, day=DAY + timedelta(weeks=n)) for n in range(8)]
    answers = act.at_once([hold(slot.id, 1) for slot in slots])
    assert judged(answers) == (8, 0)
    assert blocking(session) == 1
    held = session.scalars(select(Reservation).where(Reservation.state == S.HELD)).one()
    assert [slot.id for slot in slots if slot.blocked_until is not None] == [held.slot_id]


def test_of_eight_holds_of_one_network_at_once_it_gets_three(act, session):
    slots = [
        make_slot(session, venue=make_venue(session), day=DAY + timedelta(n)) for n in range(8)
    ]
    budget = Budget("hold:network", Limit(100, timedelta(hours=1)), at_once=3)
    # Browsers far apart: those that begin alike wait for each other anyway.
    holds = [hold(slot.id, n << 240, budget=budget) for n, slot in enumerate(slots, 1)]
    answers = act.at_once(holds)
    assert sum(isinstance(answer, TooManyHolds) for answer in answers) == 5
    assert sum(isinstance(answer, int) for answer in answers) == 3


def test_two_times_of_one_venue_that_collide_are_never_both_held(act, session):
    venue = make_venue(session)
    slots = [make_slot(session, venue, at=time(11, minute)) for minute in (0, 15, 30)]
    answers = act.at_once([hold(slot.id, n) for n, slot in enumerate(slots)])
    assert judged(answers) in {(1, 2), (2, 1)}
    begins = session.scalars(
        select(Slot.minute)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(Reservation.state == S.HELD)
        .order_by(Slot.minute)
    ).all()
    assert all(later - earlier >= 45 for earlier, later in zip(begins, begins[1:], strict=False))


def test_crossing_swaps_of_two_couples_do_not_wait_for_each_other_for_ever(act, session):
    slots = [make_slot(session, day=DAY + timedelta(weeks=n)).id for n in range(2)]
    for browser, slot_id in enumerate(slots):
        act(hold(slot_id, browser))
    answers = act.at_once([hold(slots[1], 0), hold(slots[0], 1)])
    judged(answers)
    assert blocking(session) == 2


def withdraw(slot_id):
    def deed(session):
        slot = get_slot(session, slot_id)
        lock_days(session, [slot.day])
        session.expire_all()
        if session.get(Slot, slot_id).blocked_until is not None:
            raise SlotTaken
        slot.take(SlotEvent.WITHDRAW)
        reckon(session, [slot.day], now=NOW)
        return "withdrawn"

    return deed


def test_a_slot_is_held_or_withdrawn_but_not_both(act, session):
    for _ in range(5):
        slot = make_slot(session)
        one, other = act.at_once([hold(slot.id, 1), withdraw(slot.id)])
        if slot.state is SlotState.WITHDRAWN:
            assert isinstance(one, SlotNotReleased)
        else:
            assert isinstance(one, int)
            assert isinstance(other, SlotTaken)
            act(lambda session, held=one: release_hold(session, held, now=NOW))


def test_the_database_forbids_what_the_code_forgets(act, session):
    slot = make_slot(session)
    act(hold(slot.id, 1))
    slot.blocked_until = None  # as if nobody had reckoned
    with pytest.raises(SlotTaken):
        act(hold(slot.id, 2))
    assert blocking(session) == 1


def test_without_the_guards_a_slot_is_booked_twice(act, session):
    """The tests above can fail: with index and ledger gone, they would."""
    slot = make_slot(session)
    session.execute(text("DROP INDEX uq_reservations_slot_blocking"))
    try:
        act(hold(slot.id, 1))
        slot.blocked_until = None
        act(hold(slot.id, 2))
        assert blocking(session) == 2
    finally:
        put_the_index_back(session)


def put_the_index_back(session):
    session.rollback()
    session.execute(delete(Token))
    session.execute(delete(Reservation))
    index = next(i for i in Reservation.__table__.indexes if i.name.endswith("slot_blocking"))
    index.create(session.connection())
    session.commit()
