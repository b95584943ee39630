"""When a marriage can be registered (Anmeldung der Eheschließung, § 12 PStG)."""

from __future__ import annotations

from datetime import date, timedelta

from app.rules.calendar import add_months, is_working_day, next_working_day

#: A marriage can be registered at most so many months before the ceremony.
MONTHS_BEFORE = 6


def registration_opens_on(ceremony: date, closing_days: frozenset[date] = frozenset()) -> date:
    """Return the first working day on which a marriage can be registered.

    Source:
        § 13 Abs. 4 Satz 3 PStG: the notice that the couple may marry lasts six months.
    """
    return next_working_day(add_months(ceremony, -MONTHS_BEFORE), closing_days)


def registration_ends_on(
    ceremony: date, weeks: int, closing_days: frozenset[date] = frozenset()
) -> date:
    """Return the last working day on which a marriage can be registered.

    Args:
        weeks: how many weeks before the ceremony the office wants it done.
    """
    day = ceremony - timedelta(weeks=weeks)
    while not is_working_day(day, closing_days):
        day -= timedelta(days=1)
    return day
