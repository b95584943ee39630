"""The life of a slot, and what keeps it from being free."""

from __future__ import annotations

from enum import StrEnum


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
