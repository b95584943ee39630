from __future__ import annotations

from datetime import time, timedelta

import pytest

from app.queries.days import get_day_facts
from app.rules.shortage import CAUSES, Opening, Shift, count_opened, open_by_shift, usual_base
from app.rules.slots import Obstacle
from tests.factories import DAY, NOW, make_absence, make_place, make_slot
from tests.support.staffed_city import StaffedCity

WHOLE_DAY = Shift(8 * 60, 16 * 60)


@pytest.fixture
def city(session):
    return StaffedCity(session)


@pytest.fixture
def short(session, city):
    """Two times at the mill that nobody can serve: 11:00 and 13:00."""
    for who in (city.anna, city.bea):
        make_absence(session, who)
    city.registrar("Cem Lange", "Lange", begins=6, ends=7)
    return frozenset(
        make_slot(session, city.mill, at=time(hour), minutes=40).id for hour in (11, 13)
    )


def test_every_obstacle_has_a_cause_except_that_we_are_reckoning():
    assert set(Obstacle) - set(CAUSES) == {Obstacle.RECKONING}


@pytest.mark.parametrize(
    ("shift", "opened"),
    [
        (Shift(8 * 60, 13 * 60), 1),
        (Shift(10 * 60, 15 * 60), 2),
        (Shift(12 * 60, 16 * 60), 1),
        (Shift(18 * 60, 20 * 60), 0),
    ],
)
def test_one_more_person_opens_what_the_shift_reaches_with_the_ways(session, short, shift, opened):
    facts = get_day_facts(session, [DAY])[DAY]
    assert count_opened(facts, short, shift, now=NOW) == opened


def test_the_best_shift_comes_first(session, short):
    sunday = DAY + timedelta(days=1)
    facts = get_day_facts(session, [DAY, sunday])
    found = open_by_shift(facts, {DAY: short, sunday: frozenset()}, now=NOW)
    assert found[0] == Opening(5, Shift(600, 900), 2, 1)
    assert {opening.times for opening in found[1:]} == {1}


def test_without_anybody_on_duty_there_is_no_base_to_set_out_from(session):
    make_place(session)
    facts = get_day_facts(session, [DAY])[DAY]
    assert usual_base(facts) is None
    assert count_opened(facts, [1], WHOLE_DAY, now=NOW) == 0
