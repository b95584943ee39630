"""The office never approves two reservations for one time, however they got there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, text

from app.actions import approvals
from app.actions.approvals import approve
from app.models import Channel, Reservation
from app.rules.permissions import Actor, Role
from app.rules.refusals import Refusal
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_account, make_slot, make_venue

INDEX = next(
    index
    for index in Reservation.__table__.indexes
    if index.name == "uq_reservations_slot_blocking"
)


@pytest.fixture
def without_index(session) -> Iterator[None]:
    """Take away what forbids two reservations of one slot in the first place."""
    session.execute(text(f"DROP INDEX {INDEX.name}"))
    session.commit()
    yield
    session.rollback()
    session.execute(text("DELETE FROM reservations"))
    INDEX.create(session.connection())
    session.commit()


def smuggle(session, slot, number: int) -> int:
    """Write a reservation past every check."""
    return session.scalar(
        insert(Reservation)
        .values(
            reference=f"TK-{slot.id:04}-{number:04}",
            slot_id=slot.id,
            state=ReservationState.RESERVED,
            channel=Channel.ONLINE,
            language="de",
            extensions=0,
            needs=[],
            created_at=NOW,
        )
        .returning(Reservation.id)
    )


def approve_pairs(act, session, pairs: int) -> list[int]:
    """Let two of the office approve two reservations for one slot; return how many each time."""
    account = make_account(session)
    actor = Actor(account.id, account.name, Role.STAFF)
    venue = make_venue(session)
    approved = []
    for _ in range(pairs):
        slot = make_slot(session, venue=venue)
        ids = [smuggle(session, slot, number) for number in (1, 2)]
        answers = act.at_once(
            [lambda inner, one=one: approve(inner, one, actor=actor, now=NOW) for one in ids]
        )
        assert all(isinstance(answer, int | Refusal) for answer in answers), answers
        approved.append(sum(isinstance(answer, int) for answer in answers))
        session.execute(text("DELETE FROM reservations"))
        session.execute(text("DELETE FROM slots"))
    return approved


@pytest.mark.usefixtures("without_index")
@pytest.mark.parametrize("pairs", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_of_two_reservations_for_one_slot_never_both_are_approved(act, session, pairs):
    assert max(approve_pairs(act, session, pairs)) <= 1


@pytest.mark.usefixtures("without_index")
def test_without_the_check_both_are_approved(act, session, monkeypatch):
    monkeypatch.setattr(approvals, "check_feasible", lambda *_args, **_kwargs: None)
    assert max(approve_pairs(act, session, 3)) == 2
