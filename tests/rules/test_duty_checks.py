"""What a duty can be."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.duties import Pattern, Stretch
from app.rules.duty_checks import check_beside, check_pattern, check_stretches
from app.rules.refusals import DutyNotPossible

MONDAY, SPRING, AUTUMN = date(2027, 3, 1), date(2027, 3, 28), date(2027, 10, 31)


def stretch(begins, ends):
    """Return a stretch of the registrar 1, in hours."""
    return Stretch(1, round(begins * 60), round(ends * 60), 7)


def pattern(begins=9, ends=15, weekday=0, **overrides):
    """Return a pattern of Mondays."""
    values = {"valid_from": MONDAY, "valid_until": None, "every_weeks": 1, **overrides}
    return Pattern(stretch(begins, ends), weekday, **values)


@pytest.mark.parametrize(
    ("wanted", "field", "because"),
    [
        (pattern(15, 9), "ends", "past_midnight"),
        (pattern(9, 9), "ends", "past_midnight"),
        (pattern(20, 26), "ends", "past_midnight"),
        (pattern(1, 5, weekday=6), "ends", "clock_change_on_sundays"),
        (pattern(2.5, 4, weekday=6), "ends", "clock_change_on_sundays"),
        (pattern(valid_until=date(2027, 2, 28)), "valid_until", "ends_before_it_begins"),
        (pattern(weekday=5, valid_until=date(2027, 3, 5)), "valid_until", "never_applies"),
        (
            pattern(valid_from=date(2027, 3, 2), valid_until=date(2027, 3, 14), every_weeks=2),
            "valid_until",
            "never_applies",
        ),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_at_its_field(wanted, field, because):
    with pytest.raises(DutyNotPossible) as refused:
        check_pattern(wanted)
    assert (refused.value.field, refused.value.because) == (field, because)


@pytest.mark.parametrize(
    "wanted",
    [
        pattern(0, 24),
        pattern(20, 24),
        pattern(0, 2, weekday=6),
        pattern(3, 9, weekday=6),
        pattern(1, 5, weekday=5),
        pattern(valid_until=MONDAY),
        pattern(valid_from=date(2027, 3, 2), valid_until=date(2027, 3, 15), every_weeks=2),
    ],
)
def test_a_pattern_at_the_edge_is_fine(wanted):
    check_pattern(wanted)


@pytest.mark.parametrize(
    ("day", "stretches", "field", "because"),
    [
        (MONDAY, [stretch(9, 8)], "ends_0", "past_midnight"),
        (MONDAY, [stretch(9, 12), stretch(22, 25)], "ends_1", "past_midnight"),
        (MONDAY, [stretch(9, 12), stretch(11, 14)], "begins_1", "overlap"),
        (MONDAY, [stretch(13, 15), stretch(9, 13.5)], "begins_0", "overlap"),
        (SPRING, [stretch(1, 4)], "ends_0", "clock_change"),
        (SPRING, [stretch(2.5, 9)], "ends_0", "clock_change"),
        (AUTUMN, [stretch(0, 24)], "ends_0", "clock_change"),
    ],
)
def test_a_day_that_cannot_be_worked_is_refused_at_its_field(day, stretches, field, because):
    with pytest.raises(DutyNotPossible) as refused:
        check_stretches(day, stretches)
    assert (refused.value.field, refused.value.because) == (field, because)


@pytest.mark.parametrize(
    ("day", "stretches"),
    [
        (MONDAY, []),
        (MONDAY, [stretch(0, 24)]),
        (MONDAY, [stretch(9, 12), stretch(12, 15)]),
        (SPRING, [stretch(0, 2), stretch(3, 24)]),
    ],
)
def test_a_day_at_the_edge_is_fine(day, stretches):
    check_stretches(day, stretches)


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (pattern(14, 18), True),
        (pattern(15, 18), False),
        (pattern(14, 18, weekday=1), False),
        (pattern(valid_from=date(2040, 1, 2)), True),
        (pattern(valid_from=date(2026, 1, 5), valid_until=date(2027, 2, 28)), False),
        (pattern(every_weeks=2), True),
        (pattern(every_weeks=2, valid_from=date(2027, 3, 8), valid_until=date(2027, 3, 8)), True),
    ],
)
def test_nobody_is_on_duty_twice_at_once(other, clash):
    if clash:
        with pytest.raises(DutyNotPossible, match="overlap"):
            check_beside(pattern(), [other])
    else:
        check_beside(pattern(), [other])


def test_two_patterns_of_every_second_week_take_turns():
    other = pattern(every_weeks=2, valid_from=date(2027, 3, 8))
    check_beside(pattern(every_weeks=2), [other])
    with pytest.raises(DutyNotPossible):
        check_beside(pattern(every_weeks=2), [pattern(every_weeks=2, valid_from=date(2027, 3, 15))])
