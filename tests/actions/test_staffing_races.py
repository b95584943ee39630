"""A day gets its first time at the very instant at which the duties of that day change."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import time, timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from app.actions.duties import end_pattern
from app.actions.series import create_slots
from app.actions.slots import release_slots, submit_slots
from app.models import DutyPattern, Slot
from app.queries.invariants import INVARIANTS, slots
from app.rules.permissions import Actor, Role
from app.rules.series import WallTime
from app.rules.slots import Obstacle
from app.transaction import transaction
from tests.factories import DAY, make_account

#: On SQLite nobody else writes while we hold the write lock.
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

ELEVEN = time(11)
WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.fixture
def publish(app, session, town, now):
    """Create a time on a day without any, hand it in and release it; return its key."""
    account = make_account(session, role=Role.OPERATOR, venues=[town.castle])
    operator = Actor(account.id, account.name, Role.OPERATOR, frozenset({town.castle.id}))
    wanted, venue_id, office = WallTime(DAY, ELEVEN), town.castle.id, town.actor
    session.commit()

    def run() -> int:
        with app.app_context():
            with transaction() as ours:
                created = create_slots(
                    ours,
                    venue_id,
                    [wanted],
                    duration_minutes=30,
                    buffer_minutes=30,
                    actor=operator,
                    now=now,
                )
                slot_id = created.slots[0].id
            with transaction() as ours:
                submit_slots(ours, [slot_id], actor=operator, now=now)
            with transaction() as ours:
                release_slots(ours, [slot_id], actor=office, now=now)
        return slot_id

    return run


def await_or_done(session, future: Future[int]) -> None:
    """Return as soon as it is done, or waits for somebody."""
    deadline = monotonic() + 20
    while not (future.done() or session.scalar(WAITING)):
        assert monotonic() < deadline, "neither done nor waiting"
        sleep(0.01)


def test_what_is_published_while_a_duty_ends_waits_for_it(app, session, town, now, publish):
    pattern = session.query(DutyPattern).one().id
    with ThreadPoolExecutor(1) as somebody:
        with app.app_context(), transaction() as ours:
            end_pattern(ours, pattern, DAY - timedelta(days=1), actor=town.actor, now=now)
            ours.flush()
            publishing = somebody.submit(publish)
            await_or_done(session, publishing)
        slot_id = publishing.result(20)
    session.rollback()
    assert session.get_one(Slot, slot_id).obstacle is Obstacle.NO_REGISTRAR
    sentences = [one for one in INVARIANTS if one.find.__module__ == slots.__name__]
    assert [line for one in sentences for line in one.find(session, now)] == []
