"""What a time is to its venue, and whose names it may read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.rules.marks import Mark, mark_of, operators_see_names
from app.rules.policies import Policies
from app.rules.reservations import ReservationState as R
from app.rules.slots import Obstacle
from app.rules.slots import SlotState as S

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
TODAY = date(2027, 6, 1)
LATER, BEFORE = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "begins_at", "opens_at", "holdable", "reserved", "mark"),
    [
        (S.DRAFT, LATER, None, False, None, Mark.DRAFT),
        (S.RETURNED, LATER, None, False, None, Mark.RETURNED),
        (S.SUBMITTED, LATER, None, False, None, Mark.SUBMITTED),
        (S.WITHDRAWN, LATER, None, False, None, Mark.WITHDRAWN),
        (S.RELEASED, LATER, BEFORE, True, None, Mark.FREE),
        (S.RELEASED, LATER, NOW, True, None, Mark.FREE),
        (S.RELEASED, LATER, LATER, True, None, Mark.OPENS_LATER),
        (S.RELEASED, LATER, BEFORE, False, None, Mark.NOT_FREE),
        (S.RELEASED, NOW, BEFORE, True, None, Mark.OVER),
        (S.RELEASED, LATER, BEFORE, True, R.HELD, Mark.HELD),
        (S.RELEASED, LATER, BEFORE, False, R.REQUESTED, Mark.RESERVED),
        (S.RELEASED, LATER, BEFORE, False, R.FIRM, Mark.RESERVED),
        (S.RELEASED, BEFORE, BEFORE, False, R.MARRIED, Mark.MARRIED),
    ],
)
def test_every_time_has_one_mark(
    state: S,
    begins_at: datetime,
    opens_at: datetime | None,
    holdable: bool,
    reserved: R | None,
    mark: Mark,
) -> None:
    found = mark_of(
        state=state,
        begins_at=begins_at,
        opens_at=opens_at,
        holdable=holdable,
        reserved=reserved,
        now=NOW,
    )
    assert found is mark


@pytest.mark.parametrize(
    ("obstacle", "opens_at", "mark"),
    [
        (Obstacle.NOT_COVERED, LATER, Mark.OPENS_LATER),
        (Obstacle.NO_REGISTRAR, LATER, Mark.OPENS_LATER),
        (Obstacle.NOT_COVERED, BEFORE, Mark.NOT_FREE),
        (Obstacle.VENUE_CLOSED, LATER, Mark.NOT_FREE),
        (Obstacle.DAY_CLOSED, LATER, Mark.NOT_FREE),
    ],
)
def test_before_its_opening_a_time_is_not_closed_because_nobody_is_planned_yet(
    obstacle: Obstacle, opens_at: datetime, mark: Mark
) -> None:
    found = mark_of(
        state=S.RELEASED,
        begins_at=LATER,
        opens_at=opens_at,
        holdable=False,
        obstacle=obstacle,
        reserved=None,
        now=NOW,
    )
    assert found is mark


@pytest.mark.parametrize(
    ("state", "days", "seen"),
    [
        (R.APPROVED, 0, True),
        (R.APPROVED, 14, True),
        (R.APPROVED, 15, False),
        (R.APPROVED, -1, False),
        (R.REGISTERED, 14, True),
        (R.FIRM, 14, True),
        (R.RESERVED, 1, False),
        (R.REQUESTED, 1, False),
        (R.HELD, 1, False),
        (R.CANCELLED, 1, False),
    ],
)
def test_names_are_for_the_last_days_before_an_agreed_wedding(
    state: R, days: int, seen: bool
) -> None:
    day = TODAY + timedelta(days=days)
    assert operators_see_names(state, day, today=TODAY, policies=Policies()) is seen
