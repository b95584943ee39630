"""Closing a venue or the office, and opening it again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.closures import MOST_DAYS, create_closure, lift_closure
from app.actions.holds import hold_slot
from app.models import Closure, Entry
from app.queries import NotFound
from app.queries.closures import get_hits, list_closures
from app.rules.calendar import day_begins_at
from app.rules.permissions import Actor, Role
from app.rules.refusals import (
    ClosureHitsReservations,
    ClosureNotPossible,
    ReasonMissing,
    Refusal,
)
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotState
from tests.factories import DAY, make_account, make_reservation, make_slot, make_venue
from tests.support.together import together

BEGIN, END = day_begins_at(DAY), day_begins_at(DAY + timedelta(days=1))


@pytest.fixture
def venue(session):
    return make_venue(session)


@pytest.fixture
def operator(session, venue):
    account = make_account(session, role=Role.OPERATOR, venues=[venue])
    return Actor(account.id, account.name, Role.OPERATOR, frozenset({venue.id}))


def test_free_times_in_a_closure_are_not_free_and_free_again_when_it_is_lifted(
    session, venue, operator, now
):
    slot = make_slot(session, venue)
    other = make_slot(session)
    closure = create_closure(session, venue.id, BEGIN, END, "Umbau", actor=operator, now=now)
    assert (slot.holdable, slot.obstacle) == (False, Obstacle.VENUE_CLOSED)
    assert other.holdable
    lift_closure(session, closure.id, actor=operator, now=now)
    assert (slot.holdable, slot.obstacle) == (True, None)
    lift_closure(session, closure.id, actor=operator, now=now)
    events = session.scalars(select(Entry.event).order_by(Entry.id)).all()
    assert events == ["closure.created", "closure.lifted"]


def test_the_office_closes_every_venue(session, venue, staff, now):
    slots = [make_slot(session, venue), make_slot(session)]
    create_closure(session, None, BEGIN, END, "Umzug", actor=staff, now=now)
    assert {slot.obstacle for slot in slots} == {Obstacle.DAY_CLOSED}


def test_a_closure_shows_what_it_hits_before_it_is_saved(session, venue, now):
    free = make_slot(session, venue, at=time(9))
    held = make_reservation(session, make_slot(session, venue, at=time(11)), ReservationState.HELD)
    reserved = make_reservation(session, make_slot(session, venue, at=time(13)))
    draft = make_slot(session, venue, at=time(15), state=SlotState.DRAFT)
    make_slot(session, venue, at=time(17), state=SlotState.WITHDRAWN)
    make_slot(session, venue, day=DAY + timedelta(days=7))
    make_slot(session)
    hits = get_hits(session, venue.id, BEGIN, END, now=now)
    assert hits.free == [free]
    assert hits.reservations == [held, reserved]
    assert hits.unreleased == [draft]
    assert len(get_hits(session, None, BEGIN, END, now=now).free) == 2
    assert session.scalar(select(func.count(Closure.id))) == 0


@pytest.mark.parametrize("state", [ReservationState.HELD, ReservationState.RESERVED])
def test_an_operator_cannot_close_over_a_couple(session, venue, operator, now, state):
    reservation = make_reservation(session, make_slot(session, venue), state)
    for insisting in (False, True):
        with pytest.raises(ClosureHitsReservations) as refused:
            create_closure(
                session, venue.id, BEGIN, END, "Umbau",
                over_reservations=insisting, actor=operator, now=now,
            )  # fmt: skip
        assert refused.value.references == (reservation.reference,)
    assert session.scalar(select(func.count(Closure.id))) == 0


def test_the_office_can_once_it_has_seen_whom_it_hits(session, venue, staff, now):
    make_reservation(session, make_slot(session, venue))
    with pytest.raises(ClosureHitsReservations):
        create_closure(session, venue.id, BEGIN, END, "Wasser", actor=staff, now=now)
    create_closure(
        session, venue.id, BEGIN, END, "Wasser", over_reservations=True, actor=staff, now=now
    )


def test_a_hold_that_has_lapsed_is_no_couple(session, venue, operator, now):
    make_reservation(session, make_slot(session, venue), ReservationState.HELD)
    later = now + timedelta(minutes=20)
    create_closure(session, venue.id, BEGIN, END, "Umbau", actor=operator, now=later)


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "because"),
    [
        (END, BEGIN, "ends_before_it_begins"),
        (BEGIN, BEGIN, "ends_before_it_begins"),
        (day_begins_at(date(2027, 1, 1)), day_begins_at(date(2027, 2, 1)), "in_the_past"),
        (BEGIN, BEGIN + timedelta(days=MOST_DAYS, seconds=1), "too_long"),
    ],
)
def test_spans_that_cannot_be(session, venue, operator, now, begins_at, ends_at, because):
    with pytest.raises(ClosureNotPossible) as refused:
        create_closure(session, venue.id, begins_at, ends_at, "Umbau", actor=operator, now=now)
    assert refused.value.because == because


def test_a_closure_needs_a_reason(session, venue, operator, now):
    with pytest.raises(ReasonMissing):
        create_closure(session, venue.id, BEGIN, END, " ", actor=operator, now=now)


def test_an_operator_closes_nothing_but_the_own_venue(session, venue, operator, staff, now):
    other = make_venue(session)
    for venue_id in (other.id, None, 999_999):
        with pytest.raises(NotFound):
            create_closure(session, venue_id, BEGIN, END, "Umbau", actor=operator, now=now)
    foreign = create_closure(session, other.id, BEGIN, END, "Umbau", actor=staff, now=now)
    with pytest.raises(NotFound):
        lift_closure(session, foreign.id, actor=operator, now=now)
    with pytest.raises(NotFound):
        lift_closure(session, 999_999, actor=staff, now=now)
    assert list_closures(session, venue.id, now=now) == []
    assert list_closures(session, other.id, now=now) == [foreign]


def test_a_double_click_makes_one_closure(app, session, venue, operator, now):
    venue_id = venue.id
    make_slot(session, venue)
    session.commit()

    def close(session):
        return create_closure(session, venue_id, BEGIN, END, "Umbau", actor=operator, now=now).id

    assert len(set(together(app, [close] * 4))) == 1
    assert session.scalar(select(func.count(Closure.id))) == 1


def test_closing_while_a_couple_holds_never_gives_both(app, session, venue, operator, now):
    for at in range(9, 14):
        day = DAY + timedelta(days=7 * (at - 9))
        slot = make_slot(session, venue, day=day, at=time(at))
        slot_id, venue_id = slot.id, venue.id
        begin, end = day_begins_at(day), day_begins_at(day + timedelta(days=1))
        session.commit()

        def close(session, begin=begin, end=end, venue_id=venue_id):
            create_closure(session, venue_id, begin, end, "Umbau", actor=operator, now=now)
            return "closed"

        def hold(session, slot_id=slot_id):
            browser = f"{slot_id:064x}"
            hold_slot(session, slot_id, browser_hash=browser, language="de", now=now)
            return "held"

        answers = together(app, [close, hold])
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1
