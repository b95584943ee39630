"""No double booking, over HTTP, on several processes; and a test that shows it could fail."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.actions.days import lock_days, reckon
from app.models import Reservation, Slot
from app.rules.reservations import BLOCKING
from tests.conftest import SECRET
from tests.factories import NOW, make_slot, make_venue
from tests.races.crowd import all_at_once, crowd, visitors
from tests.races.guard import COMPANY, GUARD_OFF
from tests.races.servers import serving

FIRST_DAY = date(2027, 6, 7)


def prepare(session, wanted: int) -> list[int]:
    """Make the slots that everybody wants, on several days, and others nobody thinks of."""
    venues = [make_venue(session) for _ in range(5)]
    slots = []
    for day in (FIRST_DAY + timedelta(days=n) for n in range(wanted // 20 + 2)):
        for venue in venues:
            slots += [
                make_slot(session, venue=venue, day=day, at=time(hour)) for hour in range(9, 14)
            ]
    days = {slot.day for slot in slots}
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()
    return [slot.id for slot in slots[:wanted]]


def environment(database: str, *, marks: Path | None = None) -> dict[str, str]:
    """Return the server's settings.

    Args:
        marks: the file in which those who looked leave a mark; then the guard is off.
    """
    return {
        "DATABASE_URL": database,
        "SECRET_KEY": SECRET,
        "TRAUKALENDER_TESTING": "1",
        "TRAUKALENDER_NOW": NOW.isoformat(),
        # All of them come from this machine.
        "HOLDS_PER_NETWORK": "65535",
        GUARD_OFF: str(marks or ""),
    }


def blocked(session) -> list[int]:
    """Return how many reservations block each slot that is blocked at all."""
    return list(
        session.scalars(
            select(func.count())
            .select_from(Reservation)
            .join(Slot)
            .where(Reservation.state.in_(BLOCKING))
            .group_by(Slot.id)
        )
    )


@pytest.mark.parametrize(
    ("clients", "attempts", "slots"),
    [
        (10, 40, 20),
        pytest.param(50, 200, 100, marks=pytest.mark.slow),
    ],
)
def test_of_all_who_want_a_slot_exactly_one_gets_it(
    app, session, database, clients, attempts, slots, capsys
):
    wanted = prepare(session, slots)
    with serving("tests.races.serve:app", environment(database)) as url:
        history = crowd(url, visitors(app), wanted, clients=clients, attempts=attempts, seed=slots)

    with capsys.disabled():
        print(f"\n{session.get_bind().dialect.name}: {clients * attempts} attempts", end=" ")
        print(f"on {slots} slots: {dict(history.statuses)}, {history.lost} lost")
    assert history.lost == 0
    assert set(history.statuses) == {303, 409}
    session.rollback()  # look anew: what was read before is a picture of then
    assert blocked(session) == [1] * slots
    assert history.statuses[303] == slots
    assert all(answer.alternatives == 3 for answer in history.answers if answer.status == 409)


def test_without_the_guard_two_couples_get_one_slot(app, session, database, tmp_path):
    [wanted] = prepare(session, 1)
    session.execute(text("DROP INDEX uq_reservations_slot_blocking"))
    session.commit()
    try:
        with serving(
            "tests.races.serve:app", environment(database, marks=tmp_path / "marks")
        ) as url:
            all_at_once(url, visitors(app), [wanted] * COMPANY)
        session.rollback()  # look anew: what was read before is a picture of then
        assert max(blocked(session)) > 1
    finally:
        session.rollback()
        session.execute(text("DELETE FROM tokens"))
        session.execute(text("DELETE FROM reservations"))
        index = next(
            index
            for index in Reservation.__table__.indexes
            if index.name == "uq_reservations_slot_blocking"
        )
        index.create(session.connection())
        session.commit()
