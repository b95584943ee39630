"""The life of a reservation, from hold to ceremony."""

from __future__ import annotations

from enum import StrEnum


class ReservationState(StrEnum):
    """Where a couple's claim on a slot stands."""

    HELD = "held"
    REQUESTED = "requested"
    RESERVED = "reserved"
    APPROVED = "approved"
    REGISTERED = "registered"
    FIRM = "firm"
    MARRIED = "married"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class ReservationEvent(StrEnum):
    """What can happen to a reservation."""

    SEND = "send"
    CONFIRM = "confirm"
    APPROVE = "approve"
    REGISTER = "register"
    CLEAR = "clear"
    MARRY = "marry"
    DECLINE = "decline"
    CANCEL = "cancel"
    LAPSE = "lapse"


_S, _E = ReservationState, ReservationEvent

#: The whole life of a reservation. A pair that is not listed is refused.
RESERVATION_TRANSITIONS: dict[tuple[ReservationState, ReservationEvent], ReservationState] = {
    (_S.HELD, _E.SEND): _S.REQUESTED,
    (_S.HELD, _E.CANCEL): _S.CANCELLED,
    (_S.HELD, _E.LAPSE): _S.LAPSED,
    (_S.REQUESTED, _E.CONFIRM): _S.RESERVED,
    (_S.REQUESTED, _E.CANCEL): _S.CANCELLED,
    (_S.REQUESTED, _E.LAPSE): _S.LAPSED,
    (_S.RESERVED, _E.APPROVE): _S.APPROVED,
    (_S.RESERVED, _E.DECLINE): _S.DECLINED,
    (_S.RESERVED, _E.CANCEL): _S.CANCELLED,
    (_S.APPROVED, _E.REGISTER): _S.REGISTERED,
    (_S.APPROVED, _E.CANCEL): _S.CANCELLED,
    (_S.APPROVED, _E.LAPSE): _S.LAPSED,
    (_S.REGISTERED, _E.CLEAR): _S.FIRM,
    (_S.REGISTERED, _E.CANCEL): _S.CANCELLED,
    (_S.FIRM, _E.MARRY): _S.MARRIED,
    (_S.FIRM, _E.CANCEL): _S.CANCELLED,
}

#: Everything in these states blocks the slot.
BLOCKING = frozenset({_S.HELD, _S.REQUESTED, _S.RESERVED, _S.APPROVED, _S.REGISTERED, _S.FIRM})

#: A couple has at most one reservation in these states.
LIVE = BLOCKING - {_S.HELD}
