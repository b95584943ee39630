"""Cancelling: by the couple, by the office, too late, twice."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.actions.holds import hold_slot
from app.actions.reservations import cancel
from app.models import Assignment, Entry, OutgoingMail, Reservation
from app.rules.permissions import Actor, Role
from app.rules.refusals import ReasonMissing, TooLateToCancel, WrongState
from app.rules.reservations import LIVE, ReservationState
from tests.factories import (
    NOW,
    make_account,
    make_assignment,
    make_registrar,
    make_reservation,
    make_slot,
)

S = ReservationState


def mails(session):
    found = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.kind, mail.recipient) for mail in found]


@pytest.mark.parametrize("state", sorted(LIVE))
def test_a_couple_cancels_in_every_live_state(act, session, state):
    reservation = make_reservation(session, state=state)
    for _ in range(2):
        act(lambda session: cancel(session, reservation.id, reason="Verschoben", now=NOW))
    assert (reservation.state, reservation.ended_at) == (S.CANCELLED, NOW)
    assert reservation.slot.holdable
    assert mails(session) == [("cancelled", reservation.email)]
    entry = session.scalars(select(Entry)).one()
    assert (entry.event, entry.actor, entry.facts) == (
        "reservation.cancelled",
        "couple",
        {"before": state.value},
    )


@pytest.mark.parametrize("state", [S.DECLINED, S.LAPSED, S.MARRIED])
def test_what_has_ended_is_not_cancelled(act, session, state):
    reservation = make_reservation(session, state=state)
    with pytest.raises(WrongState):
        act(lambda session: cancel(session, reservation.id, now=NOW))
    assert reservation.state is state


@pytest.mark.parametrize(
    ("day", "state", "allowed"),
    [
        (date(2027, 3, 4), S.APPROVED, True),
        (date(2027, 3, 3), S.APPROVED, False),
        (date(2027, 3, 3), S.FIRM, False),
        (date(2027, 3, 3), S.RESERVED, True),
    ],
)
def test_close_to_the_ceremony_the_telephone_helps(act, session, day, state, allowed):
    reservation = make_reservation(session, make_slot(session, day=day), state)
    if allowed:
        act(lambda session: cancel(session, reservation.id, now=NOW))
    else:
        with pytest.raises(TooLateToCancel):
            act(lambda session: cancel(session, reservation.id, now=NOW))
    assert (reservation.state is S.CANCELLED) == allowed


def test_the_office_cancels_with_a_reason_at_any_time(act, session):
    reservation = make_reservation(session, make_slot(session, day=date(2027, 3, 3)), S.FIRM)
    staff = make_account(session)
    actor = Actor(staff.id, staff.name, Role.STAFF)
    with pytest.raises(ReasonMissing):
        act(lambda session: cancel(session, reservation.id, actor=actor, reason=" ", now=NOW))
    act(lambda session: cancel(session, reservation.id, actor=actor, reason="Brand", now=NOW))
    assert (reservation.state, reservation.reason) == (S.CANCELLED, "Brand")


def test_cancelling_a_hold_lets_go_of_it_without_a_mail(act, session):
    slot = make_slot(session)
    session.commit()
    held = act(
        lambda session: hold_slot(session, slot.id, browser_hash="a" * 64, language="de", now=NOW)
    )
    act(lambda session: cancel(session, held, now=NOW))
    assert session.get(Reservation, held).state is S.CANCELLED
    assert mails(session) == []


def test_what_is_cancelled_needs_no_registrar_any_more(act, session):
    reservation, other = make_reservation(session), make_reservation(session)
    for one in (reservation, other):
        make_assignment(session, one, make_registrar(session), pinned=True)
    act(lambda session: cancel(session, reservation.id, now=NOW))
    assert list(session.scalars(select(Assignment.reservation_id))) == [other.id]
