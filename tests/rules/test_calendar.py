from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.easter import easter

from app.rules.calendar import (
    add_months,
    berlin_day,
    berlin_time,
    day_begins_at,
    days_between,
    holiday,
    instant_at,
    is_skipped,
    next_working_day,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 10), 6, date(2026, 9, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # February is shorter
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # … and longer in a leap year
        (date(2026, 12, 31), 6, date(2027, 6, 30)),  # over the new year
        (date(2027, 6, 12), -12, date(2026, 6, 12)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2027, 1, 31), -1, date(2026, 12, 31)),
    ],
)
def test_months_are_added_as_the_civil_code_counts(day, months, expected):
    assert add_months(day, months) == expected


def test_the_holidays_are_those_of_the_statute_for_every_year():
    for year in range(2024, 2041):
        sunday = easter(year)
        expected = {
            date(year, 1, 1),
            sunday - timedelta(2),
            sunday + timedelta(1),
            date(year, 5, 1),
            sunday + timedelta(39),
            sunday + timedelta(50),
            sunday + timedelta(60),
            date(year, 10, 3),
            date(year, 11, 1),
            date(year, 12, 25),
            date(year, 12, 26),
        }
        found = {day for day in days_between(date(year, 1, 1), date(year, 12, 31)) if holiday(day)}
        assert found == expected


def test_the_hour_that_summer_time_skips_does_not_exist():
    day = date(2027, 3, 28)
    assert is_skipped(day, time(2, 30))
    assert not is_skipped(day, time(3))
    with pytest.raises(ValueError, match="does not exist"):
        instant_at(day, time(2, 30))


def test_every_quarter_hour_of_two_years_comes_back_as_it_was_said():
    skipped = 0
    for day in days_between(date(2026, 1, 1), date(2027, 12, 31)):
        for minutes in range(0, 1440, 15):
            wall = time(minutes // 60, minutes % 60)
            if is_skipped(day, wall):
                skipped += 1
                continue
            instant = instant_at(day, wall)
            assert (berlin_day(instant), berlin_time(instant)) == (day, wall)
    assert skipped == 8  # four quarters in each of two springs


def test_a_berlin_day_begins_before_the_utc_day():
    assert day_begins_at(date(2027, 6, 12)) == datetime(2027, 6, 11, 22, tzinfo=UTC)
    assert day_begins_at(date(2027, 12, 12)) == datetime(2027, 12, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 6, 11), date(2027, 6, 11)),
        (date(2027, 6, 12), date(2027, 6, 14)),  # Saturday
        (date(2027, 3, 26), date(2027, 3, 30)),  # Good Friday to the Tuesday after Easter
        (date(2026, 12, 24), date(2026, 12, 28)),  # closing day, then Christmas, then a weekend
    ],
)
def test_the_next_working_day(day, expected):
    assert next_working_day(day, frozenset({date(2026, 12, 24)})) == expected
