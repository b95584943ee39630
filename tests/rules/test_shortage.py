from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.queries.days import get_day_facts
from app.rules.coverage import WeekdayClass
from app.rules.days import Ceremony, Claim, DayFacts, reckon_day, tasks_of
from app.rules.duties import begins_at, ends_at
from app.rules.roster import Duty, plan
from app.rules.shortage import (
    PARTS,
    SHIFTS,
    WHOLE_DAY,
    Opening,
    Shift,
    bases_by_weekday,
    most_used,
    open_by_shift,
    opened,
    opened_by_shift,
)
from app.rules.slots import Obstacle, Span
from app.rules.staffing import Staffing, VenueNeeds
from app.rules.travel import Ways
from tests.factories import DAY, NOW, make_absence, make_slot


@pytest.fixture
def short(session, city):
    """Two times at the mill that nobody can serve: 11:00 and 13:00."""
    for who in (city.anna, city.bea):
        make_absence(session, who)
    return frozenset(
        make_slot(session, city.mill, at=time(hour), minutes=40).id for hour in (11, 13)
    )


@pytest.mark.parametrize(
    ("shift", "number"),
    [
        (Shift(8 * 60, 13 * 60), 1),
        (Shift(10 * 60, 15 * 60), 2),
        (Shift(12 * 60, 16 * 60), 1),
        (Shift(18 * 60, 20 * 60), 0),
    ],
)
def test_one_more_person_opens_what_the_shift_reaches_with_the_ways(
    session, city, short, shift, number
):
    facts = get_day_facts(session, [DAY])[DAY]
    found = opened(facts, short, shift, str(city.office.id), now=NOW)
    assert len(found) == number
    assert found <= short


def test_the_best_shift_comes_first(session, city, short):
    base, sunday = str(city.office.id), DAY + timedelta(days=1)
    facts = get_day_facts(session, [DAY, sunday])
    slots = {DAY: short, sunday: frozenset()}
    found = open_by_shift(facts, slots, {5: base, 6: base}, now=NOW)
    assert found == [
        Opening(5, WHOLE_DAY, base, 2, 1),
        Opening(5, Shift(600, 900), base, 2, 1),
        Opening(5, Shift(480, 780), base, 1, 1),
        Opening(5, Shift(750, 1110), base, 1, 1),
    ]


def test_every_part_lies_in_the_whole_day():
    for part in PARTS:
        assert WHOLE_DAY.begins_minute <= part.begins_minute < part.ends_minute
        assert part.ends_minute <= WHOLE_DAY.ends_minute


def test_a_weekday_sets_out_from_its_most_used_base_else_from_that_of_the_month():
    friday = DAY - timedelta(days=1)
    duties = {
        DAY: [duty_from("b", DAY)],
        friday: [duty_from(base, friday) for base in "aac"],
        DAY + timedelta(days=1): [],
    }
    assert bases_by_weekday(duties, "z") == {n: "b" if n == 5 else "a" for n in range(7)}


def test_if_nobody_works_all_month_another_base_is_taken_and_none_if_there_is_none():
    assert bases_by_weekday({DAY: []}, "z") == dict.fromkeys(range(7), "z")
    assert bases_by_weekday({DAY: []}, None) == {}
    assert most_used([]) is None
    assert most_used(["b", "a"]) == "a"


# ── against trying out everything ────────────────────────────────────────────
PLACES = ["office", "hall", "castle", "mill", "farm"]
HALL = "hall"
ASKED = datetime(2027, 3, 1, tzinfo=UTC)


def duty_from(base, day, name="anna", begins=8, ends=16):
    return Duty(name, begins_at(day, begins * 60), ends_at(day, ends * 60), base)


def random_day(chance, day):
    """Return a day with up to three registrars, few ways that are quick, and some weddings."""
    ways = Ways(
        {
            (one, other): timedelta(minutes=chance.choice((5, 20, 45, 90)))
            for one in PLACES
            for other in PLACES
            if one != other and chance.random() > 0.05
        }
    )
    duties = [
        duty_from(chance.choice(PLACES[:2]), day, name, begins, begins + chance.randint(3, 8))
        for name in ("anna", "bea", "cem")[: chance.randint(0, 3)]
        for begins in (chance.randint(7, 12),)
    ]
    needs = {n: VenueNeeds(place, 10, 10) for n, place in enumerate(PLACES[1:])}
    ceremonies = []
    for number in range(14):
        begins = begins_at(day, chance.randrange(8 * 60, 19 * 60, 30))
        span = Span(begins, begins + timedelta(minutes=30), 15)
        ceremonies.append(Ceremony(number, chance.randrange(len(needs)), span))
    claims = tuple(Claim(one) for one in chance.sample(ceremonies, chance.randint(0, 3)))
    promised = dict.fromkeys(WeekdayClass, day)
    staffing = Staffing(tuple(duties), ways, promised, needs, {})
    return DayFacts(day, tuple(ceremonies), claims, (), False, frozenset(needs), staffing)


def try_out(facts, slots, shift, base):
    """Return what one more registrar opens, by asking for a whole plan for every slot anew."""
    more = Duty(
        "more",
        begins_at(facts.day, shift.begins_minute),
        ends_at(facts.day, shift.ends_minute),
        base,
    )
    duties = [*facts.staffing.duties, more]
    ways = facts.staffing.ways
    found = set()
    for one in facts.ceremonies:
        if one.slot_id in slots:
            tasks = tasks_of(facts, [*facts.claims, Claim(one)])
            if plan(duties, tasks, ways) is not None:
                found.add(one.slot_id)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_random_month_is_that_of_trying_out_everything(seed):
    chance = random.Random(seed)
    facts = {day: random_day(chance, day) for day in (date(2027, 6, n + 1) for n in range(30))}
    short = {
        day: frozenset(
            slot_id
            for slot_id, finding in reckon_day(of_day, now=ASKED).findings.items()
            if finding.obstacle is Obstacle.NO_REGISTRAR
        )
        for day, of_day in facts.items()
    }
    bases = {n: chance.choice(PLACES[:2]) for n in range(7)}
    expected = {}
    for day, slots in short.items():
        for shift in SHIFTS:
            tried = try_out(facts[day], slots, shift, bases[day.weekday()])
            times, days = expected.get((day.weekday(), shift), (0, 0))
            expected[day.weekday(), shift] = times + len(tried), days + bool(tried)
    found = open_by_shift(facts, short, bases, now=ASKED)
    assert sum(map(len, short.values())) > 30
    assert {(one.weekday, one.shift): (one.times, one.days) for one in found} == {
        key: value for key, value in expected.items() if value[0]
    }
    assert [one.times for one in found] == sorted((one.times for one in found), reverse=True)


def test_where_the_whole_day_opens_nothing_no_part_is_asked(monkeypatch):
    facts = replace(random_day(random.Random(1), DAY), office_closed=True)
    asked = []
    monkeypatch.setattr(
        "app.rules.shortage.reckon_day",
        lambda trial, now: asked.append(trial) or reckon_day(trial, now=now),
    )
    found = opened_by_shift(facts, frozenset(range(14)), HALL, now=ASKED)
    assert set(found.values()) == {frozenset()}
    assert len(asked) == 1
