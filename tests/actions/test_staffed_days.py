"""One registrar for two venues: whatever happens at the same instant, nobody is promised twice."""

from __future__ import annotations

import pytest

from app.actions.approvals import approve, enter_reservation
from app.actions.days import lock_days, reckon
from app.actions.holds import hold_slot
from app.actions.reservations import send_reservation
from app.models import Channel, DutyPattern, Registrar, Slot
from app.rules.permissions import Actor, Role
from app.rules.refusals import SlotNotFeasible, SlotTaken
from app.rules.reservations import ReservationState
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_absence,
    make_account,
    make_assignment,
    make_place,
    make_registrar,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

S = ReservationState


@pytest.fixture
def actor(session):
    account = make_account(session)
    return Actor(account.id, account.name, Role.STAFF)


@pytest.fixture
def slots(session) -> list[Slot]:
    """The same hour at four venues, two registrars."""
    base = make_place(session)
    places = [base]
    found = []
    for _ in range(4):
        venue = make_venue(session, staffed=False)
        places.append(place_of(session, venue))
        found.append(make_slot(session, venue))
    for number, place in enumerate(places):
        for other in places[:number]:
            make_way(session, place, other)
    for _ in range(2):
        make_registrar(session, base)
    cover(session)
    settle(session)
    session.commit()
    return found


def settle(session) -> None:
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)


def hold(slot_id: int, browser: int):
    return lambda session: (
        hold_slot(
            session, slot_id, browser_hash=f"{browser << 240:064x}", language="de", now=NOW
        ).id
    )


def test_of_four_venues_at_one_hour_two_registrars_are_sold_twice(act, slots):
    answers = act.at_once([hold(slot.id, n) for n, slot in enumerate(slots, 1)])
    assert sum(isinstance(answer, int) for answer in answers) == 2
    assert sum(isinstance(answer, SlotTaken) for answer in answers) == 2


def test_a_second_hold_takes_the_last_registrar_and_a_third_waits_for_the_first_end(act, slots):
    for number in (0, 1):
        act(hold(slots[number].id, number + 1))
    with pytest.raises(SlotTaken):
        act(hold(slots[2].id, 3))


def test_what_staff_enter_needs_a_registrar_too(act, session, actor, slots):
    for slot in slots[:2]:
        make_reservation(session, slot)
    settle(session)
    with pytest.raises(SlotNotFeasible) as refusal:
        act(
            lambda session: enter_reservation(
                session,
                slots[2].id,
                {},
                channel=Channel.PHONE,
                language="de",
                actor=actor,
                now=NOW,
            )
        )
    assert refusal.value.obstacle == "no_registrar"


def test_who_fell_ill_is_noticed_when_the_couple_sends(act, session, slots):
    held = make_reservation(session, slots[0], S.HELD, person1_given="Alex", guests=2)
    for name in ("person1_family", "person2_given", "person2_family"):
        setattr(held, name, "Muster")
    held.email = "paar@example.org"
    fall_ill(session)
    with pytest.raises(SlotNotFeasible):
        act(lambda session: send_reservation(session, held.id, now=NOW))
    assert held.state is S.HELD


def fall_ill(session) -> None:
    for registrar in session.query(Registrar):
        make_absence(session, registrar)
    settle(session)
    session.commit()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_approving_looks_at_the_whole_day_again(act, session, actor, slots, count):
    waiting = [make_reservation(session, slot) for slot in slots[:count]]
    settle(session)
    session.commit()
    asked = waiting[0].id
    if count > 2:
        with pytest.raises(SlotNotFeasible) as refusal:
            act(lambda session: approve(session, asked, actor=actor, now=NOW).id)
        assert refusal.value.obstacle == "no_registrar"
    else:
        act(lambda session: approve(session, asked, actor=actor, now=NOW).id)
    assert (waiting[0].state is S.APPROVED) is (count <= 2)


def test_a_pin_to_somebody_who_is_away_keeps_from_approving(act, session, actor, slots):
    reservation = make_reservation(session, slots[0])
    away = make_registrar(session)
    assignment = make_assignment(session, reservation, away)
    session.commit()
    assignment.pinned = True
    session.commit()
    with pytest.raises(SlotNotFeasible):
        act(lambda session: approve(session, reservation.id, actor=actor, now=NOW).id)
    assignment.pinned = False
    session.commit()
    act(lambda session: approve(session, reservation.id, actor=actor, now=NOW).id)


def test_the_language_of_the_couple_counts(act, session, actor, slots):
    reservation = make_reservation(session, slots[0], ceremony_language="en")
    session.commit()
    with pytest.raises(SlotNotFeasible):
        act(lambda session: approve(session, reservation.id, actor=actor, now=NOW).id)
    session.query(Registrar).first().languages = ["de", "en"]
    session.commit()
    act(lambda session: approve(session, reservation.id, actor=actor, now=NOW).id)


def test_a_changed_duty_is_seen_although_the_session_knew_the_old_one(act, session, slots):
    patterns = session.query(DutyPattern).all()
    session.query(DutyPattern).update({"ends_minute": 600}, synchronize_session=False)
    assert patterns[0].ends_minute == 1440
    settle(session)
    assert not any(slot.holdable for slot in slots)
