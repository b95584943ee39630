from __future__ import annotations

from datetime import date, datetime

import pytest

from app.rules.calendar import BERLIN
from app.rules.duties import Away, Pattern, Stretch, duties_on

ANNA, BERND = 1, 2
TOWN_HALL, KIRCHHELLEN = 10, 20
FRIDAY = date(2027, 6, 11)
#: 2:00 becomes 3:00, and 3:00 becomes 2:00.
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=BERLIN)


def stretch(span: str, registrar: int = ANNA, base: int = TOWN_HALL) -> Stretch:
    begins, ends = (
        int(clock.split(":")[0]) * 60 + int(clock.split(":")[1]) for clock in span.split("-")
    )
    return Stretch(registrar, begins, ends, base)


def weekly(span: str, weekday: int = 4, **overrides) -> Pattern:
    values = {"valid_from": date(2027, 1, 1), **overrides}
    return Pattern(stretch(span, values.pop("registrar", ANNA)), weekday, **values)


def away(begins: str, ends: str, day: date = FRIDAY, registrar: int = ANNA) -> Away:
    return Away(registrar, at(day, begins), at(day, ends))


def told(day: date = FRIDAY, patterns=(), planned=None, absences=(), registrars=(ANNA, BERND)):
    duties = duties_on(
        day,
        registrars=registrars,
        patterns=patterns,
        planned=planned or {},
        absences=absences,
    )
    return [
        f"{duty.registrar} {duty.begins.astimezone(BERLIN):%H:%M}-"
        f"{duty.ends.astimezone(BERLIN):%H:%M} {duty.base}"
        for duty in duties
    ]


@pytest.mark.parametrize(
    ("day", "pattern", "works"),
    [
        (FRIDAY, weekly("08:00-12:30"), True),
        (date(2027, 6, 10), weekly("08:00-12:30"), False),
        (FRIDAY, weekly("08:00-12:30", valid_from=FRIDAY), True),
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 6, 12)), False),
        (FRIDAY, weekly("08:00-12:30", valid_until=FRIDAY), True),
        (FRIDAY, weekly("08:00-12:30", valid_until=date(2027, 6, 10)), False),
        # Every second week counts from the week in which it begins, whatever the weekday.
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 6, 8), every_weeks=2), True),
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 6, 6), every_weeks=2), False),
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 5, 23), every_weeks=2), False),
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 5, 30), every_weeks=2), True),
        (FRIDAY, weekly("08:00-12:30", valid_from=date(2027, 5, 28), every_weeks=2), True),
        # Over the end of a year with 53 weeks.
        (
            date(2027, 1, 8),
            weekly("08:00-12:30", valid_from=date(2026, 12, 25), every_weeks=2),
            True,
        ),
    ],
)
def test_a_pattern_applies_on_its_weekday_while_it_is_valid(day, pattern, works):
    assert told(day, [pattern]) == (["1 08:00-12:30 10"] if works else [])


def test_a_day_planned_by_hand_replaces_the_pattern():
    patterns = [weekly("08:00-12:30"), weekly("09:00-15:00", registrar=BERND)]
    planned = {ANNA: [stretch("14:00-18:00"), stretch("08:00-10:00", base=KIRCHHELLEN)]}
    assert told(FRIDAY, patterns, planned) == [
        "1 08:00-10:00 20",
        "1 14:00-18:00 10",
        "2 09:00-15:00 10",
    ]


def test_a_day_planned_by_hand_without_a_duty_is_a_day_off():
    assert told(FRIDAY, [weekly("08:00-12:30")], {ANNA: []}) == []


def test_who_has_left_works_no_more():
    assert told(FRIDAY, [weekly("08:00-12:30")], registrars=[BERND]) == []


@pytest.mark.parametrize(
    ("absences", "left"),
    [
        ([away("00:00", "23:59")], []),
        ([away("08:00", "16:00")], []),
        ([away("10:00", "11:00")], ["1 08:00-10:00 10", "1 11:00-16:00 10"]),
        ([away("06:00", "09:00")], ["1 09:00-16:00 10"]),
        ([away("15:00", "20:00")], ["1 08:00-15:00 10"]),
        ([away("06:00", "08:00")], ["1 08:00-16:00 10"]),
        ([away("16:00", "18:00")], ["1 08:00-16:00 10"]),
        (
            [away("09:00", "11:00"), away("10:00", "12:00")],
            ["1 08:00-09:00 10", "1 12:00-16:00 10"],
        ),
        ([away("10:00", "11:00", registrar=BERND)], ["1 08:00-16:00 10"]),
        ([Away(ANNA, at(date(2027, 6, 7), "00:00"), at(date(2027, 6, 21), "00:00"))], []),
    ],
)
def test_an_absence_cuts_the_stretch(absences, left):
    assert told(FRIDAY, [weekly("08:00-16:00")], absences=absences) == left


@pytest.mark.parametrize(
    ("day", "span", "hours"),
    [
        (date(2027, 6, 13), "00:00-24:00", 24),
        (SPRING, "00:00-24:00", 23),
        (AUTUMN, "00:00-24:00", 25),
        (SPRING, "01:00-04:00", 2),
        (AUTUMN, "01:00-04:00", 4),
        # Where the clocks leave a doubt the stretch is the shorter one.
        (SPRING, "02:30-04:00", 0.5),
        (SPRING, "01:00-02:30", 0.5),
        (AUTUMN, "02:30-04:00", 1.5),
        (AUTUMN, "01:00-02:30", 1.5),
        (AUTUMN, "02:15-02:45", None),
    ],
)
def test_the_clock_in_berlin_counts_also_when_it_changes(day, span, hours):
    duties = duties_on(day, registrars=[ANNA], patterns=[weekly(span, 6)], planned={}, absences=())
    lengths = [(duty.ends - duty.begins).total_seconds() / 3600 for duty in duties]
    assert lengths == ([hours] if hours else [])
