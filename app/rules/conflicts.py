"""What stands in the way of a time at a venue, before it is created and before it is released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.rules.calendar import berlin_day, day_begins_at, holiday
from app.rules.policies import Policies
from app.rules.refusals import TimeNotPossible
from app.rules.slots import Span, overlap


class Conflict(StrEnum):
    """Why a time cannot be."""

    #: The clocks jump over it that day.
    SKIPPED_HOUR = "skipped_hour"
    #: Outside the years that the calendar knows.
    BEYOND_CALENDAR = "beyond_calendar"
    IN_THE_PAST = "in_the_past"
    #: A day is what is locked and planned: a time lies on one.
    PAST_MIDNIGHT = "past_midnight"
    #: Its lead time has run out: no couple could reserve it.
    TOO_SOON = "too_soon"
    VENUE_NOT_IN_USE = "venue_not_in_use"
    CLOSED_WEEKDAY = "closed_weekday"
    HOLIDAY = "holiday"
    CLOSING_DAY = "closing_day"
    OFFICE_CLOSED = "office_closed"
    VENUE_CLOSED = "venue_closed"
    #: The venue has a time that begins at the same instant.
    DUPLICATE = "duplicate"
    #: Another time at the venue, its buffer included.
    OVERLAP = "overlap"
    #: An earlier time of the same pattern.
    OVERLAP_IN_SERIES = "overlap_in_series"


@dataclass(frozen=True)
class Closed:
    """A closure of the venue or, with ``office``, of the whole registry office."""

    begins_at: datetime
    ends_at: datetime
    reason: str
    office: bool = False


@dataclass(frozen=True)
class Situation:
    """All that is known about a venue and its days when a time is checked."""

    now: datetime
    #: The policies of each day that is asked about.
    policies: Mapping[date, Policies]
    #: The first day whose lead time has not run out.
    first_day: date
    valid_from: date | None = None
    valid_until: date | None = None
    closures: tuple[Closed, ...] = ()
    slots: dict[date, list[Span]] = field(default_factory=dict)

    def add(self, span: Span) -> None:
        """Take another time at the venue into account."""
        self.slots.setdefault(berlin_day(span.begins_at), []).append(span)


def find_conflict(span: Span, situation: Situation) -> TimeNotPossible | None:
    """Return the weightiest reason why this time cannot be, or None.

    The buffer counts both ways: that of the earlier time keeps the venue from the later one.
    """
    day = berlin_day(span.begins_at)
    return (
        _against_the_clock(span, day, situation)
        or _against_the_day(day, situation)
        or _against_closures(span, situation.closures)
        or _against_slots(span, day, situation.slots)
    )


def _against_the_clock(span: Span, day: date, situation: Situation) -> TimeNotPossible | None:
    if span.begins_at <= situation.now:
        return TimeNotPossible(Conflict.IN_THE_PAST)
    if day < situation.first_day:
        return TimeNotPossible(Conflict.TOO_SOON, day=situation.first_day)
    if span.ends_at > day_begins_at(day + timedelta(days=1)):
        return TimeNotPossible(Conflict.PAST_MIDNIGHT)
    return None


def _against_the_day(day: date, situation: Situation) -> TimeNotPossible | None:
    if situation.valid_from is not None and day < situation.valid_from:
        return TimeNotPossible(Conflict.VENUE_NOT_IN_USE, day=situation.valid_from)
    if situation.valid_until is not None and day > situation.valid_until:
        return TimeNotPossible(Conflict.VENUE_NOT_IN_USE, day=situation.valid_until)
    closed = why_day_is_closed(day, situation.policies[day])
    if closed is None:
        return None
    return TimeNotPossible(closed, day=day, name=holiday(day) or "")


def why_day_is_closed(day: date, policies: Policies) -> Conflict | None:
    """Return why the office holds no ceremonies on this day, or None; closures are not asked."""
    if policies.closed_on_holidays and holiday(day) is not None:
        return Conflict.HOLIDAY
    if day.weekday() in policies.closed_weekdays:
        return Conflict.CLOSED_WEEKDAY
    if day in policies.closed_days:
        return Conflict.CLOSING_DAY
    return None


def _against_closures(span: Span, closures: Iterable[Closed]) -> TimeNotPossible | None:
    for closed in closures:
        if closed.begins_at < span.ends_at and span.begins_at < closed.ends_at:
            kind = Conflict.OFFICE_CLOSED if closed.office else Conflict.VENUE_CLOSED
            return TimeNotPossible(
                kind, at=closed.begins_at, until=closed.ends_at, name=closed.reason
            )
    return None


def _against_slots(
    span: Span, day: date, slots: Mapping[date, list[Span]]
) -> TimeNotPossible | None:
    for near in (day, day - timedelta(days=1), day + timedelta(days=1)):
        for other in slots.get(near, ()):
            if overlap(span, other):
                same = span.begins_at == other.begins_at
                kind = Conflict.DUPLICATE if same else Conflict.OVERLAP
                return TimeNotPossible(kind, at=other.begins_at, until=other.free_at)
    return None
