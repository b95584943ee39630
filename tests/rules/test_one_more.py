"""Whether a day takes one more ceremony: the same answer as searching the whole day anew."""

from __future__ import annotations

from random import Random

import pytest

from app.rules.one_more import DayRoster
from app.rules.roster import plan
from app.rules.travel import Ways
from tests.rules.roster_days import random_day


@pytest.mark.parametrize("seeds", [range(150), pytest.param(range(2000), marks=pytest.mark.slow)])
def test_the_answer_is_that_of_a_search_of_the_whole_day(seeds):
    answers = []
    for seed in seeds:
        rng = Random(seed)
        duties, tasks, travel = random_day(rng)
        known = max(0, len(tasks) - rng.randint(1, 25))
        day = DayRoster(duties, tasks[:known], Ways(travel))
        assert (day.plan is None) is (plan(duties, tasks[:known], travel) is None), f"seed {seed}"
        for task in tasks[known:]:
            expected = plan(duties, [*tasks[:known], task], travel) is not None
            assert day.takes(task) is expected, f"seed {seed}, {task.key}"
            if day.plan is not None:
                answers.append(expected)
    # Both are really asked for.
    assert 0.15 < sum(answers) / len(answers) < 0.95


def test_a_way_that_is_not_known_is_never_gone():
    for seed in range(40):
        rng = Random(seed)
        duties, tasks, travel = random_day(rng)
        for pair in rng.sample(sorted(travel), len(travel) // 5):
            del travel[pair]
        ways = Ways(travel)
        endless = {
            (one.place, other): ways[one.place, other]
            for one in tasks
            for other in {task.place for task in tasks} | {duty.base for duty in duties}
            if one.place != other
        }
        endless |= {
            (duty.base, task.place): ways[duty.base, task.place]
            for duty in duties
            for task in tasks
            if duty.base != task.place
        }
        half = len(tasks) // 2
        day = DayRoster(duties, tasks[:half], ways)
        for task in tasks[half:]:
            expected = plan(duties, [*tasks[:half], task], endless) is not None
            assert day.takes(task) is expected, f"seed {seed}, {task.key}"
