from __future__ import annotations

from datetime import date

import pytest

from app.rules.coverage import WeekdayClass, is_covered, weekday_class

C = WeekdayClass


@pytest.mark.parametrize(
    ("day", "minute", "expected"),
    [
        (date(2027, 6, 7), 9 * 60, C.WEEKDAY_MORNING),
        (date(2027, 6, 10), 11 * 60 + 59, C.WEEKDAY_MORNING),
        (date(2027, 6, 10), 12 * 60, C.WEEKDAY_AFTERNOON),
        (date(2027, 6, 11), 11 * 60 + 59, C.FRIDAY_MORNING),
        (date(2027, 6, 11), 12 * 60, C.FRIDAY_AFTERNOON),
        (date(2027, 6, 12), 9 * 60, C.SATURDAY),
        (date(2027, 6, 12), 15 * 60, C.SATURDAY),
        (date(2027, 6, 13), 11 * 60, C.SUNDAY_OR_HOLIDAY),
        # Corpus Christi, a Thursday; Whit Monday; German Unity Day and 1 May on a weekend.
        (date(2027, 5, 27), 11 * 60, C.SUNDAY_OR_HOLIDAY),
        (date(2027, 5, 17), 14 * 60, C.SUNDAY_OR_HOLIDAY),
        (date(2027, 5, 1), 11 * 60, C.SUNDAY_OR_HOLIDAY),
    ],
)
def test_the_class_of_a_time(day, minute, expected):
    assert weekday_class(day, minute) is expected


@pytest.mark.parametrize(
    ("coverages", "covered"),
    [
        ({C.SATURDAY: date(2027, 6, 12)}, True),
        ({C.SATURDAY: date(2027, 6, 11)}, False),
        ({}, False),
        ({C.FRIDAY_AFTERNOON: date(2099, 1, 1)}, False),
    ],
)
def test_a_time_is_covered_until_the_last_promised_day(coverages, covered):
    assert is_covered(date(2027, 6, 12), 11 * 60, coverages) is covered
