from __future__ import annotations

import pytest

from app.rules.assignments import lane_of, lanes_of
from app.rules.fits import Verdict, first_choice, fit_of, rank_people
from tests.rules.staffed_days import TRAVEL, duty, job

DUTIES = [duty("Anna 9:00-15:00"), duty("Bea 9:00-15:00")]


def judged(new, jobs=(), duties=("Anna 9:00-15:00",)):
    lane = lane_of("Anna", [duty(d) for d in duties], [job(f"{j} Anna") for j in jobs], TRAVEL)
    return fit_of(new, lane, "Anna", TRAVEL)


@pytest.mark.parametrize(
    ("new", "jobs", "verdict", "short", "other"),
    [
        ("Burg 11:00-12:00", [], "fits", 0, None),
        ("Burg 11:00-12:00", ["Amt 9:00-10:40", "Schloss 12:20-13:00"], "fits", 0, None),
        ("Burg 11:00-12:00", ["Amt 9:00-10:45"], "too_tight", 5, "Amt 9:00"),
        ("Burg 11:00-12:00", ["Schloss 12:05-13:00"], "too_tight", 15, "Schloss 12:05"),
        # The worse of two.
        ("Burg 11:00-12:00", ["Amt 9:00-10:50", "Amt 12:15-13:00"], "too_tight", 10, "Amt 9:00"),
        ("Burg 11:00-12:00", ["Amt 11:45-12:30"], "busy", 15, "Amt 11:45"),
        ("Burg 11:00-12:00", ["Amt 9:00-14:00"], "busy", 180, "Amt 9:00"),
        ("Burg 8:45-9:30", [], "outside", 35, None),
        ("Burg 14:00-14:50", [], "outside", 10, None),
        ("Amt 16:00-17:00", [], "outside", 0, None),
        ("Insel 11:00-12:00", [], "unknown_way", 0, None),
        # Somebody else's trouble is not ours.
        ("Burg 13:00-13:30", ["Amt 9:00-10:00", "Burg 10:10-11:00"], "fits", 0, None),
    ],
)
def test_whether_somebody_fits_and_what_is_in_the_way(new, jobs, verdict, short, other):
    fit = judged(job(new), jobs)
    told = (fit.verdict, fit.problem.short if fit.problem else 0, fit.other)
    assert told == (verdict, short, other)


def test_who_is_not_on_duty_does_not_fit():
    assert fit_of(job("Burg 11:00-12:00"), None, "Anna", TRAVEL).verdict is Verdict.OFF_DUTY
    assert judged(job("Burg 11:00-12:00"), duties=()).verdict is Verdict.OFF_DUTY


def test_what_lies_in_the_person_is_said_before_what_lies_in_the_time():
    busy = ["Amt 11:00-12:00"]
    foreign = job("Burg 11:00-12:00", speakers=frozenset())
    shunned = job("Burg 11:00-12:00", speakers=frozenset(), unserved_by=frozenset({"Anna"}))
    assert judged(foreign, busy).verdict is Verdict.LANGUAGE
    assert judged(shunned, busy).verdict is Verdict.UNSERVED


def test_the_fit_of_who_does_it_already_leaves_itself_out():
    lane = lane_of("Anna", [duty("Anna 9:00-15:00")], [job("Burg 11:00-12:00 Anna")], TRAVEL)
    assert fit_of(job("Burg 11:00-12:00 Anna"), lane, "Anna", TRAVEL).fits


def test_a_fit_tells_way_and_slack():
    fit = judged(job("Burg 11:00-12:00"), ["Mühle 9:30-10:30", "Mühle 13:00-14:00"])
    assert fit.arrival.way == 20
    assert fit.arrival.before == "Mühle 9:30"
    assert fit.slack == 10
    assert fit.departure.slack == 40
    first = judged(job("Burg 11:00-12:00"))
    assert (first.arrival.before, first.arrival.way, first.slack) == (None, 20, None)


def test_people_come_in_order_of_fit_then_by_what_they_have_to_do():
    jobs = [job("Amt 9:00-10:45 Cem"), job("Amt 10:00-12:00 Dora")]
    duties = [*DUTIES, duty("Cem 9:00-15:00"), duty("Dora 9:00-15:00")]
    wanted = job("Burg 11:00-12:00")
    fits = rank_people(
        wanted,
        lanes_of(duties, jobs, TRAVEL),
        ["Anna", "Bea", "Cem", "Dora", "Emil"],
        TRAVEL,
        load={"Anna": 9.0, "Bea": 2.5},
    )
    assert [(fit.registrar, fit.verdict) for fit in fits] == [
        ("Bea", Verdict.FITS),
        ("Anna", Verdict.FITS),
        ("Cem", Verdict.TOO_TIGHT),
        ("Dora", Verdict.BUSY),
        ("Emil", Verdict.OFF_DUTY),
    ]


@pytest.mark.parametrize(
    ("current", "proposed"), [(None, "Anna"), ("Anna", "Bea"), ("Bea", "Anna")]
)
def test_the_first_choice_is_not_who_does_it_already(current, proposed):
    wanted = job("Burg 11:00-12:00")
    fits = rank_people(wanted, lanes_of(DUTIES, [], TRAVEL), ["Anna", "Bea"], TRAVEL, load={})
    assert first_choice(fits, current).registrar == proposed


def test_without_people_there_is_no_first_choice():
    assert first_choice([], None) is None
