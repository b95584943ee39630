"""How urgent a case is: a shape, a word, a day, and who has to act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Reservation
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import ReservationState, registration_window
from app.web.filters import clock, medium_date

#: Days before a deadline from which it counts as soon.
SOON = 14
#: Days after which a couple has waited long for an answer.
LONG = 2


@dataclass(frozen=True)
class Deadline:
    """What a row of the queue says about time."""

    #: "stop", "soon", "plan" or "rest"; the shape that goes with the words.
    tone: str
    words: str
    #: The date in full, with who it concerns.
    detail: str
    #: Who has to act.
    open_with: str


def deadline_of(reservation: Reservation, *, today: date, policies: Policies) -> Deadline:
    """Return how urgent a reservation is for the office."""
    match reservation.state:
        case ReservationState.RESERVED:
            return _waiting(reservation, today)
        case ReservationState.REQUESTED:
            return _unconfirmed(reservation)
        case ReservationState.APPROVED:
            return _unregistered(reservation, today, policies)
        case ReservationState.REGISTERED:
            return Deadline("plan", _("im Plan"), "", _("Standesamt"))
        case ReservationState.FIRM:
            return Deadline("plan", _("im Plan"), "", "–")
    return Deadline("rest", _("abgeschlossen"), "", "–")


def _waiting(reservation: Reservation, today: date) -> Deadline:
    since = berlin_day(reservation.reserved_at or reservation.created_at)
    days = (today - since).days
    if days == 0:
        words = _("seit heute")
    else:
        words = ngettext("seit %(num)d Tag", "seit %(num)d Tagen", days)
    tone = "soon" if days > LONG else "plan"
    return Deadline(tone, words, _("seit %(day)s", day=medium_date(since)), _("Standesamt"))


def _unconfirmed(reservation: Reservation) -> Deadline:
    until = reservation.confirm_until
    if until is None:
        return Deadline("plan", _("im Plan"), "", _("Paar"))
    detail = _("bis %(day)s, %(time)s", day=medium_date(until), time=clock(until))
    return Deadline("plan", _("wartet auf das Paar"), detail, _("Paar"))


def _unregistered(reservation: Reservation, today: date, policies: Policies) -> Deadline:
    last = registration_window(reservation.slot.day, policies)[1]
    days = (last - today).days
    detail = _("Anmeldung bis %(day)s", day=medium_date(last))
    if days < 0:
        words = ngettext("überfällig seit %(num)d Tag", "überfällig seit %(num)d Tagen", -days)
        return Deadline("stop", words, detail, _("Paar"))
    if days == 0:
        return Deadline("soon", _("heute fällig"), detail, _("Paar"))
    if days <= SOON:
        words = ngettext("in %(num)d Tag", "in %(num)d Tagen", days)
        return Deadline("soon", words, detail, _("Paar"))
    return Deadline("plan", _("im Plan"), detail, _("Paar"))
