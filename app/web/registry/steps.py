"""The way of a case from hold to ceremony, as the steps on top of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.models import Channel, Reservation
from app.rules.policies import Policies
from app.rules.reservations import ENDED, ReservationState, registration_window
from app.web.filters import day_and_month, hour_minute, weekday_and_day

S = ReservationState

#: The states in the order in which a case goes through them.
ORDER = (S.HELD, S.REQUESTED, S.RESERVED, S.APPROVED, S.REGISTERED, S.FIRM, S.MARRIED)


@dataclass(frozen=True)
class Step:
    """One step: its name, when it was or will be, and how it is drawn."""

    state: ReservationState
    when: str
    #: "done", "now", "next" or "later"; "stopped" for what never came.
    look: str


def list_steps(reservation: Reservation, policies: Policies) -> list[Step]:
    """Return the steps of a case with their instants; those to come with their deadlines."""
    reached = _reached(reservation)
    ended = reservation.state in ENDED
    now = ORDER.index(reached)
    steps = []
    for number, state in enumerate(ORDER):
        if state is S.REQUESTED and reservation.channel is not Channel.ONLINE:
            continue
        if number > now:
            when = "" if ended else _deadline(state, reservation, policies)
            look = "stopped" if ended else "next" if number == now + 1 else "later"
        else:
            when = _instant(state, reservation)
            look = "now" if number == now and not ended else "done"
        steps.append(Step(state, when, look))
    return steps


def _reached(reservation: Reservation) -> ReservationState:
    if reservation.state not in ENDED:
        return reservation.state
    if reservation.approved_at:
        return S.APPROVED
    if reservation.reserved_at:
        return S.RESERVED
    return S.REQUESTED if reservation.requested_at else S.HELD


def _instant(state: ReservationState, reservation: Reservation) -> str:
    instants: dict[ReservationState, datetime | None] = {
        S.HELD: reservation.created_at,
        S.REQUESTED: reservation.requested_at,
        S.RESERVED: reservation.reserved_at,
        S.APPROVED: reservation.approved_at,
    }
    at = instants.get(state)
    return f"{day_and_month(at)}, {hour_minute(at)}" if at else ""


def _deadline(state: ReservationState, reservation: Reservation, policies: Policies) -> str:
    day = reservation.slot.day
    match state:
        case S.RESERVED if reservation.confirm_until is not None:
            return _("bis %(day)s", day=weekday_and_day(reservation.confirm_until))
        case S.REGISTERED:
            return _("bis %(day)s", day=day_and_month(registration_window(day, policies)[1]))
        case S.FIRM:
            return _("bis %(day)s", day=day_and_month(day - timedelta(days=1)))
        case S.MARRIED:
            return day_and_month(day)
    return ""
