"""What a time is to the people of its venue, and what they may see of a couple."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.rules.policies import Policies
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotState


class Mark(StrEnum):
    """One word for a time, in the order in which people count them."""

    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    #: Released; couples may reserve it later.
    OPENS_LATER = "opens_later"
    FREE = "free"
    #: Released, but something keeps it from being free: a closure, a neighbour, no registrar.
    NOT_FREE = "not_free"
    HELD = "held"
    RESERVED = "reserved"
    MARRIED = "married"
    #: Begun or past, and nobody had it.
    OVER = "over"
    WITHDRAWN = "withdrawn"


#: States of a couple that the office has said yes to.
AGREED = frozenset({ReservationState.APPROVED, ReservationState.REGISTERED, ReservationState.FIRM})

#: What the office sees to before the time opens.
_PLANNED_LATER = frozenset(
    {Obstacle.NOT_COVERED, Obstacle.NO_REGISTRAR, Obstacle.NO_TRAVEL_TIME, Obstacle.RECKONING}
)
_UNRELEASED = {
    SlotState.DRAFT: Mark.DRAFT,
    SlotState.RETURNED: Mark.RETURNED,
    SlotState.SUBMITTED: Mark.SUBMITTED,
    SlotState.WITHDRAWN: Mark.WITHDRAWN,
}


def mark_of(
    *,
    state: SlotState,
    begins_at: datetime,
    opens_at: datetime | None,
    holdable: bool,
    reserved: ReservationState | None,
    now: datetime,
    obstacle: Obstacle | None = None,
) -> Mark:
    """Return the mark of a time.

    Args:
        obstacle: why it is not holdable.
        reserved: the state of the couple that holds or has it; a lapsed hold is none.
    """
    if reserved is ReservationState.MARRIED:
        return Mark.MARRIED
    if reserved is not None:
        return Mark.HELD if reserved is ReservationState.HELD else Mark.RESERVED
    if state in _UNRELEASED:
        return _UNRELEASED[state]
    if begins_at <= now:
        return Mark.OVER
    opens_later = opens_at is None or now < opens_at
    if not holdable and not (opens_later and obstacle in _PLANNED_LATER):
        return Mark.NOT_FREE
    return Mark.OPENS_LATER if opens_later else Mark.FREE


#: What the house itself has to prepare; who comes along is the office's matter.
OF_THE_HOUSE = frozenset({"step_free", "wheelchair", "hearing"})


def needs_for_operators(state: ReservationState, needs: Iterable[str]) -> list[str]:
    """Return what a venue's people may read of a couple's needs: agreed, and theirs to meet.

    They tell of somebody's health, so nobody reads them before there is something to prepare.
    """
    return [need for need in needs if need in OF_THE_HOUSE] if state in AGREED else []


def operators_see_names(
    state: ReservationState, day: date, *, today: date, policies: Policies
) -> bool:
    """Answer whether a venue's people may read the couple's names: agreed, and soon."""
    return state in AGREED and today <= day <= today + timedelta(days=policies.operator_names_days)
