"""Fourteen venues want one hour, three registrars are on duty; over HTTP, several processes."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import func, select

from app.actions.days import lock_days, reckon
from app.models import Reservation, Slot
from app.queries.days import get_day_facts
from app.rules.days import roster_of
from app.rules.reservations import BLOCKING
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_pattern,
    make_place,
    make_registrar,
    make_slot,
    make_venue,
    make_way,
    place_of,
)
from tests.races.crowd import all_at_once, crowd, visitors
from tests.races.guard import COMPANY
from tests.races.servers import serving
from tests.races.test_one_slot_one_couple import environment

REGISTRARS, VENUES = 3, 14


@pytest.fixture
def wanted(session) -> list[int]:
    """The times that everybody wants: eleven o'clock, at every venue of the city."""
    cover(session)
    base = make_place(session)
    venues = [make_venue(session, staffed=False) for _ in range(VENUES)]
    for venue in venues:
        make_way(session, base, place_of(session, venue), 20)
    places = [place_of(session, venue) for venue in venues]
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            make_way(session, one, other, 30)
    for _ in range(REGISTRARS):
        registrar = make_registrar(session)
        make_pattern(session, registrar, base, weekday=DAY.weekday())
    slots = [make_slot(session, venue=venue, at=time(11)) for venue in venues]
    # Later, so that there is something else to offer.
    for venue in venues:
        make_slot(session, venue=venue, at=time(15))
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)
    session.commit()
    return [slot.id for slot in slots]


def held_at_once(session) -> int:
    """Return how many couples hold a time at eleven."""
    session.rollback()  # look anew: what was read before is a picture of then
    wanted = select(func.count()).select_from(Reservation).join(Slot)
    return session.scalar(wanted.where(Reservation.state.in_(BLOCKING), Slot.minute == 11 * 60))


@pytest.mark.parametrize(
    ("clients", "attempts"), [(10, 30), pytest.param(20, 100, marks=pytest.mark.slow)]
)
def test_no_more_ceremonies_are_given_out_than_registrars_can_perform(
    app, session, database, wanted, clients, attempts, capsys
):
    with serving("tests.races.serve:app", environment(database)) as url:
        history = crowd(url, visitors(app), wanted, clients=clients, attempts=attempts, seed=3)
    with capsys.disabled():
        print(f"\n{session.get_bind().dialect.name}: {clients * attempts} attempts", end=" ")
        print(f"for {REGISTRARS} registrars: {dict(history.statuses)}, {history.lost} lost")
    assert history.lost == 0
    assert set(history.statuses) == {303, 409}
    assert held_at_once(session) == history.statuses[303] == REGISTRARS
    facts = get_day_facts(session, [DAY])[DAY]
    assert roster_of(facts, facts.claims).plan is not None


def test_without_the_guard_more_are_given_out_than_anybody_can_perform(
    app, session, database, wanted, tmp_path
):
    assert COMPANY > REGISTRARS
    with serving("tests.races.serve:app", environment(database, marks=tmp_path / "marks")) as url:
        all_at_once(url, visitors(app), wanted[:COMPANY])
    assert held_at_once(session) > REGISTRARS
