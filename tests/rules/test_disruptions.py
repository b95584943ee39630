from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from time import process_time

import pytest

from app.rules.disruptions import list_substitutes, rescue
from app.rules.left_out import TALLY, LeftOut, least_left_out
from app.rules.roster import Task, plan
from tests.rules.staffed_days import PLACES, TRAVEL, at, duty, job

ANNA, BEA = duty("Anna 9:00-15:00"), duty("Bea 9:00-15:00")


def fewest(duties, tasks, travel):
    """Try every set, the smallest first; of one size the one that leaves out what stands last."""
    for size in range(len(tasks) + 1):
        fitting = [
            out
            for out in combinations(range(len(tasks)), size)
            if plan(duties, [one for n, one in enumerate(tasks) if n not in out], travel)
            is not None
        ]
        if fitting:
            # What stands first is kept at any price: compare bit by bit from the front.
            best = min(fitting, key=lambda out: [n in out for n in range(len(tasks))])
            return frozenset(tasks[n].key for n in best)
    raise AssertionError


@pytest.mark.parametrize(
    ("duties", "words", "left_out"),
    [
        # Everything can be performed.
        ([ANNA], ["Burg 10:00-11:00", "Burg 11:00-12:00"], set()),
        # Two at once, one person: what stands last gives way.
        ([ANNA], ["Burg 10:00-11:00", "Mühle 10:30-11:30"], {"Mühle 10:30"}),
        ([ANNA], ["Mühle 10:30-11:30", "Burg 10:00-11:00"], {"Burg 10:00"}),
        # One in the middle rather than two around it, although it stands first.
        (
            [ANNA],
            ["Burg 10:30-12:00", "Burg 10:00-10:45", "Burg 11:00-12:00"],
            {"Burg 10:30"},
        ),
        # Nobody is there so early: that it stands first is of no use.
        ([ANNA], ["Burg 8:00-9:00", "Burg 10:00-11:00"], {"Burg 8:00"}),
        # Three at once, two people.
        (
            [ANNA, BEA],
            ["Burg 10:00-11:00", "Mühle 10:00-11:00", "Schloss 10:00-11:00"],
            {"Schloss 10:00"},
        ),
        # The way is too long for one, not for two.
        ([ANNA, BEA], ["Burg 10:00-11:00", "Mühle 11:05-12:00"], set()),
        # Nobody at all.
        ([], ["Burg 10:00-11:00", "Mühle 12:00-13:00"], {"Burg 10:00", "Mühle 12:00"}),
    ],
)
def test_as_few_as_possible_give_way(duties, words, left_out):
    tasks = [job(one).task for one in words]
    assert least_left_out(duties, tasks, TRAVEL) == LeftOut(left_out, len(left_out))
    assert fewest(duties, tasks, TRAVEL) == left_out


def random_day(random):
    names = ["Anna", "Bea", "Cem"][: random.randint(1, 3)]
    duties = []
    for name in names:
        begins = at("8:00") + timedelta(minutes=15 * random.randint(0, 8))
        ends = begins + timedelta(minutes=15 * random.randint(10, 26))
        duties.append(replace(ANNA, registrar=name, begins=begins, ends=ends))
    tasks = []
    for number in range(random.randint(2, 8)):
        begins = at("8:30") + timedelta(minutes=15 * random.randint(0, 22))
        ends = begins + timedelta(minutes=random.choice((30, 45, 60, 90)))
        allowed = random.choice((None, None, None, frozenset({random.choice(names)})))
        place = random.choice(PLACES[1:])
        tasks.append(Task(str(number), place, begins, ends, allowed=allowed))
    return duties, tasks


def test_random_small_days_agree_with_trying_every_set():
    random = Random(27)
    sizes = set()
    for _number in range(250):
        duties, tasks = random_day(random)
        found = least_left_out(duties, tasks, TRAVEL).keys
        assert found == fewest(duties, tasks, TRAVEL)
        sizes.add(len(found))
    assert {0, 1, 2, 3} <= sizes


@pytest.mark.parametrize("budget", [0, 5, 40])
def test_what_takes_too_long_is_answered_safely_and_says_so(budget):
    names = ("Anna", "Bea")
    duties = [replace(ANNA, registrar=name) for name in names]
    words = [
        f"{place} {hour}:{minute}-{hour + 1}:{minute}"
        for hour in (10, 11, 12)
        for minute in ("00", "30")
        for place in PLACES[1:]
    ]
    tasks = [job(one).task for one in words]
    before = TALLY.gave_up
    found = least_left_out(duties, tasks, TRAVEL, budget=budget)
    assert TALLY.gave_up == before + 1
    assert not found.is_least
    kept = [task for task in tasks if task.key not in found.keys]
    assert plan(duties, kept, TRAVEL) is not None
    right = least_left_out(duties, tasks, TRAVEL, budget=10**7)
    assert right.is_least
    assert found.at_least <= len(right.keys) <= len(found.keys)


def test_a_day_of_ten_registrars_and_forty_ceremonies_is_thought_over_in_bounded_time():
    random, worst = Random(4), 0.0
    for _number in range(3):
        duties = [
            replace(ANNA, registrar=str(n), begins=at(f"{random.randint(8, 11)}:00"))
            for n in range(10)
        ]
        tasks = []
        for number in range(40):
            begins = at("9:00") + timedelta(minutes=5 * random.randint(0, 60))
            ends = begins + timedelta(minutes=random.choice((45, 55, 70)))
            tasks.append(Task(str(number), random.choice(PLACES[1:]), begins, ends))
        begun = process_time()
        found = least_left_out(duties, tasks, TRAVEL)
        worst = max(worst, process_time() - begun)
        kept = [task for task in tasks if task.key not in found.keys]
        assert plan(duties, kept, TRAVEL) is not None
    assert worst < 15


def told(duties, jobs, which, *, unsolved=()):
    people = [one.registrar for one in duties]
    job = next(one for one in jobs if one.key == which)
    found = list_substitutes(duties, jobs, TRAVEL, job, people, unsolved=unsolved)
    return [(one.registrar, one.consequence.value, *one.others) for one in found]


@pytest.mark.parametrize(
    ("words", "which", "unsolved", "people"),
    [
        # Both have time.
        (["Burg 10:00-11:00"], "Burg 10:00", (), [("Anna", "free"), ("Bea", "free")]),
        # Bea would have to hand on what she has, and Anna can take it.
        (
            ["Burg 10:00-11:00", "Mühle 10:30-11:30 Bea"],
            "Burg 10:00",
            (),
            [("Anna", "free"), ("Bea", "moves", "Mühle 10:30")],
        ),
        # Whoever comes leaves another one open.
        (
            ["Burg 10:00-11:00", "Mühle 10:30-11:30 Bea", "Schloss 10:30-11:30 Anna"],
            "Burg 10:00",
            ("Burg 10:00",),
            [("Anna", "leaves_open", "Schloss 10:30"), ("Bea", "leaves_open", "Mühle 10:30")],
        ),
        # What is pinned is not handed on.
        (
            ["Burg 10:00-11:00", "Mühle 10:30-11:30 Bea!"],
            "Burg 10:00",
            (),
            [("Anna", "free"), ("Bea", "leaves_open", "Mühle 10:30")],
        ),
        # Nobody is on duty then.
        (["Burg 7:00-8:00"], "Burg 7:00", ("Burg 7:00",), []),
    ],
)
def test_who_could_step_in_and_what_that_would_mean(words, which, unsolved, people):
    jobs = [job(one) for one in words]
    assert told([ANNA, BEA], jobs, which, unsolved=unsolved) == people


def test_all_that_can_be_solved_is_solved_at_once_and_what_works_stays():
    jobs = [
        job("Burg 10:00-11:00"),
        job("Mühle 10:00-11:00 Bea"),
        job("Schloss 12:00-13:00 Bea"),
        job("Burg 12:00-13:00"),
        job("Mühle 12:00-13:00"),
        job("Schloss 10:00-11:00 Anna"),
    ]
    found = rescue([ANNA, BEA], jobs, TRAVEL, closed=["Schloss 10:00"])
    assert found.closed == ("Schloss 10:00",)
    assert found.left_out == ("Mühle 12:00",)
    assert found.solvable == ("Burg 10:00", "Burg 12:00")
    changes = [(one.key, one.before, one.after) for one in found.changes]
    assert changes == [("Burg 10:00", None, "Anna"), ("Burg 12:00", None, "Anna")]
