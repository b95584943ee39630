"""How many days of a month the page of the shortage can afford to reckon."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.queries.shortage import affordable
from tests.factories import DAY

NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("claims", "short", "budget", "days"),
    [
        pytest.param((0, 0), (1, 1), 18, [DAY, NEXT], id="both fit exactly"),
        pytest.param((0, 0), (1, 1), 17, [DAY], id="of equal ones the first"),
        pytest.param((0, 0), (1, 2), 18, [NEXT], id="what lacks most comes first"),
        pytest.param((9, 0), (5, 1), 0, [DAY], id="at least one"),
        pytest.param((1, 2), (2, 1), 56, [DAY], id="ceremonies count squared"),
        pytest.param((1, 2), (2, 1), 57, [DAY, NEXT], id="and no more than that"),
    ],
)
def test_as_many_days_are_reckoned_as_the_page_can_afford(claims, short, budget, days):
    facts = {
        day: SimpleNamespace(claims=[None] * number)
        for day, number in zip((DAY, NEXT), claims, strict=True)
    }
    lacking = {day: range(number) for day, number in zip((DAY, NEXT), short, strict=True)}
    assert affordable(facts, lacking, budget) == days


def test_nothing_is_reckoned_if_nothing_lacks():
    assert affordable({}, {}) == []
