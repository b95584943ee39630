"""A weekly pattern becomes times, each a wall-clock time in Berlin."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import DAILY, WEEKLY, rrule, rruleset
from dateutil.tz import gettz

from app.rules.calendar import BERLIN, days_between, holiday, is_skipped
from app.rules.conflicts import Conflict, Situation
from app.rules.policies import Policies
from app.rules.refusals import EmptySeries, SeriesTooLong, TimeNotPossible
from app.rules.series import (
    MOST_TIMES,
    Because,
    Pattern,
    WallTime,
    plan,
    season_after,
    span_of,
    unfold,
    wall_time_from,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def pattern(**changes: object) -> Pattern:
    usual: dict[str, object] = {
        "weekdays": frozenset({5}),
        "from_day": date(2027, 5, 8),
        "until_day": date(2027, 9, 11),
        "times": (time(10), time(11)),
        "duration_minutes": 45,
        "buffer_minutes": 15,
    }
    return Pattern(**(usual | changes))  # type: ignore[arg-type]


def situation(times: list[WallTime], **changes: object) -> Situation:
    usual: dict[str, object] = {
        "now": NOW,
        "policies": {wanted.day: Policies(closed_weekdays=()) for wanted in times},
        "first_day": date(2026, 11, 23),
    }
    return Situation(**(usual | changes))  # type: ignore[arg-type]


def test_nineteen_saturdays_twice_a_day_are_38_times() -> None:
    times = unfold(pattern())
    assert len(times) == 38
    assert len({wanted.day for wanted in times}) == 19
    assert times[0].key == "2027-05-08T10:00"
    assert times[-1].key == "2027-09-11T11:00"


def test_holidays_and_own_days_are_left_out() -> None:
    days = {
        wanted.day
        for wanted in unfold(
            pattern(
                weekdays=frozenset({3, 5}),
                from_day=date(2027, 5, 1),
                until_day=date(2027, 5, 31),
                skip_days=frozenset({date(2027, 5, 15)}),
            )
        )
    }
    assert date(2027, 5, 1) not in days  # a Saturday, and the first of May
    assert date(2027, 5, 6) not in days  # Ascension
    assert date(2027, 5, 15) not in days
    assert date(2027, 5, 8) in days


def test_a_holiday_stays_when_the_operator_wants_it() -> None:
    times = unfold(
        pattern(from_day=date(2027, 5, 1), until_day=date(2027, 5, 1), skip_holidays=False)
    )
    assert [wanted.day for wanted in times] == [date(2027, 5, 1)] * 2


def test_the_same_start_twice_counts_once() -> None:
    assert len(unfold(pattern(times=(time(11), time(10), time(11))))) == 38


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"weekdays": frozenset()}, Because.NO_WEEKDAY),
        ({"times": ()}, Because.NO_TIME),
        ({"until_day": date(2027, 5, 7)}, Because.ENDS_BEFORE_IT_BEGINS),
        ({"from_day": date(2027, 5, 9), "until_day": date(2027, 5, 14)},
         Because.WEEKDAY_NOT_IN_PERIOD),
        ({"from_day": date(2027, 5, 1), "until_day": date(2027, 5, 7)}, Because.ALL_HOLIDAYS),
        ({"until_day": date(2027, 5, 8), "skip_days": frozenset({date(2027, 5, 8)})},
         Because.ALL_LEFT_OUT),
        ({"from_day": date(2027, 5, 1), "until_day": date(2027, 5, 8),
          "skip_days": frozenset({date(2027, 5, 8)})}, Because.ALL_LEFT_OUT),
    ],
)  # fmt: skip
def test_a_pattern_without_dates_names_the_condition(
    changes: dict[str, object], because: Because
) -> None:
    with pytest.raises(EmptySeries) as refused:
        unfold(pattern(**changes))
    assert refused.value.because == because


def test_a_thousand_times_are_possible_and_one_more_is_not() -> None:
    every_day = frozenset(range(7))
    usual = {"weekdays": every_day, "times": (time(10),), "skip_holidays": False}
    last = date(2027, 1, 1) + timedelta(days=MOST_TIMES - 1)
    assert len(unfold(pattern(from_day=date(2027, 1, 1), until_day=last, **usual))) == MOST_TIMES
    with pytest.raises(SeriesTooLong):
        unfold(pattern(from_day=date(2027, 1, 1), until_day=last + timedelta(days=1), **usual))


@pytest.mark.parametrize(("first", "last"), [(1, 9999), (1, 1), (9999, 9999)])
def test_years_at_the_ends_of_time_do_not_overflow(first: int, last: int) -> None:
    wanted = pattern(
        from_day=date(first, 1, 1), until_day=date(last, 12, 31), times=(time(0), time(23, 59))
    )
    try:
        times = unfold(wanted)
    except SeriesTooLong:
        return
    planned = plan(times, 45, 15, situation(times))
    assert {entry.conflict and entry.conflict.conflict for entry in planned} == {
        Conflict.BEYOND_CALENDAR
    }


def test_wall_clock_times_stay_the_same_over_both_clock_changes() -> None:
    for day in (date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)):
        span = span_of(WallTime(day, time(10)), 45, 15)
        assert span.begins_at.astimezone(BERLIN).time() == time(10)
        assert span.ends_at - span.begins_at == timedelta(minutes=45)


def test_a_time_in_the_skipped_hour_is_not_possible() -> None:
    with pytest.raises(TimeNotPossible) as refused:
        span_of(WallTime(date(2027, 3, 28), time(2, 30)), 45, 15)
    assert refused.value.conflict is Conflict.SKIPPED_HOUR


def test_of_two_times_that_collide_in_the_pattern_the_later_one_yields() -> None:
    times = unfold(
        pattern(until_day=date(2027, 5, 8), times=(time(10), time(10, 30), time(11), time(12)))
    )
    found = [entry.conflict for entry in plan(times, 45, 15, situation(times))]
    assert found[0] is None
    assert found[2] is None
    assert found[3] is None
    assert found[1] is not None
    assert found[1].conflict is Conflict.OVERLAP_IN_SERIES
    assert found[1].at == datetime(2027, 5, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2027, 3, 22), date(2027, 4, 1)),
        (date(2027, 4, 1), date(2027, 4, 1)),
        (date(2027, 4, 2), date(2028, 4, 1)),
        (date(2027, 12, 31), date(2028, 4, 1)),
    ],
)
def test_a_season_is_the_next_that_is_not_yet_running(today: date, first: date) -> None:
    assert season_after(today) == (first, first.replace(month=10, day=31))


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("2027-06-12T10:30", WallTime(date(2027, 6, 12), time(10, 30))),
        ("2027-06-12T10:30:00", None),
        ("2027-06-31T10:30", None),
        ("2027-06-12", None),
        ("20270612T10:30", None),
        ("", None),
    ],
)
def test_a_time_comes_back_from_a_form_as_it_went(key: str, found: WallTime | None) -> None:
    assert wall_time_from(key) == found


def test_the_oracle_finds_the_same_dates_and_local_times() -> None:
    """2,000 random patterns, both clock changes included, against python-dateutil."""
    chance = random.Random(20270612)
    berlin = gettz("Europe/Berlin")
    clock_changes = 0
    for _ in range(2000):
        wanted = _random_pattern(chance)
        expected = _by_dateutil(wanted)
        if not expected:
            with pytest.raises(EmptySeries):
                unfold(wanted)
            continue
        times = unfold(wanted)
        assert [(entry.day, entry.wall) for entry in times] == expected
        for entry in times[:: max(1, len(times) // 8)]:
            if is_skipped(entry.day, entry.wall):
                clock_changes += 1
                continue
            begins_at = span_of(entry, 45, 15).begins_at
            assert begins_at == datetime.combine(entry.day, entry.wall, berlin).astimezone(UTC)
        clock_changes += any(entry.day in _CHANGES for entry in times)
    assert clock_changes > 100


_CHANGES = {
    day
    for day in days_between(date(2026, 1, 1), date(2029, 12, 31))
    if day.weekday() == 6 and day.month in (3, 10) and day.day > 24
}


def _random_pattern(chance: random.Random) -> Pattern:
    first = date(2026, 1, 1) + timedelta(days=chance.randrange(1000))
    last = first + timedelta(days=chance.choice((0, 3, 30, 100, 200, 300)))
    inside = list(days_between(first, last))
    return Pattern(
        weekdays=frozenset(chance.sample(range(7), chance.choice((1, 1, 2, 2, 3)))),
        from_day=first,
        until_day=last,
        times=tuple(
            time(chance.choice((0, 2, 9, 10, 23)), chance.choice((0, 15, 30)))
            for _ in range(chance.randint(1, 3))
        ),
        duration_minutes=45,
        buffer_minutes=15,
        skip_holidays=chance.random() < 0.5,
        skip_days=frozenset(chance.choices(inside, k=chance.randrange(4))),
    )


def _by_dateutil(wanted: Pattern) -> list[tuple[date, time]]:
    found: set[datetime] = set()
    for start in wanted.times:
        rules = rruleset()
        begin = datetime.combine(wanted.from_day, start)
        end = datetime.combine(wanted.until_day, start)
        rules.rrule(rrule(WEEKLY, dtstart=begin, until=end, byweekday=sorted(wanted.weekdays)))
        left_out = set(wanted.skip_days)
        if wanted.skip_holidays:
            each = rrule(DAILY, dtstart=begin, until=end)
            left_out |= {day.date() for day in each if holiday(day.date())}
        for day in left_out:
            rules.exdate(datetime.combine(day, start))
        found.update(rules)
    return [(instant.date(), instant.time()) for instant in sorted(found)]
