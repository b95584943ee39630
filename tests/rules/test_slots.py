"""From when couples may reserve what is released now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.rules.policies import Policies
from app.rules.slots import opening_of

NOW = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "now", "opens_at"),
    [
        # Within the horizon: at once.
        (date(2027, 6, 12), NOW, NOW),
        (date(2027, 11, 2), NOW, NOW),
        # Reached this morning, before nine: at nine.
        (date(2027, 11, 2), datetime(2026, 11, 2, 7, tzinfo=UTC),
         datetime(2026, 11, 2, 8, tzinfo=UTC)),
        # Reached later: nine o’clock of that day, summer and winter time.
        (date(2027, 11, 3), NOW, datetime(2026, 11, 3, 8, tzinfo=UTC)),
        (date(2028, 6, 12), NOW, datetime(2027, 6, 14, 7, tzinfo=UTC)),  # a Saturday: Monday
        (date(2028, 5, 6), NOW, datetime(2027, 5, 7, 7, tzinfo=UTC)),  # Ascension: Friday
        (date(2028, 2, 29), NOW, datetime(2027, 3, 1, 8, tzinfo=UTC)),  # a Sunday, no 29th
        # Reached on Saturday, released on Sunday: opens on Monday like all others.
        (date(2027, 10, 31), datetime(2026, 11, 1, 12, tzinfo=UTC),
         datetime(2026, 11, 2, 8, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_day_opens_at_nine_on_a_working_day(day: date, now: datetime, opens_at: datetime) -> None:
    assert opening_of(day, Policies(), now) == opens_at


def test_closing_days_are_no_working_days() -> None:
    policies = Policies(closing_days=(date(2026, 11, 3), date(2026, 11, 4)))
    opens_at = opening_of(date(2027, 11, 3), policies, NOW)
    assert opens_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
