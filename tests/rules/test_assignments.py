from __future__ import annotations

from datetime import timedelta

import pytest

from app.rules.assignments import (
    by_key,
    count_free,
    lane_of,
    lanes_of,
    minutes_of,
    problems_of,
)
from tests.rules.staffed_days import TRAVEL, at, duty, job

ANNA = (duty("Anna 9:00-15:00"),)
SPLIT = (duty("Anna 9:00-12:00"), duty("Anna 13:00-18:00", base="Burg"))


def told(problem):
    gap = problem.gap
    less = f" {problem.short}" if problem.short else ""
    where = f" nach {gap.before}" if gap and gap.before and gap.after else ""
    return f"{problem.key} {problem.trouble}{less}{where}"


@pytest.mark.parametrize(
    ("duties", "jobs", "problems"),
    [
        (ANNA, ["Burg 9:30-10:30"], []),
        (ANNA, ["Burg 9:30-10:30", "Mühle 11:00-12:00"], []),
        # To the minute it works, but people should see it.
        (ANNA, ["Burg 9:30-10:30", "Mühle 10:50-12:00"], ["Mühle 10:50 no_slack nach Burg 9:30"]),
        (
            ANNA,
            ["Burg 9:30-10:30", "Mühle 10:40-12:00"],
            ["Mühle 10:40 too_tight 10 nach Burg 9:30"],
        ),
        # At the same place one after the other is no hurry.
        (ANNA, ["Burg 9:30-10:30", "Burg 10:30-11:30"], []),
        (ANNA, ["Burg 9:30-10:30", "Burg 10:29-11:30"], ["Burg 10:29 at_once 1 nach Burg 9:30"]),
        (
            ANNA,
            ["Burg 9:30-12:30", "Burg 10:00-10:30", "Burg 11:00-11:30"],
            [
                "Burg 10:00 at_once 150 nach Burg 9:30",
                "Burg 11:00 at_once 90 nach Burg 9:30",
            ],
        ),
        # From the base and back to it.
        (ANNA, ["Burg 9:20-10:00"], []),
        (ANNA, ["Burg 9:15-10:00"], ["Burg 9:15 outside 5"]),
        (ANNA, ["Amt 9:00-10:00"], []),
        (ANNA, ["Burg 14:00-14:40"], []),
        (ANNA, ["Burg 14:00-14:45"], ["Burg 14:00 outside 5"]),
        (ANNA, ["Amt 8:30-9:30"], ["Amt 8:30 outside 30"]),
        (ANNA, ["Amt 16:00-17:00"], ["Amt 16:00 outside"]),
        ((), ["Amt 16:00-17:00"], ["Amt 16:00 off_duty"]),
        # Between two duties the way leads by the bases.
        (SPLIT, ["Mühle 11:00-11:40", "Schloss 13:20-14:00"], []),
        (SPLIT, ["Amt 11:00-12:00", "Burg 13:00-14:00"], []),
        (SPLIT, ["Mühle 11:00-11:50", "Burg 13:00-14:00"], ["Mühle 11:00 outside 10"]),
    ],
)
def test_what_does_not_work_about_a_day(duties, jobs, problems):
    lane = lane_of("Anna", duties, [job(f"{words} Anna") for words in jobs], TRAVEL)
    assert [told(problem) for problem in lane.problems] == problems


def test_a_language_and_a_venue_may_be_in_the_way():
    foreign = job("Burg 10:00-11:00 Anna", speakers=frozenset({"Bea"}))
    shunned = job("Mühle 12:00-13:00 Anna", unserved_by=frozenset({"Anna"}))
    lane = lane_of("Anna", ANNA, [foreign, shunned], TRAVEL)
    assert [told(one) for one in lane.problems] == ["Burg 10:00 language", "Mühle 12:00 unserved"]


def test_a_way_that_nobody_has_timed_stops():
    lane = lane_of("Anna", ANNA, [job("Insel 10:00-11:00 Anna")], TRAVEL)
    assert {told(problem) for problem in lane.problems} == {"Insel 10:00 unknown_way"}
    assert all(problem.stops for problem in lane.problems)
    assert lane.gaps[0].slack is None


def test_a_lane_tells_ways_and_what_is_left_of_the_time():
    lane = lane_of(
        "Anna", ANNA, [job("Burg 9:30-10:30 Anna"), job("Mühle 11:00-12:00 Anna")], TRAVEL
    )
    assert [(gap.before, gap.after, gap.way, gap.slack) for gap in lane.gaps] == [
        (None, "Burg 9:30", 20, 10),
        ("Burg 9:30", "Mühle 11:00", 20, 10),
        ("Mühle 11:00", None, 20, 160),
    ]


def test_everybody_on_duty_or_assigned_has_a_lane():
    lanes = lanes_of(ANNA, [job("Burg 10:00-11:00 Bea"), job("Amt 10:00-11:00")], TRAVEL)
    assert [(lane.registrar, len(lane.jobs)) for lane in lanes] == [("Anna", 0), ("Bea", 1)]


def test_problems_that_stop_come_first_then_by_time():
    jobs = [
        job("Burg 9:30-10:30 Anna"),
        job("Mühle 10:50-12:00 Anna"),
        job("Schloss 14:00-14:30"),
        job("Amt 9:00-10:00 Bea"),
    ]
    found = problems_of(lanes_of(ANNA, jobs, TRAVEL), jobs)
    assert [told(problem) for problem in found] == [
        "Amt 9:00 off_duty",
        "Schloss 14:00 unassigned",
        "Mühle 10:50 no_slack nach Burg 9:30",
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        ("8:30", "9:00", 0),  # nobody is there yet
        ("9:00", "9:10", 1),
        ("9:00", "9:30", 0),  # on the way
        ("10:00", "10:30", 0),
        ("10:30", "10:50", 0),  # on the way back
        ("10:50", "11:20", 1),
        ("14:45", "15:15", 0),
    ],
)
def test_who_is_free_has_neither_a_ceremony_nor_a_way(begins, ends, free):
    lanes = lanes_of(ANNA, [job("Burg 9:30-10:30 Anna")], TRAVEL)
    assert count_free(lanes, at(begins), at(ends)) == free


def test_minutes_are_rounded_up_and_keys_lead_back():
    assert minutes_of(timedelta(seconds=61)) == 2
    assert minutes_of(None) is None
    one = job("Burg 9:30-10:30")
    assert by_key([one]) == {"Burg 9:30": one}
