"""The roster's verdict equals a constraint solver's, and each of its plans can be performed."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from app.rules.roster import TALLY, plan, travel_time
from tests.rules.roster_days import random_day, solver_says


@pytest.mark.parametrize("seeds", [range(200), pytest.param(range(3000), marks=pytest.mark.slow)])
def test_the_verdict_is_that_of_a_solver(seeds):
    feasible, gave_up = 0, TALLY.gave_up
    for seed in seeds:
        duties, tasks, travel = random_day(Random(seed))
        found = plan(duties, tasks, travel)
        assert (found is not None) is solver_says(duties, tasks, travel), f"seed {seed}"
        if found is not None:
            feasible += 1
            assert problems(found, duties, tasks, travel) == [], f"seed {seed}"
    assert TALLY.gave_up == gave_up
    assert 0.05 < feasible / len(seeds) < 0.95  # both verdicts are really asked for


def problems(found, duties, tasks, travel):
    """Return what is wrong with a plan; knows nothing of the search."""
    wrong = []
    by_name = {}
    for task in tasks:
        crew = found[task.key]
        if len(crew) != task.crew or not (task.allowed is None or crew <= task.allowed):
            wrong.append(f"crew of {task.key}")
        for name in crew:
            by_name.setdefault(name, []).append(task)
    for name, own in by_name.items():
        for duty in (duty for duty in duties if duty.registrar == name):
            done = sorted(
                (task for task in own if duty.begins <= task.begins and task.ends <= duty.ends),
                key=lambda task: task.begins,
            )
            own = [task for task in own if task not in done]
            wrong += problems_of(duty, done, travel) if done else []
        wrong += [f"{name} is not on duty at {task.key}" for task in own]
    return wrong


def problems_of(duty, done, travel):
    """Return what is wrong with one stretch of work."""
    wrong = []
    if duty.begins + travel_time(travel, duty.base, done[0].place) > done[0].begins:
        wrong.append(f"{duty.registrar} is late at {done[0].key}")
    if done[-1].ends + travel_time(travel, done[-1].place, duty.base) > duty.ends:
        wrong.append(f"{duty.registrar} is back too late from {done[-1].key}")
    wrong += [
        f"{duty.registrar} cannot go from {one.key} to {other.key}"
        for one, other in pairwise(done)
        if one.ends + travel_time(travel, one.place, other.place) > other.begins
    ]
    return wrong
