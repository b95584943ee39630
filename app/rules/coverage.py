"""Classes of weekdays: for each, the office says until when registrars are promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.rules.calendar import holiday

#: Berlin minute of the day at which the afternoon begins.
NOON = 12 * 60


class WeekdayClass(StrEnum):
    """Times for which registrars are found alike easily."""

    WEEKDAY_MORNING = "weekday_morning"
    WEEKDAY_AFTERNOON = "weekday_afternoon"
    FRIDAY_MORNING = "friday_morning"
    FRIDAY_AFTERNOON = "friday_afternoon"
    SATURDAY = "saturday"
    SUNDAY_OR_HOLIDAY = "sunday_or_holiday"


#: The last promised day of each class; a class without one is not promised at all.
Coverages = Mapping[WeekdayClass, date]


def weekday_class(day: date, minute: int) -> WeekdayClass:
    """Return the class of a ceremony that begins on this day at this minute in Berlin.

    A public holiday is like a Sunday, whatever weekday it is.
    """
    weekday = day.weekday()
    if weekday == 6 or holiday(day) is not None:
        return WeekdayClass.SUNDAY_OR_HOLIDAY
    if weekday == 5:
        return WeekdayClass.SATURDAY
    if weekday == 4:
        return WeekdayClass.FRIDAY_MORNING if minute < NOON else WeekdayClass.FRIDAY_AFTERNOON
    return WeekdayClass.WEEKDAY_MORNING if minute < NOON else WeekdayClass.WEEKDAY_AFTERNOON


def is_covered(day: date, minute: int, coverages: Coverages) -> bool:
    """Answer whether registrars are promised for a ceremony that begins then."""
    last_on = coverages.get(weekday_class(day, minute))
    return last_on is not None and day <= last_on
