"""What the office does with reservations: approve, decline, enter for a caller."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert, select, text

from app.actions.approvals import approve, decline, enter_reservation
from app.actions.holds import hold_slot
from app.actions.reservations import cancel
from app.models import Channel, Entry, OutgoingMail, Reservation
from app.queries import NotFound
from app.rules.permissions import Actor, Role
from app.rules.refusals import (
    AlreadyReserved,
    AnswersMissing,
    ReasonMissing,
    SlotNotFeasible,
    SlotNotReleased,
    SlotTaken,
    TooEarly,
    TooLate,
    TooManyGuests,
    WrongState,
)
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotEvent, SlotState
from tests.factories import NOW, make_account, make_closure, make_reservation, make_slot, make_venue

S = ReservationState
FULL = {
    "person1_given": "Alex",
    "person1_family": "Muster",
    "person2_given": "Robin",
    "person2_family": "Beispiel",
    "guests": 12,
}


@pytest.fixture
def actor(session):
    """Somebody of the office."""
    account = make_account(session)
    session.commit()
    return Actor(account.id, account.name, Role.STAFF)


def kinds(session):
    return [mail.kind for mail in session.scalars(select(OutgoingMail))]


def approving(reservation_id, actor):
    return lambda session: approve(session, reservation_id, actor=actor, now=NOW)


def test_approving_says_so_by_mail_and_in_the_journal(act, session, actor):
    reservation = make_reservation(session)
    for _ in range(2):
        act(approving(reservation.id, actor))
    assert (reservation.state, reservation.approved_at) == (S.APPROVED, NOW)
    assert kinds(session) == ["approved"]
    entry = session.scalars(select(Entry)).one()
    assert (entry.event, entry.account_id) == ("reservation.approved", actor.account_id)


@pytest.mark.parametrize("state", [S.REQUESTED, S.DECLINED, S.CANCELLED, S.LAPSED])
def test_only_what_is_reserved_is_approved(act, session, actor, state):
    reservation = make_reservation(session, state=state)
    with pytest.raises(WrongState):
        act(approving(reservation.id, actor))
    assert reservation.state is state


def test_the_day_is_checked_again_before_the_office_says_yes(act, session, actor):
    reservation = make_reservation(session)
    make_closure(session)
    with pytest.raises(SlotNotFeasible):
        act(approving(reservation.id, actor))
    assert reservation.state is S.RESERVED


def test_a_time_that_was_taken_back_is_not_approved(act, session, actor):
    reservation = make_reservation(session)
    reservation.slot.take(SlotEvent.WITHDRAW)
    with pytest.raises(SlotNotReleased):
        act(approving(reservation.id, actor))


def smuggle(session, slot):
    """Write a reservation past every check."""
    return session.scalar(
        insert(Reservation)
        .values(
            reference=f"TK-RAW-{slot.id}",
            slot_id=slot.id,
            state=S.RESERVED,
            channel=Channel.ONLINE,
            language="de",
            extensions=0,
            needs=[],
            created_at=NOW,
        )
        .returning(Reservation.id)
    )


def test_of_two_at_colliding_times_never_both_are_approved(act, session, actor):
    for _ in range(5):
        venue = make_venue(session)
        pair = [smuggle(session, make_slot(session, venue, at=time(11, n))) for n in (0, 30)]
        answers = act.at_once([approving(one, actor) for one in pair])
        assert sum(isinstance(answer, int) for answer in answers) <= 1
        # Once one of the two is declined, the other can be approved.
        act(lambda session, one=pair[0]: decline(session, one, "Doppelt", actor=actor, now=NOW))
        act(approving(pair[1], actor))


def test_of_two_at_one_time_never_both_are_approved(act, session, actor):
    index = next(i for i in Reservation.__table__.indexes if i.name.endswith("slot_blocking"))
    session.execute(text(f"DROP INDEX {index.name}"))
    try:
        for _ in range(5):
            slot = make_slot(session)
            one = smuggle(session, slot)
            session.execute(
                text("UPDATE reservations SET reference = 'TK-ONE-' || id WHERE id = :id"),
                {"id": one},
            )
            answers = act.at_once([approving(id_, actor) for id_ in (one, smuggle(session, slot))])
            assert [type(answer) for answer in answers] == [SlotTaken, SlotTaken]
    finally:
        session.rollback()
        session.execute(text("DELETE FROM reservations"))
        index.create(session.connection())
        session.commit()


# ── declining ─────────────────────────────────────────────────────────────────
def test_declining_frees_the_slot_and_tells_the_reason(act, session, actor):
    reservation = make_reservation(session)
    for _ in range(2):
        act(lambda session: decline(session, reservation.id, "Brand", actor=actor, now=NOW))
    assert (reservation.state, reservation.reason) == (S.DECLINED, "Brand")
    assert reservation.slot.holdable
    assert kinds(session) == ["declined"]


def test_declining_needs_a_reason(act, session, actor):
    reservation = make_reservation(session)
    with pytest.raises(ReasonMissing):
        act(lambda session: decline(session, reservation.id, " ", actor=actor, now=NOW))


@pytest.mark.parametrize("state", sorted(set(S) - {S.RESERVED, S.DECLINED}))
def test_only_what_is_reserved_is_declined(act, session, actor, state):
    reservation = make_reservation(session, state=state)
    with pytest.raises(WrongState):
        act(lambda session: decline(session, reservation.id, "Brand", actor=actor, now=NOW))


def test_approving_and_declining_at_once_end_in_one_of_the_two(act, session, actor):
    reservation = make_reservation(session)
    answers = act.at_once(
        [
            approving(reservation.id, actor),
            lambda session: decline(session, reservation.id, "Brand", actor=actor, now=NOW),
        ]
    )
    assert sum(isinstance(answer, WrongState) for answer in answers) == 1
    assert len(kinds(session)) == 1


# ── entering for a caller ─────────────────────────────────────────────────────
def entering(slot_id, actor, **answers):
    return lambda session: enter_reservation(
        session,
        slot_id,
        {**FULL, **answers},
        channel=Channel.PHONE,
        language="de",
        actor=actor,
        now=NOW,
    )


def test_a_caller_gets_a_reservation_at_once(act, session, actor):
    slot = make_slot(session)
    entered = session.get(Reservation, act(entering(slot.id, actor, email="kim@example.org")))
    assert (entered.state, entered.channel) == (S.RESERVED, Channel.PHONE)
    assert entered.entered_by_id == actor.account_id
    assert slot.obstacle is Obstacle.TAKEN
    assert kinds(session) == ["reserved"]


def test_a_caller_without_an_address_gets_no_mail(act, session, actor):
    act(entering(make_slot(session).id, actor))
    assert kinds(session) == []


@pytest.mark.parametrize(
    ("slot", "refusal"),
    [
        ({"state": SlotState.SUBMITTED}, SlotNotReleased),
        ({"opens_at": NOW + timedelta(seconds=1)}, TooEarly),
        ({"day": date(2027, 3, 20)}, TooLate),
        ({"blocked_until": NOW + timedelta(seconds=1)}, SlotTaken),
        ({"holdable": False, "obstacle": Obstacle.DAY_CLOSED}, SlotNotFeasible),
    ],
)
def test_callers_have_the_rules_of_all_others(act, session, actor, slot, refusal):
    slot = make_slot(session, **slot)
    with pytest.raises(refusal):
        act(entering(slot.id, actor))
    assert session.scalars(select(Reservation)).all() == []


@pytest.mark.parametrize(
    ("answers", "refusal"), [({"guests": 41}, TooManyGuests), ({"guests": None}, AnswersMissing)]
)
def test_a_callers_answers_are_checked(act, session, actor, answers, refusal):
    slot = make_slot(session)
    with pytest.raises(refusal):
        act(entering(slot.id, actor, **answers))
    assert session.scalars(select(Reservation)).all() == []


def test_a_caller_has_one_live_reservation_too(act, session, actor):
    make_reservation(session, email_key="kim@example.org")
    with pytest.raises(AlreadyReserved):
        act(entering(make_slot(session).id, actor, email="Kim@example.org"))


def test_a_lapsed_hold_is_not_in_the_way_of_a_caller(act, session, actor):
    slot = make_slot(session)
    past = NOW - timedelta(minutes=20)
    act(lambda session: hold_slot(session, slot.id, browser_hash="a" * 64, language="de", now=past))
    act(entering(slot.id, actor))


def test_a_caller_and_a_couple_online_never_both_get_it(act, session, actor):
    for number in range(5):
        slot = make_slot(session)
        answers = act.at_once(
            [
                entering(slot.id, actor),
                lambda session, slot=slot, browser=number: hold_slot(
                    session, slot.id, browser_hash=f"{browser:064x}", language="de", now=NOW
                ),
            ]
        )
        assert sum(isinstance(answer, SlotTaken) for answer in answers) == 1


@pytest.mark.parametrize("role", [Role.OPERATOR])
def test_who_may_not_handle_reservations_finds_none(act, session, role):
    reservation = make_reservation(session, state=ReservationState.RESERVED)
    slot = make_slot(session, reservation.slot.venue, at=time(16))
    venue_id = slot.venue_id
    stranger = Actor(make_account(session, role=role).id, "Wirtin", role, frozenset({venue_id}))
    session.commit()
    for attempt in (
        lambda s: approve(s, reservation.id, actor=stranger, now=NOW),
        lambda s: decline(s, reservation.id, "Nein", actor=stranger, now=NOW),
        lambda s: cancel(s, reservation.id, actor=stranger, reason="Nein", now=NOW),
        lambda s: enter_reservation(
            s, slot.id, {}, channel=Channel.PHONE, language="de", actor=stranger, now=NOW
        ),
    ):
        with pytest.raises(NotFound):
            act(attempt)
    session.rollback()
    assert reservation.state is ReservationState.RESERVED
