"""Times from draft to couples and back, one or many, by one person or two at once."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.holds import hold_slot
from app.actions.slots import release_slots, return_slots, submit_slots, withdraw_slots
from app.models import Entry, OutgoingMail, Slot
from app.queries import NotFound
from app.rules.conflicts import Conflict
from app.rules.permissions import Actor, Role
from app.rules.refusals import (
    ReasonMissing,
    ReservationInTheWay,
    SlotNotReleased,
    TimeNotPossible,
    WrongState,
)
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from tests.factories import make_account, make_closure, make_reservation, make_slot, make_venue
from tests.support.together import together


@pytest.fixture
def venue(session):
    return make_venue(session)


@pytest.fixture
def operator(session, venue):
    account = make_account(session, role=Role.OPERATOR, venues=[venue])
    return Actor(account.id, account.name, Role.OPERATOR, frozenset({venue.id}))


@pytest.fixture
def make_slots(session, venue):
    def make(state, count=3, **overrides):
        return [
            make_slot(session, venue, at=time(9 + 2 * n), state=state, **overrides)
            for n in range(count)
        ]

    return make


def ids(slots):
    return [slot.id for slot in slots]


def mails(session):
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_drafts_are_submitted(session, make_slots, operator, now):
    slots = make_slots(SlotState.DRAFT)
    outcome = submit_slots(session, ids(slots), actor=operator, now=now)
    assert outcome.done == slots
    assert {slot.state for slot in slots} == {SlotState.SUBMITTED}
    assert {slot.submitted_at for slot in slots} == {now}
    again = submit_slots(session, ids(slots), actor=operator, now=now + timedelta(minutes=1))
    assert again.already == slots
    assert again.done == []
    assert {slot.submitted_at for slot in slots} == {now}


def test_returned_times_are_submitted_again_without_the_old_reason(
    session, make_slots, operator, now
):
    (slot,) = make_slots(SlotState.RETURNED, 1, reason="Belegt.")
    submit_slots(session, [slot.id], actor=operator, now=now)
    assert (slot.state, slot.reason) == (SlotState.SUBMITTED, None)


def test_what_has_a_conflict_by_now_is_not_submitted(session, venue, make_slots, operator, now):
    slots = make_slots(SlotState.DRAFT)
    free = make_slot(session, venue, day=date(2027, 6, 19), state=SlotState.DRAFT)
    make_closure(session, venue)
    outcome = submit_slots(session, ids([*slots, free]), actor=operator, now=now)
    assert outcome.done == [free]
    assert [entry.thing for entry in outcome.not_done] == slots
    assert {entry.why.conflict for entry in outcome.not_done} == {Conflict.VENUE_CLOSED}
    assert {slot.state for slot in slots} == {SlotState.DRAFT}


def test_a_released_time_is_holdable_and_its_operators_hear_of_it(
    session, venue, make_slots, operator, staff, now
):
    make_account(session, role=Role.OPERATOR, venues=[venue], email="zweite@example.org")
    make_account(
        session, role=Role.OPERATOR, venues=[venue], email="weg@example.org", closed_at=now
    )
    slots = make_slots(SlotState.SUBMITTED)
    outcome = release_slots(session, ids(slots), actor=staff, now=now)
    session.commit()
    assert outcome.done == slots
    assert {slot.state for slot in slots} == {SlotState.RELEASED}
    assert all(slot.holdable for slot in slots)
    assert {slot.opens_at for slot in slots} == {now}
    assert [mail.kind for mail in mails(session)] == ["slots_released"] * 2
    assert mails(session)[1].recipient == "zweite@example.org"
    assert mails(session)[0].facts["count"] == 3
    assert mails(session)[0].facts["visible"] == 3
    assert mails(session)[0].facts["later"] == 0
    hold_slot(session, slots[0].id, browser_hash="b" * 64, language="de", now=now)


def test_a_day_beyond_the_horizon_opens_later(session, venue, staff, now):
    slot = make_slot(session, venue, day=date(2028, 6, 10), state=SlotState.SUBMITTED)
    release_slots(session, [slot.id], actor=staff, now=now)
    assert slot.opens_at.isoformat() == "2027-06-10T07:00:00+00:00"


def test_an_announced_opening_is_kept_but_never_earlier_than_the_horizon(
    session, venue, staff, now
):
    near = make_slot(session, venue, day=date(2027, 6, 12), state=SlotState.SUBMITTED)
    far = make_slot(session, venue, day=date(2028, 6, 10), state=SlotState.SUBMITTED)
    announced = now + timedelta(days=14)
    release_slots(session, [near.id, far.id], opens_at=announced, actor=staff, now=now)
    assert near.opens_at == announced
    assert far.opens_at > announced


def test_only_submitted_times_without_conflict_are_released(session, venue, make_slots, staff, now):
    (draft,) = make_slots(SlotState.DRAFT, 1)
    closed = make_slot(session, venue, day=date(2027, 6, 19), state=SlotState.SUBMITTED)
    make_closure(session, begins_at=closed.begins_at, ends_at=closed.ends_at)
    good = make_slot(session, venue, day=date(2027, 6, 26), state=SlotState.SUBMITTED)
    soon = make_slot(session, venue, day=date(2027, 3, 13), state=SlotState.SUBMITTED)
    outcome = release_slots(session, ids([draft, closed, good, soon]), actor=staff, now=now)
    assert outcome.done == [good]
    why = {entry.thing.id: entry.why for entry in outcome.not_done}
    assert isinstance(why[draft.id], WrongState)
    assert isinstance(why[closed.id], TimeNotPossible)
    assert why[closed.id].conflict == Conflict.OFFICE_CLOSED
    assert why[soon.id].conflict == Conflict.TOO_SOON


def test_a_returned_time_carries_its_reason_to_the_operators(
    session, make_slots, operator, staff, now
):
    slots = make_slots(SlotState.SUBMITTED, 2)
    reasons = {slots[0].id: " Der Saal ist belegt. ", slots[1].id: "Der Saal ist belegt."}
    outcome = return_slots(session, reasons, actor=staff, now=now)
    session.commit()
    assert outcome.done == slots
    assert {slot.state for slot in slots} == {SlotState.RETURNED}
    assert slots[0].reason == "Der Saal ist belegt."
    (mail,) = mails(session)
    assert mail.kind == "slots_returned"
    assert mail.facts["reasons"] == ["Der Saal ist belegt."]
    assert return_slots(session, reasons, actor=staff, now=now).already == slots
    session.commit()
    assert len(mails(session)) == 1


def test_every_returned_time_needs_a_reason(session, make_slots, staff, now):
    slots = make_slots(SlotState.SUBMITTED, 2)
    with pytest.raises(ReasonMissing):
        return_slots(session, {slots[0].id: "Belegt.", slots[1].id: " "}, actor=staff, now=now)
    assert {slot.state for slot in slots} == {SlotState.SUBMITTED}


@pytest.mark.parametrize(
    "state", [SlotState.DRAFT, SlotState.SUBMITTED, SlotState.RETURNED, SlotState.RELEASED]
)
def test_a_time_that_nobody_has_can_be_withdrawn(session, make_slots, operator, now, state):
    (slot,) = make_slots(state, 1)
    outcome = withdraw_slots(session, [slot.id], actor=operator, now=now)
    assert outcome.done == [slot]
    assert slot.state is SlotState.WITHDRAWN
    assert not slot.holdable
    entry = session.scalars(select(Entry).where(Entry.event == "slot.withdrawn")).one()
    assert entry.facts == {"was": state.value}
    assert withdraw_slots(session, [slot.id], actor=operator, now=now).already == [slot]


@pytest.mark.parametrize(
    ("state", "lapsed", "stays"),
    [
        (ReservationState.HELD, False, True),
        (ReservationState.HELD, True, False),
        (ReservationState.REQUESTED, False, True),
        (ReservationState.APPROVED, False, True),
        (ReservationState.CANCELLED, False, False),
    ],
)
def test_a_time_that_a_couple_has_stays(session, make_slots, operator, now, state, lapsed, stays):
    (slot,) = make_slots(SlotState.RELEASED, 1)
    reservation = make_reservation(session, slot, state)
    later = now + timedelta(minutes=20 if lapsed else 19)
    outcome = withdraw_slots(session, [slot.id], actor=operator, now=later)
    assert bool(outcome.not_done) is stays
    if stays:
        assert isinstance(outcome.not_done[0].why, ReservationInTheWay)
        assert outcome.not_done[0].why.reference == reservation.reference
        assert slot.state is SlotState.RELEASED


def test_foreign_and_missing_times_do_not_exist(session, make_slots, operator, staff, now):
    (own,) = make_slots(SlotState.DRAFT, 1)
    foreign = make_slot(session, state=SlotState.DRAFT)
    for wanted in ([own.id, foreign.id], [own.id, 999_999]):
        with pytest.raises(NotFound):
            submit_slots(session, wanted, actor=operator, now=now)
        with pytest.raises(NotFound):
            withdraw_slots(session, wanted, actor=operator, now=now)
    with pytest.raises(NotFound):
        release_slots(session, [own.id], actor=operator, now=now)
    with pytest.raises(NotFound):
        submit_slots(session, [own.id], actor=staff, now=now)
    assert own.state is SlotState.DRAFT


def test_two_members_of_staff_release_at_once(app, session, make_slots, operator, staff, now):
    wanted = ids(make_slots(SlotState.SUBMITTED, 4))
    session.commit()

    def release(session):
        outcome = release_slots(session, wanted, actor=staff, now=now)
        return len(outcome.done), len(outcome.already)

    assert sorted(together(app, [release] * 3)) == [(0, 4), (0, 4), (4, 0)]
    assert len(mails(session)) == 1
    released = select(func.count(Entry.id)).where(Entry.event == "slot.released")
    assert session.scalar(released) == 4


def test_one_releases_while_another_returns(app, session, make_slots, operator, staff, now):
    wanted = ids(make_slots(SlotState.SUBMITTED, 4))
    session.commit()

    def release(session):
        return len(release_slots(session, wanted, actor=staff, now=now).done)

    def send_back(session):
        reasons = dict.fromkeys(wanted, "Belegt.")
        return len(return_slots(session, reasons, actor=staff, now=now).done)

    assert sorted(together(app, [release, send_back])) == [0, 4]
    assert len(mails(session)) == 1


def test_an_operator_withdraws_while_a_couple_holds(app, session, make_slots, operator, now):
    for slot in make_slots(SlotState.RELEASED, 5):
        slot_id = slot.id
        session.commit()

        def withdraw(session, slot_id=slot_id):
            return bool(withdraw_slots(session, [slot_id], actor=operator, now=now).done)

        def hold(session, slot_id=slot_id):
            browser = f"{slot_id:064x}"
            hold_slot(session, slot_id, browser_hash=browser, language="de", now=now)
            return "held"

        withdrawn, held = together(app, [withdraw, hold])
        session.expire_all()
        state = session.get(Slot, slot_id).state
        session.commit()
        if withdrawn:
            assert isinstance(held, SlotNotReleased)
            assert state is SlotState.WITHDRAWN
        else:
            assert held == "held"
            assert state is SlotState.RELEASED
