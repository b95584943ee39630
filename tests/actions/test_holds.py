"""Holding: who may, what a second click does, extending, letting go, lapsing."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.answers import forget_answers
from app.actions.holds import (
    extend_hold,
    hold_slot,
    lapse_holds,
    release_hold,
)
from app.actions.reservations import save_answers
from app.models import Day, Entry, OutgoingMail, Reservation
from app.queries import NotFound
from app.rules.refusals import (
    HoldOver,
    NoMoreExtensions,
    SlotNotFeasible,
    SlotNotReleased,
    SlotTaken,
    TooEarly,
    TooLate,
)
from app.rules.reservations import BLOCKING, ReservationState
from app.rules.slots import Obstacle, SlotState
from tests.factories import DAY, NOW, make_closure, make_reservation, make_slot, make_venue

ALEX, KIM = "a" * 64, "b" * 64
S = ReservationState
ANSWERS = {"person1_given": "Alex", "email": "alex@example.org", "guests": 12}


def hold(slot_id, browser=ALEX, now=NOW):
    return lambda session: hold_slot(session, slot_id, browser_hash=browser, language="de", now=now)


def count_held(session):
    return session.scalar(select(func.count()).where(Reservation.state == S.HELD))


def test_a_hold_lasts_twenty_minutes(act, session):
    slot = make_slot(session)
    held = session.get(Reservation, act(hold(slot.id)))
    assert held.state is S.HELD
    assert held.held_until == NOW + timedelta(minutes=20)
    assert (held.slot_id, held.browser_hash, held.language) == (slot.id, ALEX, "de")
    assert slot.blocked_until == held.held_until
    assert slot.holdable


def test_a_hold_leaves_one_line_in_the_journal_and_no_mail(act, session):
    held = act(hold(make_slot(session).id))
    entry = session.scalars(select(Entry)).one()
    assert (entry.event, entry.subject_id, entry.actor) == ("reservation.held", held, "couple")
    assert session.scalar(select(func.count(OutgoingMail.id))) == 0


def test_a_hold_raises_the_version_of_the_day(act, session):
    slot = make_slot(session)
    act(hold(slot.id))
    assert session.get(Day, slot.day).version == 1


def test_a_second_click_returns_the_first_hold(act, session):
    slot = make_slot(session)
    assert act(hold(slot.id)) == act(hold(slot.id, now=NOW + timedelta(minutes=5)))
    assert session.scalars(select(Reservation)).one().held_until == NOW + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("slot", "refusal"),
    [
        ({"state": SlotState.DRAFT}, SlotNotReleased),
        ({"state": SlotState.SUBMITTED}, SlotNotReleased),
        ({"state": SlotState.RETURNED}, SlotNotReleased),
        ({"state": SlotState.WITHDRAWN}, SlotNotReleased),
        ({"opens_at": NOW + timedelta(seconds=1)}, TooEarly),
        ({"day": date(2027, 3, 20)}, TooLate),
        ({"holdable": False, "obstacle": Obstacle.OVERLAP}, SlotNotFeasible),
        ({"holdable": False, "obstacle": Obstacle.TAKEN}, SlotTaken),
        ({"blocked_until": NOW + timedelta(seconds=1)}, SlotTaken),
    ],
)
def test_what_may_not_be_held_is_refused_and_nothing_changes(act, session, slot, refusal):
    slot = make_slot(session, **slot)
    with pytest.raises(refusal):
        act(hold(slot.id))
    assert session.scalars(select(Reservation)).all() == []
    assert session.scalars(select(Entry)).all() == []


@pytest.mark.parametrize(
    "slot", [{"opens_at": NOW}, {"day": date(2027, 3, 22)}, {"blocked_until": NOW}]
)
def test_what_just_may_be_held_is_held(act, session, slot):
    act(hold(make_slot(session, **slot).id))
    assert count_held(session) == 1


def test_a_slot_that_does_not_exist_is_not_found(act):
    with pytest.raises(NotFound):
        act(hold(4711))


@pytest.mark.parametrize("state", sorted(BLOCKING))
def test_another_couples_reservation_keeps_the_slot(act, session, state):
    slot = make_slot(session)
    make_reservation(session, slot, state)
    with pytest.raises(SlotTaken):
        act(hold(slot.id))


@pytest.mark.parametrize("state", sorted(set(S) - BLOCKING - {S.MARRIED}))
def test_an_ended_reservation_keeps_nothing(act, session, state):
    slot = make_slot(session)
    make_reservation(session, slot, state)
    act(hold(slot.id))
    assert count_held(session) == 1


@pytest.mark.parametrize(("after", "free"), [(-1, False), (0, True)])
def test_a_hold_lapses_at_the_very_second(act, session, after, free):
    slot = make_slot(session)
    first = act(hold(slot.id, KIM))
    then = NOW + timedelta(minutes=20, seconds=after)
    if free:
        act(hold(slot.id, ALEX, then))
        lapsed = session.get(Reservation, first)
        assert lapsed.state is S.LAPSED
        assert lapsed.ended_at == lapsed.held_until
    else:
        with pytest.raises(SlotTaken):
            act(hold(slot.id, ALEX, then))
    assert count_held(session) == 1


def test_a_time_too_close_at_the_same_venue_is_blocked_as_long_as_the_hold_lives(act, session):
    venue = make_venue(session)
    slot, close = make_slot(session, venue), make_slot(session, venue, at=time(11, 30))
    act(hold(slot.id, KIM))
    with pytest.raises(SlotTaken):
        act(hold(close.id))
    act(hold(close.id, now=NOW + timedelta(minutes=20)))


def test_a_swap_lets_go_of_the_old_hold_and_brings_what_was_typed(act, session):
    old, new = make_slot(session), make_slot(session, day=DAY + timedelta(days=7))
    first = act(hold(old.id))
    act(lambda session: save_answers(session, first, ANSWERS))
    second = session.get(Reservation, act(hold(new.id)))
    first = session.get(Reservation, first)
    assert first.state is S.CANCELLED
    assert old.blocked_until is None
    assert (second.person1_given, second.email, second.guests) == tuple(ANSWERS.values())
    assert (first.person1_given, first.email, first.guests) == (None, None, None)


def test_a_swap_to_the_time_next_to_it_is_not_blocked_by_ones_own_hold(act, session):
    venue = make_venue(session)
    slot, close = make_slot(session, venue), make_slot(session, venue, at=time(11, 30))
    act(hold(slot.id))
    act(hold(close.id))
    assert session.scalars(select(Reservation).where(Reservation.state == S.HELD)).one().slot == (
        close
    )


def test_a_swap_keeps_the_old_hold_if_the_new_time_is_lost(act, session):
    old, lost = make_slot(session), make_slot(session)
    first = act(hold(old.id))
    act(hold(lost.id, KIM))
    with pytest.raises(SlotTaken):
        act(hold(lost.id))
    assert session.get(Reservation, first).state is S.HELD
    assert old.blocked_until == NOW + timedelta(minutes=20)


def test_after_a_lapse_the_answers_come_along_for_a_day(act, session):
    slot = make_slot(session)
    first = act(hold(slot.id))
    act(lambda session: save_answers(session, first, ANSWERS))
    second = act(hold(slot.id, now=NOW + timedelta(hours=24)))
    assert session.get(Reservation, second).email == "alex@example.org"


def test_after_a_day_the_answers_are_forgotten(act, session):
    slot = make_slot(session)
    first = act(hold(slot.id))
    act(lambda session: save_answers(session, first, ANSWERS))
    later = NOW + timedelta(hours=24, minutes=20)
    second = act(hold(slot.id, now=later))
    assert session.get(Reservation, second).email is None
    assert act(lambda session: forget_answers(session, now=later)) == 1
    assert session.get(Reservation, first).email is None
    assert act(lambda session: forget_answers(session, now=later)) == 0


def test_nobody_gets_the_answers_of_another_browser(act, session):
    slot = make_slot(session)
    first = act(hold(slot.id, KIM))
    act(lambda session: save_answers(session, first, ANSWERS))
    second = act(hold(slot.id, ALEX, NOW + timedelta(minutes=20)))
    assert session.get(Reservation, second).email is None


def extend(held, times=1, seen=None, now=NOW):
    return lambda session: extend_hold(session, held, times=times, seen=seen, now=now)


def test_a_hold_is_extended_ten_times_and_no_more(act, session):
    held = act(hold(make_slot(session).id))
    for _ in range(10):
        act(extend(held))
    assert session.get(Reservation, held).held_until == NOW + timedelta(minutes=220)
    with pytest.raises(NoMoreExtensions):
        act(extend(held))


def test_all_the_time_is_granted_in_one_click(act, session):
    slot = make_slot(session)
    held = act(hold(slot.id))
    act(extend(held, times=3))
    act(extend(held, times=0))
    assert session.get(Reservation, held).held_until == NOW + timedelta(minutes=220)
    assert slot.blocked_until == NOW + timedelta(minutes=220)
    with pytest.raises(NoMoreExtensions):
        act(extend(held, times=0))


@pytest.mark.parametrize("times", [11, -1])
def test_more_extensions_than_there_are_is_refused(act, session, times):
    held = act(hold(make_slot(session).id))
    with pytest.raises(NoMoreExtensions):
        act(extend(held, times=times))
    assert session.get(Reservation, held).extensions == 0


def test_a_double_click_extends_once(act, session):
    held = act(hold(make_slot(session).id))
    act.at_once([extend(held, seen=0)] * 4)
    assert session.get(Reservation, held).extensions == 1


@pytest.mark.parametrize(("after", "lives"), [(-1, True), (0, False)])
def test_only_a_living_hold_is_extended(act, session, after, lives):
    held = act(hold(make_slot(session).id))
    deed = extend(held, now=NOW + timedelta(minutes=20, seconds=after))
    if lives:
        act(deed)
    else:
        with pytest.raises(HoldOver):
            act(deed)
    assert session.get(Reservation, held).extensions == int(lives)


def test_letting_go_frees_the_slot_at_once_and_twice_is_fine(act, session):
    slot = make_slot(session)
    held = act(hold(slot.id))
    for _ in range(2):
        act(lambda session: release_hold(session, held, now=NOW))
    assert session.get(Reservation, held).state is S.CANCELLED
    assert slot.blocked_until is None
    act(hold(slot.id, KIM))
    assert [entry.event for entry in session.scalars(select(Entry).order_by(Entry.id))] == [
        "reservation.held",
        "reservation.let_go",
        "reservation.held",
    ]


def test_what_was_sent_is_not_let_go_by_a_late_click(act, session):
    reservation = make_reservation(session, state=S.REQUESTED)
    act(lambda session: release_hold(session, reservation.id, now=NOW))
    assert reservation.state is S.REQUESTED


def test_upkeep_lets_lapse_what_is_over_and_nothing_else(act, session):
    over = act(hold(make_slot(session).id, KIM))
    alive = act(hold(make_slot(session).id, ALEX, NOW + timedelta(minutes=10)))
    then = NOW + timedelta(minutes=20)
    assert act(lambda session: lapse_holds(session, now=then)) == 1
    assert act(lambda session: lapse_holds(session, now=then)) == 0
    assert session.get(Reservation, over).state is S.LAPSED
    assert session.get(Reservation, alive).state is S.HELD


def test_a_closed_day_is_reckoned_before_anybody_holds_it(act, session):
    slot = make_slot(session)
    first = act(hold(slot.id))
    make_closure(session)
    act(lambda session: release_hold(session, first, now=NOW))
    with pytest.raises(SlotNotFeasible) as refused:
        act(hold(slot.id))
    assert refused.value.obstacle == "day_closed"
