"""The life of a slot, and what keeps it from being free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.rules.calendar import add_months, instant_at, next_working_day
from app.rules.policies import Policies


class SlotState(StrEnum):
    """Where a slot stands between operator and office."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class SlotEvent(StrEnum):
    """What can happen to a slot."""

    SUBMIT = "submit"
    RELEASE = "release"
    RETURN = "return"
    WITHDRAW = "withdraw"


#: The whole life of a slot. A pair that is not listed is refused.
SLOT_TRANSITIONS: dict[tuple[SlotState, SlotEvent], SlotState] = {
    (SlotState.DRAFT, SlotEvent.SUBMIT): SlotState.SUBMITTED,
    (SlotState.DRAFT, SlotEvent.WITHDRAW): SlotState.WITHDRAWN,
    (SlotState.SUBMITTED, SlotEvent.RELEASE): SlotState.RELEASED,
    (SlotState.SUBMITTED, SlotEvent.RETURN): SlotState.RETURNED,
    (SlotState.SUBMITTED, SlotEvent.WITHDRAW): SlotState.WITHDRAWN,
    (SlotState.RETURNED, SlotEvent.SUBMIT): SlotState.SUBMITTED,
    (SlotState.RETURNED, SlotEvent.WITHDRAW): SlotState.WITHDRAWN,
    (SlotState.RELEASED, SlotEvent.WITHDRAW): SlotState.WITHDRAWN,
}


class Obstacle(StrEnum):
    """Why a released slot cannot be held, holds and clock aside."""

    TAKEN = "taken"
    OVERLAP = "overlap"
    VENUE_CLOSED = "venue_closed"
    DAY_CLOSED = "day_closed"
    VENUE_NOT_IN_USE = "venue_not_in_use"
    #: Registrars are not promised for so late a day.
    NOT_COVERED = "not_covered"
    #: Nobody on duty can be there, with what else is on the day.
    NO_REGISTRAR = "no_registrar"
    #: Nobody can be there because nobody knows how long the way takes.
    NO_TRAVEL_TIME = "no_travel_time"
    #: The day has changed and is being reckoned anew.
    RECKONING = "reckoning"


#: Slots in these states keep their venue from having another time at the same hour.
LIVING = frozenset(SlotState) - {SlotState.WITHDRAWN}


@dataclass(frozen=True)
class Span:
    """When a venue is in use: the ceremony, and the minutes after it."""

    begins_at: datetime
    ends_at: datetime
    buffer_minutes: int

    @property
    def free_at(self) -> datetime:
        """The instant at which the next ceremony may begin."""
        return self.ends_at + timedelta(minutes=self.buffer_minutes)


def overlap(one: Span, other: Span) -> bool:
    """Answer whether two times collide; each keeps the venue until its buffer is over."""
    return one.begins_at < other.free_at and other.begins_at < one.free_at


def opening_of(day: date, policies: Policies, now: datetime) -> datetime:
    """Return from when couples may reserve a slot on ``day`` that is released now.

    A day opens when the horizon reaches it, at the office's opening time on that working day or
    the next one. What is released after that opens at once.
    """
    reached_on = add_months(day, -policies.horizon_months)
    opens_on = next_working_day(reached_on, policies.closed_days)
    return max(now, instant_at(opens_on, policies.opening_time))
