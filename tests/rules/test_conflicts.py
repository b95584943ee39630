"""What stands in the way of a time, as a table of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.rules.calendar import days_between, instant_at
from app.rules.conflicts import Closed, Conflict, Situation, find_conflict
from app.rules.policies import Policies
from app.rules.slots import Span

NOW = datetime(2027, 5, 3, 9, tzinfo=UTC)
SATURDAY = date(2027, 6, 12)
POLICIES = Policies(closing_days=(date(2027, 6, 14),))


def span(begins: str, day: date = SATURDAY, minutes: int = 45, buffer: int = 15) -> Span:
    begins_at = instant_at(day, time.fromisoformat(begins))
    return Span(begins_at, begins_at + timedelta(minutes=minutes), buffer)


def situation(**changes: object) -> Situation:
    days = days_between(date(2027, 4, 1), date(2027, 7, 31))
    usual: dict[str, object] = {
        "now": NOW,
        "first_day": date(2027, 5, 24),
        "policies": dict.fromkeys(days, POLICIES),
    }
    return Situation(**(usual | changes))  # type: ignore[arg-type]


def conflict_of(wanted: Span, **changes: object) -> Conflict | None:
    found = find_conflict(wanted, situation(**changes))
    return Conflict(found.conflict) if found else None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (span("10:30"), None),
        (span("10:30", date(2027, 4, 10)), Conflict.IN_THE_PAST),
        (span("11:00", date(2027, 5, 3)), Conflict.IN_THE_PAST),  # this very instant
        (span("10:30", date(2027, 5, 22)), Conflict.TOO_SOON),
        (span("10:30", date(2027, 5, 24)), None),  # the first day in time
        (span("23:15"), None),  # ends at midnight
        (span("23:16"), Conflict.PAST_MIDNIGHT),
        (span("10:30", date(2027, 6, 13)), Conflict.CLOSED_WEEKDAY),
        (span("10:30", date(2027, 5, 27)), Conflict.HOLIDAY),  # Corpus Christi
        (span("10:30", date(2027, 6, 14)), Conflict.CLOSING_DAY),
    ],
)
def test_the_clock_and_the_day(wanted: Span, expected: Conflict | None) -> None:
    assert conflict_of(wanted) == expected


def test_a_holiday_says_its_name() -> None:
    found = find_conflict(span("10:30", date(2027, 5, 27)), situation())
    assert found is not None
    assert found.name == "Fronleichnam"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("09:15", None),  # done at 10:00, ready at 10:15
        ("09:30", None),  # ready at 10:30, when the other begins
        ("09:31", Conflict.OVERLAP),  # its own buffer reaches over
        ("10:30", Conflict.DUPLICATE),
        ("11:00", Conflict.OVERLAP),
        ("11:29", Conflict.OVERLAP),  # the other's buffer
        ("11:30", None),
    ],
)
def test_the_buffer_counts_both_ways(wanted: str, expected: Conflict | None) -> None:
    there = span("10:30")
    now = situation()
    now.add(there)
    found = find_conflict(span(wanted), now)
    assert (found.conflict if found else None) == expected
    if found:
        assert found.at == there.begins_at
        assert found.until == there.free_at


def test_a_time_before_midnight_collides_with_one_after_it() -> None:
    now = situation()
    now.add(span("23:30"))
    found = find_conflict(span("00:15", date(2027, 6, 13)), situation(policies=now.policies))
    assert found is not None
    assert found.conflict is Conflict.CLOSED_WEEKDAY
    now.policies.update(  # type: ignore[attr-defined]
        dict.fromkeys(now.policies, Policies(closed_weekdays=()))
    )
    found = find_conflict(span("00:15", date(2027, 6, 13)), now)
    assert found is not None
    assert found.conflict is Conflict.OVERLAP


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("08:00", "10:30", None),  # ends when the ceremony begins
        ("08:00", "10:31", Conflict.VENUE_CLOSED),
        ("11:14", "12:00", Conflict.VENUE_CLOSED),
        ("11:15", "12:00", None),  # begins when the ceremony ends
    ],
)
def test_closures(begins: str, ends: str, expected: Conflict | None) -> None:
    closed = Closed(
        instant_at(SATURDAY, time.fromisoformat(begins)),
        instant_at(SATURDAY, time.fromisoformat(ends)),
        "Umbau",
    )
    assert conflict_of(span("10:30"), closures=(closed,)) == expected


def test_the_office_can_be_closed() -> None:
    closed = Closed(NOW, NOW + timedelta(days=60), "Umzug", office=True)
    assert conflict_of(span("10:30"), closures=(closed,)) is Conflict.OFFICE_CLOSED


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "expected"),
    [
        (SATURDAY, SATURDAY, None),
        (date(2027, 6, 13), None, Conflict.VENUE_NOT_IN_USE),
        (None, date(2027, 6, 11), Conflict.VENUE_NOT_IN_USE),
    ],
)
def test_a_venue_that_is_not_in_use(
    valid_from: date | None, valid_until: date | None, expected: Conflict | None
) -> None:
    assert conflict_of(span("10:30"), valid_from=valid_from, valid_until=valid_until) == expected
