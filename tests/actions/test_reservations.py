"""A reservation: filled in, sent, confirmed, cancelled, lapsed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.holds import hold_slot
from app.actions.reservations import (
    cancel,
    confirm_email,
    lapse_unconfirmed,
    save_answers,
    send_reservation,
)
from app.actions.tokens import mint
from app.models import Entry, OutgoingMail, Purpose, Reservation
from app.queries import NotFound
from app.rules.refusals import (
    AlreadyReserved,
    AnswersMissing,
    HoldOver,
    LinkUsedUp,
    NotConfirmedInTime,
    SlotNotFeasible,
    SlotNotReleased,
    TooManyGuests,
    TooManyTries,
)
from app.rules.reservations import LIVE, ReservationState
from app.rules.slots import Obstacle, SlotEvent
from tests.factories import NOW, make_closure, make_reservation, make_slot, make_venue

S = ReservationState
FULL = {
    "person1_given": "Alex",
    "person1_family": "Muster",
    "person2_given": "Robin",
    "person2_family": "Beispiel",
    "email": "Alex@Example.org",
    "guests": 12,
}


@pytest.fixture
def held(act, session):
    """A hold with everything typed."""
    return make_held(act, session, FULL)


def make_held(act, session, answers, browser=1, slot=None):
    slot = slot or make_slot(session)

    def deed(session):
        hold = hold_slot(session, slot.id, browser_hash=f"{browser:064x}", language="de", now=NOW)
        save_answers(session, hold.id, answers)
        return hold

    session.commit()
    return act(deed)


def send(reservation_id, now=NOW):
    return lambda session: send_reservation(session, reservation_id, now=now)


def events(session):
    return [entry.event for entry in session.scalars(select(Entry).order_by(Entry.id))]


def mails(session):
    found = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.kind, mail.recipient) for mail in found]


# ── filling in ────────────────────────────────────────────────────────────────
def test_only_the_fields_of_the_form_are_taken(act, session, held):
    sneaky = {"state": S.FIRM, "slot_id": 99, "browser_hash": "x", "reference": "TK", "phone": "1"}
    act(lambda session: save_answers(session, held, sneaky))
    reservation = session.get(Reservation, held)
    assert (reservation.state, reservation.phone) == (S.HELD, "1")
    assert reservation.browser_hash == f"{1:064x}"


@pytest.mark.parametrize("state", sorted(set(S) - {S.HELD, S.LAPSED}))
def test_what_was_sent_is_not_changed_by_a_late_step(act, session, state):
    reservation = make_reservation(session, state=state)
    act(lambda session: save_answers(session, reservation.id, {"email": "x@example.org"}))
    assert reservation.email != "x@example.org"


# ── sending ───────────────────────────────────────────────────────────────────
def test_sending_asks_for_the_address_to_be_confirmed_within_a_day(act, session, held):
    act(send(held))
    sent = session.get(Reservation, held)
    assert (sent.state, sent.email_key) == (S.REQUESTED, "alex@example.org")
    assert (sent.requested_at, sent.confirm_until) == (NOW, NOW + timedelta(hours=24))
    assert sent.slot.obstacle is Obstacle.TAKEN
    assert not sent.slot.holdable
    assert mails(session) == [("confirm_email", "Alex@Example.org")]
    assert events(session)[-1] == "reservation.requested"


def test_sending_twice_sends_one_mail(act, session, held):
    act.at_once([send(held)] * 4)
    act(send(held))
    assert len(mails(session)) == 1
    assert events(session).count("reservation.requested") == 1


@pytest.mark.parametrize(
    ("empty", "step"),
    [
        ("person1_given", "couple"),
        ("person1_family", "couple"),
        ("person2_given", "couple"),
        ("person2_family", "couple"),
        ("email", "contact"),
        ("guests", "ceremony"),
    ],
)
def test_a_form_with_an_empty_step_is_refused(act, session, held, empty, step):
    act(lambda session: save_answers(session, held, {empty: None}))
    with pytest.raises(AnswersMissing) as refused:
        act(send(held))
    assert refused.value.step == step
    assert session.get(Reservation, held).state is S.HELD


@pytest.mark.parametrize(("guests", "fits"), [(0, True), (25, True), (26, False)])
def test_more_guests_than_fit_are_refused(act, session, guests, fits):
    slot = make_slot(session, make_venue(session, seats=20, standing=5))
    held = make_held(act, session, {**FULL, "guests": guests}, slot=slot)
    if fits:
        act(send(held))
    else:
        with pytest.raises(TooManyGuests) as refused:
            act(send(held))
        assert refused.value.seats == 25
    assert (session.get(Reservation, held).state is S.REQUESTED) == fits


@pytest.mark.parametrize(("after", "lives"), [(-1, True), (0, False)])
def test_a_hold_is_sent_until_the_second_before_it_ends(act, session, held, after, lives):
    deed = send(held, NOW + timedelta(minutes=20, seconds=after))
    if lives:
        act(deed)
    else:
        with pytest.raises(HoldOver):
            act(deed)
    assert (session.get(Reservation, held).state is S.REQUESTED) == lives


def test_a_time_that_was_taken_back_meanwhile_cannot_be_sent(act, session, held):
    session.get(Reservation, held).slot.take(SlotEvent.WITHDRAW)
    with pytest.raises(SlotNotReleased):
        act(send(held))


def test_a_day_that_was_closed_meanwhile_cannot_be_sent(act, session, held):
    make_closure(session)
    with pytest.raises(SlotNotFeasible):
        act(send(held))


@pytest.mark.parametrize("state", sorted(LIVE))
def test_one_address_has_one_live_reservation(act, session, held, state):
    make_reservation(session, state=state, email_key="alex@example.org")
    with pytest.raises(AlreadyReserved):
        act(send(held))
    assert session.get(Reservation, held).state is S.HELD
    assert mails(session) == []


@pytest.mark.parametrize("state", sorted(set(S) - LIVE - {S.HELD}))
def test_an_ended_reservation_does_not_keep_from_another(act, session, held, state):
    make_reservation(session, state=state, email_key="alex@example.org")
    act(send(held))


def test_two_tabs_with_one_address_make_one_live_reservation(act, session):
    emails = ["alex@example.org", "ALEX@example.org", " alex@example.org", "alex@EXAMPLE.ORG"]
    holds = [
        make_held(act, session, {**FULL, "email": email.strip()}, browser=n + 1)
        for n, email in enumerate(emails)
    ]
    answers = act.at_once([send(hold) for hold in holds])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyReserved) for answer in answers) == 3
    assert len(mails(session)) == 1


def test_an_address_is_not_flooded_by_reserving_and_cancelling(act, session):
    for number in range(5):
        hold = make_held(act, session, FULL, browser=number)
        act(send(hold))
        act(lambda session, hold=hold: cancel(session, hold, now=NOW))
    others = [(*mail,) for mail in mails(session)]
    hold = make_held(act, session, {**FULL, "email": "ALEX@example.org"}, browser=6)
    with pytest.raises(TooManyTries) as refused:
        act(send(hold))
    assert refused.value.again_at == NOW + timedelta(days=1)
    assert (session.get(Reservation, hold).state, mails(session)) == (S.HELD, others)
    another = make_held(act, session, {**FULL, "email": "robin@example.org"}, browser=7)
    act(send(another))
    later = NOW + timedelta(days=1)
    reservation = session.get(Reservation, hold)
    reservation.held_until = later + timedelta(minutes=1)
    act(send(hold, later))
    assert reservation.state is S.REQUESTED


# ── confirming ────────────────────────────────────────────────────────────────
def make_requested(act, session, **overrides):
    reservation = make_reservation(session, state=S.REQUESTED, **overrides)
    session.commit()
    return reservation, act(
        lambda session: mint(session, Purpose.CONFIRM, now=NOW, reservation_id=reservation.id)
    )


def confirm(secret, now=NOW):
    return lambda session: confirm_email(session, secret, now=now)


def test_confirming_reserves_and_says_so_by_mail(act, session):
    reservation, secret = make_requested(act, session)
    act(confirm(secret))
    assert (reservation.state, reservation.reserved_at) == (S.RESERVED, NOW)
    assert mails(session) == [("reserved", reservation.email)]
    assert events(session) == ["reservation.reserved"]


def test_confirming_many_times_at_once_happens_once(act, session):
    reservation, secret = make_requested(act, session)
    assert set(act.at_once([confirm(secret)] * 8)) == {reservation.id}
    assert act(confirm(secret)) == reservation.id
    assert len(mails(session)) == 1


@pytest.mark.parametrize(("after", "in_time"), [(-1, True), (0, False)])
def test_an_address_is_confirmed_until_the_second_before_the_window_ends(
    act, session, after, in_time
):
    reservation, secret = make_requested(act, session)
    deed = confirm(secret, NOW + timedelta(hours=24, seconds=after))
    if in_time:
        act(deed)
    else:
        with pytest.raises(NotConfirmedInTime):
            act(deed)
    assert (reservation.state is S.RESERVED) == in_time


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(S.LAPSED, NotConfirmedInTime), (S.CANCELLED, LinkUsedUp), (S.DECLINED, LinkUsedUp)],
)
def test_what_has_ended_is_not_confirmed(act, session, state, refusal):
    reservation, secret = make_requested(act, session)
    reservation.state = state
    with pytest.raises(refusal):
        act(confirm(secret))


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.CONFIRM}))
def test_a_link_for_something_else_confirms_nothing(act, session, purpose):
    reservation = make_reservation(session, state=S.REQUESTED)
    session.commit()
    secret = act(lambda session: mint(session, purpose, now=NOW, reservation_id=reservation.id))
    with pytest.raises(LinkUsedUp):
        act(confirm(secret))
    assert reservation.state is S.REQUESTED


def test_what_is_not_confirmed_lapses_and_frees_the_slot(act, session):
    reservation, secret = make_requested(act, session)
    then = NOW + timedelta(hours=24)
    assert act(lambda session: lapse_unconfirmed(session, now=then - timedelta(seconds=1))) == 0
    assert act(lambda session: lapse_unconfirmed(session, now=then)) == 1
    assert act(lambda session: lapse_unconfirmed(session, now=then)) == 0
    assert (reservation.state, reservation.ended_at) == (S.LAPSED, then)
    assert reservation.slot.holdable


def test_confirming_and_lapsing_at_once_end_in_one_of_the_two(act, session):
    then = NOW + timedelta(hours=24)
    for _ in range(4):
        reservation, secret = make_requested(act, session)
        act.at_once(
            [
                confirm(secret, then - timedelta(seconds=1)),
                lambda session: lapse_unconfirmed(session, now=then),
            ]
        )
        assert reservation.state in (S.RESERVED, S.LAPSED)
        assert reservation.slot.holdable == (reservation.state is S.LAPSED)


@pytest.mark.parametrize("deed", [send(4711), lambda session: cancel(session, 4711, now=NOW)])
def test_a_reservation_that_does_not_exist_is_not_found(act, deed):
    with pytest.raises(NotFound):
        act(deed)
