"""The life of a reservation, from hold to ceremony."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.rules.calendar import add_months, berlin_day, is_working_day, next_working_day
from app.rules.policies import Policies
from app.rules.refusals import (
    CeremonyOver,
    HoldOver,
    NoMoreExtensions,
    SlotNotReleased,
    TooEarly,
    TooLate,
    TooManyGuests,
)
from app.rules.slots import SlotState


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
    MOVE = "move"


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
    # Another time, the same reservation. What the office has approved stays approved: the office
    # itself moves it, after it has spoken with the couple and checked the new day.
    (_S.RESERVED, _E.MOVE): _S.RESERVED,
    (_S.APPROVED, _E.MOVE): _S.APPROVED,
    (_S.REGISTERED, _E.MOVE): _S.REGISTERED,
    (_S.FIRM, _E.MOVE): _S.FIRM,
}

#: What can be moved to another time: alive, and agreed with the couple.
MOVABLE = frozenset(state for state, event in RESERVATION_TRANSITIONS if event is _E.MOVE)

#: Everything in these states blocks the slot.
BLOCKING = frozenset({_S.HELD, _S.REQUESTED, _S.RESERVED, _S.APPROVED, _S.REGISTERED, _S.FIRM})

#: A couple has at most one reservation in these states.
LIVE = BLOCKING - {_S.HELD}

#: Ended; the slot is free again.
ENDED = frozenset({_S.DECLINED, _S.CANCELLED, _S.LAPSED})

#: What a couple may ask for on the day; words, no diagnoses.
NEEDS = ("step_free", "wheelchair", "hearing", "sign_language", "interpreter", "other")


class CancelReason(StrEnum):
    """Why a couple cancels, if it wants to say so."""

    OTHER_DATE = "other_date"
    OTHER_PLACE = "other_place"
    OTHER = "other"


#: Signs that are not mistaken for one another, read out or written by hand.
REFERENCE_SIGNS = "23456789ACDEFGHJKLMNPQRTUVWXYZ"


def last_day_to_reserve(day: date, policies: Policies) -> date:
    """Return the last day on which a slot of ``day`` may be reserved."""
    return day - timedelta(days=policies.lead_days)


def first_reservable_day(today: date, policies: Policies) -> date:
    """Return the first day whose lead time has not run out."""
    return today + timedelta(days=policies.lead_days)


def check_reservable(
    *, state: SlotState, opens_at: datetime | None, day: date, now: datetime, policies: Policies
) -> None:
    """Refuse a slot that couples may not reserve at this moment.

    Raises:
        SlotNotReleased: the registry office has not released it (Freigabe).
        TooEarly: reserving opens later; the refusal carries the instant.
        TooLate: the lead time has run out.
    """
    if state is not SlotState.RELEASED or opens_at is None:
        raise SlotNotReleased
    if now < opens_at:
        raise TooEarly(opens_at=opens_at)
    if berlin_day(now) > last_day_to_reserve(day, policies):
        raise TooLate(lead_days=policies.lead_days)


def policies_for_move(policies: Policies, *, today: date, present: date) -> Policies:
    """Return the policies by which a couple that has a date on ``present`` may get another one.

    The lead time leaves a couple enough time to register. Who is closer to its date already loses
    none of it on the same day or later, so the lead time forbids only earlier days: otherwise
    nobody could be helped whose registrar falls ill the day before.
    """
    left = max((present - today).days, 0)
    return replace(policies, lead_days=min(policies.lead_days, left))


def check_not_over(begins_at: datetime, now: datetime) -> None:
    """Refuse a ceremony that has begun.

    Raises:
        CeremonyOver: it can neither be moved nor moved to.
    """
    if begins_at <= now:
        raise CeremonyOver


def is_live_hold(state: ReservationState, held_until: datetime | None, now: datetime) -> bool:
    """Answer whether a hold still counts; at its very end it does not."""
    return state is _S.HELD and held_until is not None and now < held_until


def check_hold_lives(
    state: ReservationState, held_until: datetime | None, *, now: datetime
) -> None:
    """Refuse to act on a hold that has lapsed.

    Raises:
        HoldOver: its minutes are over.
    """
    if not is_live_hold(state, held_until, now):
        raise HoldOver


def extended(held_until: datetime, extensions: int, times: int, policies: Policies) -> datetime:
    """Return the end of a hold that is extended so many times.

    Raises:
        NoMoreExtensions: the office allows fewer.
    """
    if times < 1 or extensions + times > policies.hold_extensions:
        raise NoMoreExtensions(times=policies.hold_extensions)
    return held_until + times * timedelta(minutes=policies.hold_minutes)


def check_guests(guests: int, *, seats: int, standing: int, venue: str) -> None:
    """Refuse more guests than fit, the couple not counted.

    Raises:
        TooManyGuests: carries the seats and the venue's name.
    """
    if guests > seats + standing:
        raise TooManyGuests(seats=seats + standing, venue=venue)


def email_key(email: str) -> str:
    """Return the address as it is compared: one couple, one address, one live reservation.

    We compare addresses, not names: an address is what we verify, and refusing by names would let
    anybody find out who is going to marry whom.
    """
    return email.strip().casefold()


def reference_from(text: str) -> str | None:
    """Return the reference somebody typed, forgiving blanks, hyphens and case, or None."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    # A number may begin with the same letters as what stands before every number.
    signs = signs.removeprefix("TK") if len(signs) > 8 else signs
    if len(signs) != 8 or any(sign not in REFERENCE_SIGNS for sign in signs):
        return None
    return f"TK-{signs[:4]}-{signs[4:]}"


def registration_window(day: date, policies: Policies) -> tuple[date, date]:
    """Return the first day on which the marriage can be registered and the last that is in time.

    The clearance lapses once more than six months have passed since the couple was told that it
    may marry, so registering earlier is of no use. Both are working days: the first is moved on,
    the last back.

    Source:
        § 13 Abs. 4 Satz 3 PStG; the last day is the office's policy.
    """
    first = next_working_day(add_months(day, -6), policies.closed_days)
    last = day - timedelta(weeks=policies.registration_weeks)
    while not is_working_day(last, policies.closed_days):
        last -= timedelta(days=1)
    return first, last
