"""Whether a day can be performed: cases that can be reckoned on paper, and every plan checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.rules.roster import TALLY, Duty, Task, plan, travel_time

MORNING = datetime(2027, 6, 12, 6, tzinfo=UTC)
TRAVEL = {
    ("rathaus", "beck"): timedelta(minutes=25),
    ("beck", "rathaus"): timedelta(minutes=25),
    ("rathaus", "turm"): timedelta(minutes=10),
    ("turm", "rathaus"): timedelta(minutes=15),
    ("beck", "turm"): timedelta(minutes=30),
    ("turm", "beck"): timedelta(minutes=30),
}


def at(clock):
    hours, minutes = clock.split(":")
    return MORNING + timedelta(hours=int(hours) - 8, minutes=int(minutes))


def duty(name, begins="8:00", ends="16:00", base="rathaus"):
    return Duty(name, at(begins), at(ends), base)


def task(key, place, begins, ends, crew=1, allowed=None):
    allowed = None if allowed is None else frozenset(allowed.split())
    return Task(key, place, at(begins), at(ends), crew, allowed)


@pytest.mark.parametrize(
    ("duties", "tasks", "feasible"),
    [
        ([], [], True),
        ([], [task("a", "rathaus", "9:00", "9:30")], False),
        ([duty("demir")], [task("a", "rathaus", "9:00", "9:30")], True),
        # One after the other at one place needs no way.
        (
            [duty("demir")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "rathaus", "9:30", "10:00")],
            True,
        ),
        # Two at once need two people.
        (
            [duty("demir")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "turm", "9:00", "9:30")],
            False,
        ),
        (
            [duty("demir"), duty("okafor")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "turm", "9:00", "9:30")],
            True,
        ),
        # The way between them: exactly enough, and a minute too little.
        (
            [duty("demir")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "beck", "9:55", "10:30")],
            True,
        ),
        (
            [duty("demir")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "beck", "9:54", "10:30")],
            False,
        ),
        # The way need not take as long back.
        (
            [duty("demir")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "turm", "9:40", "10:00")],
            True,
        ),
        (
            [duty("demir")],
            [task("a", "turm", "9:00", "9:30"), task("b", "rathaus", "9:40", "10:00")],
            False,
        ),
        # From the base, and back to it before the duty ends.
        ([duty("demir", begins="8:36")], [task("a", "beck", "9:00", "9:30")], False),
        ([duty("demir", begins="8:35")], [task("a", "beck", "9:00", "9:30")], True),
        ([duty("demir", ends="9:55")], [task("a", "beck", "9:00", "9:30")], True),
        ([duty("demir", ends="9:54")], [task("a", "beck", "9:00", "9:30")], False),
        # Two stretches of work: in between nobody is there.
        (
            [duty("demir", "8:00", "10:00"), duty("demir", "13:00", "15:00")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "rathaus", "13:30", "14:00")],
            True,
        ),
        (
            [duty("demir", "8:00", "10:00"), duty("demir", "13:00", "15:00")],
            [task("a", "rathaus", "9:45", "10:15")],
            False,
        ),
        # A crew of two is two different people.
        ([duty("demir")], [task("a", "rathaus", "9:00", "9:30", crew=2)], False),
        ([duty("demir"), duty("okafor")], [task("a", "rathaus", "9:00", "9:30", crew=2)], True),
        # A pin binds, also where it makes the rest impossible.
        (
            [duty("demir"), duty("okafor")],
            [
                task("a", "rathaus", "9:00", "9:30", allowed="demir"),
                task("b", "turm", "9:00", "9:30", allowed="demir"),
            ],
            False,
        ),
        (
            [duty("demir"), duty("okafor", begins="12:00")],
            [
                task("a", "rathaus", "9:00", "9:30", allowed="demir"),
                task("b", "turm", "9:15", "9:45"),
            ],
            False,
        ),
        # Who is allowed but not on duty does not help.
        ([duty("demir")], [task("a", "rathaus", "9:00", "9:30", allowed="okafor")], False),
        # The first choice (demir to a) leads nowhere; the search must turn back.
        (
            [duty("demir"), duty("okafor", ends="10:00")],
            [task("a", "rathaus", "9:00", "9:30"), task("b", "rathaus", "9:15", "10:30")],
            True,
        ),
        # By way of a third place it is quicker than directly: nobody goes that way for fun, but
        # a task there may bring them.
        (
            [duty("demir")],
            [
                task("a", "beck", "9:00", "9:30"),
                task("b", "rathaus", "9:55", "9:55"),
                task("c", "turm", "10:05", "10:30"),
            ],
            True,
        ),
    ],
)
def test_whether_a_day_can_be_performed(duties, tasks, feasible):
    found = plan(duties, tasks, TRAVEL)
    assert (found is not None) is feasible
    if found is not None:
        check(found, duties, tasks)


def check(found, duties, tasks):
    """Check a plan without the search: crews, pins, ways, bases."""
    assert set(found) == {task.key for task in tasks}
    days = {}
    for task_ in tasks:
        crew = found[task_.key]
        assert len(crew) == task_.crew
        assert task_.allowed is None or crew <= task_.allowed
        for name in crew:
            days.setdefault(name, []).append(task_)
    for name, own in days.items():
        own.sort(key=lambda one: one.begins)
        stretches = {}
        for task_ in own:
            stretch = next(
                duty
                for duty in duties
                if duty.registrar == name
                and duty.begins <= task_.begins
                and task_.ends <= duty.ends
            )
            stretches.setdefault(stretch, []).append(task_)
        for stretch, done in stretches.items():
            out = travel_time(TRAVEL, stretch.base, done[0].place)
            back = travel_time(TRAVEL, done[-1].place, stretch.base)
            assert stretch.begins + out <= done[0].begins
            assert done[-1].ends + back <= stretch.ends
            for one, other in pairwise(done):
                assert one.ends + travel_time(TRAVEL, one.place, other.place) <= other.begins


def test_what_people_were_told_stays_where_it_can():
    duties = [duty("demir"), duty("okafor")]
    tasks = [task("a", "rathaus", "9:00", "9:30"), task("b", "rathaus", "10:00", "10:30")]
    told = {"a": frozenset({"okafor"}), "b": frozenset({"demir"})}
    assert plan(duties, tasks, TRAVEL, told=told) == told


def test_fewer_are_called_in_where_one_is_enough():
    duties = [duty("demir"), duty("okafor"), duty("klein")]
    tasks = [task(str(n), "rathaus", f"{9 + n}:00", f"{9 + n}:30") for n in range(4)]
    found = plan(duties, tasks, TRAVEL)
    assert len(frozenset().union(*found.values())) == 1


def test_a_missing_way_is_named():
    with pytest.raises(ValueError, match="'rathaus' to 'waschkaue'"):
        plan([duty("demir")], [task("a", "waschkaue", "9:00", "9:30")], TRAVEL)


def test_two_tasks_of_one_key_are_a_mistake():
    with pytest.raises(ValueError, match="share a key"):
        plan([duty("demir")], [task("a", "turm", "9:00", "9:30")] * 2, TRAVEL)


def test_a_search_that_gives_up_says_no_and_is_counted(caplog):
    before = TALLY.gave_up
    day = [duty("demir")], [task("a", "rathaus", "9:00", "9:30")], TRAVEL
    assert plan(*day, budget=0) is None
    assert TALLY.gave_up == before + 1
    assert "gave up" in caplog.text
    assert plan(*day) is not None
    assert TALLY.gave_up == before + 1
