"""The way of a reservation as its page shows it: what is done, what is now, what comes, and who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.models import Channel, Reservation
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import ENDED, ReservationState, registration_window
from app.web.filters import medium_date, medium_date_time

S = ReservationState


@dataclass(frozen=True)
class Step:
    """One step of the way; ``state`` is a word of the component ``status_timeline``."""

    title: str
    state: str
    when: str | None = None
    text: str | None = None
    who: str | None = None


#: Which step of the whole way is the present one in each state, from 0.
PRESENT = {
    S.REQUESTED: 1,
    S.RESERVED: 2,
    S.APPROVED: 3,
    S.REGISTERED: 4,
    S.FIRM: 5,
    S.MARRIED: 6,
}


def shown_state(reservation: Reservation, now: datetime) -> ReservationState:
    """Return the state as it is told: what was not confirmed in time has lapsed by itself."""
    if (
        reservation.state is S.REQUESTED
        and reservation.confirm_until is not None
        and reservation.confirm_until <= now
    ):
        return S.LAPSED
    return reservation.state


def path_of(reservation: Reservation, policies: Policies, now: datetime) -> list[Step]:
    """Return the steps of a reservation in their order."""
    state = shown_state(reservation, now)
    if state in ENDED:
        return _ended(reservation, state)
    present = PRESENT[state]
    steps = [
        _sent(reservation),
        _confirmed(reservation, present),
        _approved(reservation, present),
        _registered(reservation, present, policies, now),
        _firm(present),
        _married(reservation, present),
    ]
    # Who called or came has nothing to confirm.
    return steps if reservation.channel is Channel.ONLINE else [steps[0], *steps[2:]]


def next_step(reservation: Reservation, policies: Policies) -> tuple[date, date]:
    """Return the first and the last day on which the couple can register its marriage."""
    return registration_window(reservation.slot.day, policies)


def _state(index: int, present: int) -> str:
    if index < present:
        return "done"
    return "now" if index == present else "later"


def _sent(reservation: Reservation) -> Step:
    sent_at = reservation.requested_at or reservation.created_at
    online = reservation.channel is Channel.ONLINE
    return Step(
        _("Angaben gesendet") if online else _("Reserviert"),
        "done",
        medium_date_time(sent_at),
        who=_("Sie beide"),
    )


def _confirmed(reservation: Reservation, present: int) -> Step:
    if reservation.reserved_at is not None:
        return Step(
            _("E-Mail-Adresse bestätigt, Termin reserviert"),
            "done",
            medium_date_time(reservation.reserved_at),
            who=_("Sie beide"),
        )
    until = reservation.confirm_until
    return Step(
        _("E-Mail-Adresse bestätigen"),
        _state(1, present),
        _("bis %(when)s", when=medium_date_time(until)) if until else None,
        _("Öffnen Sie den Link in unserer E-Mail. Sonst geben wir den Termin frei."),
        _("Sie beide"),
    )


def _approved(reservation: Reservation, present: int) -> Step:
    if reservation.approved_at is not None:
        return Step(
            _("Zugesagt"), "done", medium_date(reservation.approved_at), who=_("Standesamt")
        )
    return Step(
        _("Zusage"),
        _state(2, present),
        text=_("Das Standesamt prüft Ihren Termin. Sobald er zugesagt ist, schreiben wir Ihnen."),
        who=_("Standesamt"),
    )


def _registered(reservation: Reservation, present: int, policies: Policies, now: datetime) -> Step:
    if present > 3:
        return Step(_("Eheschließung angemeldet"), "done", who=_("Sie beide"))
    first, last = next_step(reservation, policies)
    today = berlin_day(now)
    when = _("%(first)s bis %(last)s", first=medium_date(first), last=medium_date(last))
    text = _("Sonst geben wir den Termin frei. Brauchen Sie mehr Zeit, rufen Sie uns an.")
    if last <= today:
        when = _("so bald wie möglich")
        text = _("Rufen Sie uns nach der Zusage bitte gleich an.")
    return Step(
        _("Eheschließung anmelden"),
        "now" if present == 3 and first <= today else "next" if present in (2, 3) else "later",
        when,
        text,
        _("Sie beide"),
    )


def _firm(present: int) -> Step:
    return Step(_("Termin ist fest"), _state(4, present), who=_("Standesamt"))


def _married(reservation: Reservation, present: int) -> Step:
    return Step(
        _("Ihre Trauung"),
        _state(5, present),
        medium_date_time(reservation.slot.begins_at),
        who=_("Sie beide und Ihre Gäste"),
    )


def _ended(reservation: Reservation, state: ReservationState) -> list[Step]:
    steps = [_sent(reservation)]
    if reservation.reserved_at is not None and reservation.channel is Channel.ONLINE:
        steps.append(_confirmed(reservation, 2))
    if reservation.approved_at is not None:
        steps.append(_approved(reservation, 3))
    ended_at = reservation.ended_at or reservation.confirm_until
    title = {
        S.DECLINED: _("Abgelehnt"),
        S.CANCELLED: _("Abgesagt"),
        S.LAPSED: _("Verfallen"),
    }[state]
    return [*steps, Step(title, "stopped", medium_date_time(ended_at) if ended_at else None)]
