"""The kinds of mail: what each says in its subject, which links it needs, when it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.mail.words import clock_time, short_day
from app.models import Purpose
from app.rules.calendar import berlin_day
from app.rules.reservations import LIVE, MOVABLE, ReservationState

_S = ReservationState
Context = Mapping[str, Any]

#: What a subject may be long, the reference not counted.
LONGEST_SUBJECT = 60


@dataclass(frozen=True)
class Link:
    """A page that a mail leads to, with the secret that opens it, if any."""

    path: str
    purpose: Purpose | None = None


#: Paths as ``app/web`` serves them; a test compares them with the routes.
LINKS = {
    "start": Link("/{language}/"),
    "find": Link("/{language}/reservierung-finden"),
    "page": Link("/{language}/r/{secret}", Purpose.RESERVATION),
    "confirm": Link("/{language}/r/{secret}/bestaetigen", Purpose.CONFIRM),
    "access": Link("/{language}/r/{secret}/zugang", Purpose.ACCESS),
    "invitation": Link("/einladung/{secret}", Purpose.INVITATION),
    "operator": Link("/betrieb/"),
    "venue": Link("/{language}/orte/{slug}"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of mail."""

    subject: Callable[[Context], str]
    #: Names in LINKS.
    links: tuple[str, ...]
    #: States of the reservation in which the mail still makes sense; None: it is not about one.
    states: frozenset[ReservationState] | None = None
    #: Facts that whoever posts it must give.
    facts: frozenset[str] = frozenset()


def _confirm_email(context: Context) -> str:
    return str(_("Bitte bestätigen: %(day)s, %(time)s Uhr", **_when(context)))


def _reserved(context: Context) -> str:
    return str(_("Reserviert: %(day)s, %(time)s Uhr", **_when(context)))


def _approved(context: Context) -> str:
    return str(_("Zugesagt: %(day)s, %(time)s Uhr", **_when(context)))


def _moved(context: Context) -> str:
    return str(_("Verlegt auf %(day)s, %(time)s Uhr", **_when(context)))


def _declined(context: Context) -> str:
    return str(_("Abgelehnt: %(day)s, %(time)s Uhr", **_when(context)))


def _cancelled(context: Context) -> str:
    return str(_("Abgesagt: %(day)s, %(time)s Uhr", **_when(context)))


def _access_link(_context: Context) -> str:
    return str(_("Ihr Link zur Reservierung, 10 Minuten gültig"))


def _invitation(_context: Context) -> str:
    return str(_("Ihre Einladung zum Traukalender"))


def _slots_returned(context: Context) -> str:
    count = context["facts"]["count"]
    return str(
        ngettext(
            "%(num)d Termin zurückgegeben: Antwort nötig",
            "%(num)d Termine zurückgegeben: Antwort nötig",
            count,
        )
    )


def _slots_released(context: Context) -> str:
    count = context["facts"]["count"]
    return str(ngettext("%(num)d Termin freigegeben", "%(num)d Termine freigegeben", count))


def _when(context: Context) -> dict[str, str]:
    begins_at = context["begins_at"]
    return {
        "day": short_day(berlin_day(begins_at), context["language"]),
        "time": clock_time(begins_at),
    }


KINDS: dict[str, Kind] = {
    "confirm_email": Kind(_confirm_email, ("confirm", "page"), frozenset({_S.REQUESTED})),
    "reserved": Kind(_reserved, ("page",), frozenset({_S.RESERVED})),
    "approved": Kind(_approved, ("page",), frozenset({_S.APPROVED, _S.REGISTERED, _S.FIRM})),
    "moved": Kind(
        _moved, ("page",), MOVABLE, frozenset({"before", "before_venue", "before_cents"})
    ),
    "declined": Kind(_declined, ("start",), frozenset({_S.DECLINED})),
    "cancelled": Kind(_cancelled, ("start",), frozenset({_S.CANCELLED})),
    "access_link": Kind(
        _access_link, ("access",), LIVE | {_S.MARRIED, _S.DECLINED, _S.CANCELLED, _S.LAPSED}
    ),
    "invitation": Kind(_invitation, ("invitation",)),
    "slots_returned": Kind(
        _slots_returned, ("operator",), facts=frozenset({"count", "venue", "reasons"})
    ),
    "slots_released": Kind(
        _slots_released, ("operator", "venue"), facts=frozenset({"count", "venue"})
    ),
}
