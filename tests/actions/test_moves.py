"""Moving a couple to another time."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.actions.days import lock_days, reckon
from app.actions.holds import hold_slot
from app.actions.moves import move_reservation
from app.actions.reservations import cancel
from app.models import Assignment, Entry, OutgoingMail, Reservation, Slot
from app.queries import NotFound
from app.queries.disruptions import get_disruption
from app.queries.free import is_slot_free
from app.queries.settings import get_policies
from app.rules.permissions import Actor, Role
from app.rules.refusals import (
    CeremonyOver,
    Refusal,
    SlotNotFeasible,
    SlotNotReleased,
    SlotTaken,
    TooEarly,
    TooLate,
    TooManyGuests,
    WrongState,
)
from app.rules.reservations import MOVABLE, ReservationState
from app.rules.slots import SlotState
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_absence,
    make_account,
    make_assignment,
    make_closure,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)
from tests.support.staffed_city import StaffedCity

S = ReservationState
LATER = DAY + timedelta(days=7)
#: What a couple, the clock and the journal said before stays.
KEPT = (
    "reference",
    "state",
    "channel",
    "created_at",
    "requested_at",
    "reserved_at",
    "approved_at",
    "guests",
    "email",
    "person1_family",
    "entered_by_id",
)


@pytest.fixture
def actor(session):
    """Somebody of the office."""
    account = make_account(session)
    session.commit()
    return Actor(account.id, account.name, Role.STAFF)


def moving(reservation, slot, actor, now=NOW, **seen):
    one, to = reservation.id, slot.id
    return lambda session: move_reservation(session, one, to, actor=actor, now=now, **seen)


def settle(session, *days):
    """Reckon the days as the tests have made them."""
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()


def facts_of(session, event="reservation.moved"):
    return [entry.facts for entry in session.scalars(select(Entry).where(Entry.event == event))]


def mails(session):
    return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def is_free(session, slot):
    session.refresh(slot)
    return is_slot_free(slot, now=NOW, policies=get_policies(session, DAY))


@pytest.mark.parametrize("state", sorted(MOVABLE))
@pytest.mark.parametrize("day", [DAY, LATER, DAY - timedelta(days=7)])
def test_a_reservation_moves_as_it_is(act, session, actor, state, day):
    old = make_slot(session)
    reservation = make_reservation(session, old, state)
    new = make_slot(session, old.venue, day=day, at=time(15))
    settle(session, DAY, day)
    before = {name: getattr(reservation, name) for name in KEPT}
    act(moving(reservation, new, actor))
    assert {name: getattr(reservation, name) for name in KEPT} == before
    assert reservation.slot_id == new.id
    assert is_free(session, old)
    assert not is_free(session, new)
    assert facts_of(session) == [
        {
            "before_slot": old.id,
            "after_slot": new.id,
            "before": old.begins_at.isoformat(),
            "after": new.begins_at.isoformat(),
        }
    ]


@pytest.mark.parametrize("state", sorted(set(S) - MOVABLE))
def test_what_is_not_agreed_or_has_ended_stays(act, session, actor, state):
    reservation = make_reservation(session, state=state)
    old, new = reservation.slot_id, make_slot(session)
    with pytest.raises(WrongState):
        act(moving(reservation, new, actor))
    assert reservation.slot_id == old


@pytest.mark.parametrize(
    ("slot", "refusal"),
    [
        ({"state": SlotState.SUBMITTED}, SlotNotReleased),
        ({"state": SlotState.WITHDRAWN}, SlotNotReleased),
        ({"opens_at": NOW + timedelta(seconds=1)}, TooEarly),
        ({"day": date(2027, 3, 20)}, TooLate),
        ({"day": date(2027, 2, 27)}, CeremonyOver),
    ],
)
def test_the_new_time_is_checked_as_for_all_others(act, session, actor, slot, refusal):
    reservation = make_reservation(session)
    old, new = reservation.slot_id, make_slot(session, **slot)
    with pytest.raises(refusal):
        act(moving(reservation, new, actor))
    assert reservation.slot_id == old
    assert mails(session) == []
    assert facts_of(session) == []


def closed(session, new):
    make_closure(session, new.venue)


def reserved(session, new):
    make_reservation(session, new)


def held(session, new):
    make_reservation(session, new, S.HELD)


def held_too_near(session, new):
    make_reservation(session, make_slot(session, new.venue, at=time(15, 20)), S.HELD)


def overlapped(session, new):
    make_reservation(session, make_slot(session, new.venue, at=time(15, 20)))


def too_small(session, new):
    new.venue.seats = 19


@pytest.mark.parametrize(
    ("obstacle", "refusal"),
    [
        (closed, SlotNotFeasible),
        (reserved, SlotTaken),
        (held, SlotTaken),
        (held_too_near, SlotTaken),
        (overlapped, SlotNotFeasible),
        (too_small, TooManyGuests),
    ],
)
def test_what_is_in_the_way_there_keeps_the_couple_here(act, session, actor, obstacle, refusal):
    reservation = make_reservation(session)
    old, new = reservation.slot, make_slot(session, at=time(15))
    obstacle(session, new)
    settle(session, DAY)
    with pytest.raises(refusal):
        act(moving(reservation, new, actor))
    assert reservation.slot_id == old.id
    assert not is_free(session, old)
    assert mails(session) == []


def test_a_hold_that_is_over_is_not_in_the_way(act, session, actor):
    reservation = make_reservation(session)
    new = make_slot(session, at=time(15))
    make_reservation(session, new, S.HELD, held_until=NOW)
    act(moving(reservation, new, actor))
    assert reservation.slot_id == new.id


def test_who_has_a_date_soon_loses_nothing_by_a_later_one(act, session, actor):
    soon = NOW.date() + timedelta(days=4)
    reservation = make_reservation(session, make_slot(session, day=soon))
    venue = reservation.slot.venue
    same = make_slot(session, venue, day=soon, at=time(15))
    next_day = make_slot(session, venue, day=soon + timedelta(days=1), at=time(15))
    before = make_slot(session, venue, day=soon - timedelta(days=1), at=time(15))
    with pytest.raises(TooLate):
        act(moving(reservation, before, actor))
    for slot in (same, next_day):
        act(moving(reservation, slot, actor))
        assert reservation.slot_id == slot.id


def test_what_has_begun_is_not_moved(act, session, actor):
    reservation = make_reservation(session, make_slot(session, day=NOW.date(), at=time(10)))
    new = make_slot(session)
    with pytest.raises(CeremonyOver):
        act(moving(reservation, new, actor))


def test_its_own_old_time_is_not_in_the_way(act, session, actor):
    """Twenty minutes later at the same venue: the two times collide, and one registrar is there."""
    old = make_slot(session)
    reservation = make_reservation(session, old)
    new = make_slot(session, old.venue, at=time(11, 20))
    settle(session, DAY)
    assert not is_free(session, new)
    act(moving(reservation, new, actor))
    assert reservation.slot_id == new.id
    act(moving(reservation, old, actor))
    assert reservation.slot_id == old.id


def test_the_registrar_of_the_old_time_has_time_for_the_new_one(act, session, actor):
    city = StaffedCity(session)
    make_absence(session, city.bea)
    reservation = city.wedding(city.castle, 10)
    make_assignment(session, reservation, city.anna, pinned=True)
    new = make_slot(session, city.mill, at=time(10), minutes=40)
    settle(session, DAY)
    assert not is_free(session, new)
    act(moving(reservation, new, actor))
    assert session.scalars(select(Assignment)).all() == []
    assert facts_of(session)[0]["registrar"] == city.anna.id


def test_a_language_that_nobody_there_speaks_is_asked_for_again(act, session, actor):
    city = StaffedCity(session)
    reservation = city.wedding(city.castle, 10, ceremony_language="en")
    make_reservation(session, make_slot(session, city.castle, at=time(14), minutes=40))
    settle(session, DAY)
    new = make_slot(session, city.mill, at=time(14), minutes=40)
    make_absence(session, city.anna)
    settle(session, DAY)
    with pytest.raises(SlotNotFeasible):
        act(moving(reservation, new, actor))


def test_registrars_must_be_promised_for_the_new_day(act, session, actor):
    cover(session, DAY)
    reservation = make_reservation(session)
    new = make_slot(session, reservation.slot.venue, day=LATER)
    settle(session, DAY, LATER)
    with pytest.raises(SlotNotFeasible):
        act(moving(reservation, new, actor))


def test_of_a_disturbed_day_one_couple_after_the_other_is_moved(act, session, actor):
    """Three at ten and one registrar: two must move, and each step makes it better."""
    city = StaffedCity(session)
    make_absence(session, city.bea)
    city.wedding(city.castle, 10)
    first = city.wedding(city.mill, 10)
    tower = make_venue(session, staffed=False)
    for place in (city.office, place_of(session, city.castle), place_of(session, city.mill)):
        make_way(session, place_of(session, tower), place)
    other = city.wedding(tower, 10)
    noon, two = (make_slot(session, city.mill, at=time(h), minutes=40) for h in (12, 14))
    busy = make_slot(session, city.castle, at=time(10, 50), minutes=40)
    settle(session, DAY)
    assert len(get_disruption(session, DAY, now=NOW).rescue.unsolved) == 2
    session.rollback()
    with pytest.raises(SlotNotFeasible):
        act(moving(other, busy, actor))
    act(moving(first, noon, actor))
    assert len(get_disruption(session, DAY, now=NOW).rescue.unsolved) == 1
    session.rollback()
    with pytest.raises(SlotTaken):
        act(moving(other, noon, actor))
    act(moving(other, two, actor))
    assert not get_disruption(session, DAY, now=NOW).rescue.unsolved


# ── what the couple reads ─────────────────────────────────────────────────────
def test_the_couple_reads_where_it_was(act, session, actor):
    reservation = make_reservation(session, language="en")
    old = reservation.slot
    act(moving(reservation, make_slot(session, day=LATER), actor))
    mail = mails(session)[0]
    assert (mail.kind, mail.language, mail.recipient) == ("moved", "en", reservation.email)
    assert mail.facts == {
        "before": old.begins_at.isoformat(),
        "before_venue": old.venue.name,
        "before_cents": old.fee_cents,
    }


def test_who_is_moved_twice_before_the_mail_leaves_gets_one_from_where_it_knows(
    act, session, actor
):
    reservation = make_reservation(session)
    first = reservation.slot
    second, third = (make_slot(session, day=LATER, at=time(hour)) for hour in (11, 15))
    for slot in (second, third):
        act(moving(reservation, slot, actor))
    waiting = [mail for mail in mails(session) if mail.dropped_at is None]
    assert [mail.facts["before"] for mail in waiting] == [first.begins_at.isoformat()]
    act(moving(reservation, first, actor))
    waiting = [mail for mail in mails(session) if mail.dropped_at is None]
    assert [mail.facts["before"] for mail in waiting] == [third.begins_at.isoformat()]


def test_a_couple_without_an_address_gets_no_mail(act, session, actor):
    reservation = make_reservation(session, email=None, email_key=None)
    act(moving(reservation, make_slot(session, day=LATER), actor))
    assert mails(session) == []


# ── twice, and at once ────────────────────────────────────────────────────────
def test_a_second_click_finds_it_moved(act, session, actor):
    reservation = make_reservation(session)
    new, old = make_slot(session, day=LATER), reservation.slot_id
    for _ in range(2):
        act(moving(reservation, new, actor, seen=old))
    assert len(facts_of(session)) == len(mails(session)) == 1


def test_who_saw_it_at_another_time_is_told(act, session, actor):
    reservation = make_reservation(session)
    seen = reservation.slot_id
    new, other = (make_slot(session, day=LATER, at=time(hour)) for hour in (11, 15))
    act(moving(reservation, new, actor, seen=seen))
    with pytest.raises(WrongState):
        act(moving(reservation, other, actor, seen=seen))
    assert reservation.slot_id == new.id


def test_a_double_click_moves_it_once(act, session, actor):
    reservation = make_reservation(session)
    deed = moving(reservation, make_slot(session, day=LATER), actor)
    assert len(set(act.at_once([deed] * 6))) == 1
    assert len(facts_of(session)) == len(mails(session)) == 1


def test_of_two_couples_that_are_moved_to_one_time_one_gets_it(act, session, actor):
    for week in range(4):
        day = LATER + timedelta(weeks=week)
        couples = [make_reservation(session, make_slot(session, at=time(9 + n))) for n in (0, 3)]
        new = make_slot(session, day=day)
        answers = act.at_once([moving(one, new, actor) for one in couples])
        assert sorted(type(answer) for answer in answers if not isinstance(answer, int)) == [
            SlotTaken
        ]
        there = select(Reservation.id).where(Reservation.slot_id == new.id)
        assert len(session.scalars(there).all()) == 1


def test_a_couple_online_and_a_couple_that_is_moved_never_both_get_it(act, session, actor):
    for browser in range(5):
        day = LATER + timedelta(weeks=browser)
        reservation = make_reservation(session)
        new, old = make_slot(session, day=day), reservation.slot_id
        answers = act.at_once(
            [
                moving(reservation, new, actor),
                lambda session, slot=new.id, n=browser: hold_slot(
                    session, slot, browser_hash=f"{n:064x}", language="de", now=NOW
                ),
            ]
        )
        assert sum(isinstance(answer, SlotTaken) for answer in answers) == 1
        assert reservation.slot_id == (new.id if isinstance(answers[0], int) else old)


def test_moving_and_cancelling_at_once_leave_nothing_taken_by_nobody(act, session, actor):
    for week in range(5):
        old = make_slot(session, day=DAY + timedelta(weeks=week))
        reservation = make_reservation(session, old)
        new = make_slot(session, day=LATER + timedelta(weeks=9 - week))
        one = reservation.id
        answers = act.at_once(
            [
                moving(reservation, new, actor),
                lambda session, one=one: cancel(session, one, now=NOW),
            ]
        )
        assert isinstance(answers[1], int)
        assert all(isinstance(answer, int | WrongState) for answer in answers)
        assert reservation.state is S.CANCELLED
        assert is_free(session, old)
        assert is_free(session, new)


def test_crossing_moves_of_two_couples_do_not_wait_for_each_other_for_ever(act, session, actor):
    days = (DAY, LATER)
    couples = [make_reservation(session, make_slot(session, day=day)) for day in days]
    targets = [make_slot(session, day=day, at=time(15)) for day in reversed(days)]
    answers = act.at_once(
        [moving(one, new, actor) for one, new in zip(couples, targets, strict=True)]
    )
    assert not any(isinstance(answer, Refusal) for answer in answers)
    taken = [slot.id for slot in session.scalars(select(Slot)) if not is_free(session, slot)]
    assert sorted(taken) == sorted(slot.id for slot in targets)


def test_who_may_not_handle_reservations_finds_none(act, session):
    reservation = make_reservation(session)
    new = make_slot(session, reservation.slot.venue, at=time(15))
    venues = frozenset({new.venue_id})
    stranger = Actor(make_account(session, role=Role.OPERATOR).id, "Wirtin", Role.OPERATOR, venues)
    with pytest.raises(NotFound):
        act(moving(reservation, new, stranger))


def test_a_time_that_never_was_is_not_found(act, session, actor):
    reservation = make_reservation(session)
    old = reservation.slot_id
    with pytest.raises(NotFound):
        act(lambda s: move_reservation(s, reservation.id, 999_999, actor=actor, now=NOW))
    assert reservation.slot_id == old


def test_the_new_venue_may_be_any(act, session, actor):
    reservation = make_reservation(session, guests=60, slot=make_slot(session))
    act(moving(reservation, make_slot(session, make_venue(session, seats=60)), actor))
    assert reservation.slot.venue.seats == 60
