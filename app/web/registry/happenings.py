"""The history of a case in words: what the journal and the outbox say, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.actions.journal import COUPLE, SYSTEM
from app.models import Entry, OutgoingMail
from app.web.filters import clock, medium_date, short_date_time
from app.web.roles import ROLE_NAMES

WORDS = {
    "reservation.held": ("hourglass", _l("Termin gehalten")),
    "reservation.extended": ("hourglass", _l("Haltezeit verlängert")),
    "reservation.let_go": ("cross", _l("Termin nicht mehr gehalten")),
    "reservation.requested": ("envelope", _l("Formular gesendet, Stand „E-Mail offen“")),
    "reservation.reserved": ("bookmark", _l("E-Mail-Adresse bestätigt, Stand „Reserviert“")),
    "reservation.entered": ("phone", _l("Für das Paar eingetragen, Stand „Reserviert“")),
    "reservation.approved": ("tick", _l("Nach voller Prüfung zugesagt")),
    "reservation.moved": ("arrows", _l("Verlegt")),
    "reservation.declined": ("cross", _l("Abgelehnt")),
    "reservation.cancelled": ("cross", _l("Abgesagt")),
    "reservation.lapsed": ("slash", _l("Verfallen")),
    "reservation.assigned": ("people", _l("Standesbeamtin oder Standesbeamter eingeteilt")),
    "reservation.unassigned": ("people", _l("Niemand mehr eingeteilt")),
    "reservation.language_set": ("people", _l("Sprache der Trauung geändert")),
    "reservation.announced": ("people", _l("Einteilung bekannt gegeben")),
    "reservation.forgotten": ("slash", _l("Eingaben gelöscht")),
    "reservation.link_asked": ("envelope", _l("Neuer Link angefordert")),
    "reservation.asked_again": ("envelope", _l("E-Mail „Bitte bestätigen“")),
    "reservation.access": ("tick", _l("Link in einem weiteren Browser eingelöst")),
}

MAILS = {
    "confirm_email": _l("E-Mail „Bitte bestätigen“"),
    "reserved": _l("E-Mail „Reserviert“"),
    "approved": _l("E-Mail „Zugesagt“"),
    "moved": _l("E-Mail „Verlegt“"),
    "declined": _l("E-Mail „Abgelehnt“"),
    "cancelled": _l("E-Mail „Abgesagt“"),
    "access_link": _l("E-Mail mit neuem Link"),
}

#: Who else acts besides people with an account, and those whose account is unknown.
OTHERS: dict[str, object] = {
    COUPLE: _l("Paar"),
    SYSTEM: _l("automatisch"),
    **{role.value: name for role, name in ROLE_NAMES.items()},
}

#: Why a mail was not sent after all.
DROPPED = {
    "reservation_cancelled": _l("nicht versandt: nicht mehr nötig, weil abgesagt"),
    "reservation_declined": _l("nicht versandt: nicht mehr nötig, weil abgelehnt"),
    "overtaken": _l("nicht versandt: eine neuere E-Mail ersetzt sie"),
}


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    at: datetime
    icon: str
    words: str
    who: str
    #: For mails: "good", "rest" or "stop", and the sentence that says it.
    tone: str = ""
    outcome: str = ""


def list_happenings(entries: Iterable[Entry], mails: Iterable[OutgoingMail]) -> list[Happening]:
    """Return journal and mails as one history, newest first."""
    found = [_from_entry(entry) for entry in entries] + [_from_mail(mail) for mail in mails]
    return sorted(found, key=lambda happening: happening.at, reverse=True)


def who_did(entry: Entry) -> str:
    """Return the name of a colleague, or who else it was."""
    if entry.account is not None:
        return entry.account.name
    return str(OTHERS.get(entry.actor, entry.actor))


def mail_in_words(mail: OutgoingMail) -> str:
    """Return what a mail was for."""
    return str(MAILS.get(mail.kind, _("E-Mail")))


def _from_entry(entry: Entry) -> Happening:
    icon, words = WORDS.get(entry.event, ("dot", entry.event))
    if entry.event == "reservation.moved":
        before, after = (datetime.fromisoformat(entry.facts[name]) for name in ("before", "after"))
        words = _(
            "Verlegt von %(before)s auf %(after)s",
            before=short_date_time(before),
            after=short_date_time(after),
        )
    return Happening(entry.at, icon, str(words), who_did(entry))


def _from_mail(mail: OutgoingMail) -> Happening:
    words = mail_in_words(mail)
    tone, outcome = _outcome(mail)
    return Happening(mail.created_at, "envelope", words, _("automatisch"), tone, outcome)


def _outcome(mail: OutgoingMail) -> tuple[str, str]:
    if mail.sent_at is not None:
        when = {"day": medium_date(mail.sent_at), "time": clock(mail.sent_at)}
        return "good", _("versandt am %(day)s um %(time)s", **when)
    if mail.dropped_at is not None:
        usual = _("nicht versandt: nicht mehr nötig")
        return "rest", str(DROPPED.get(mail.dropped_because or "", usual))
    if mail.failed_at is not None:
        return "stop", _("nicht zugestellt, das Paar bitte anrufen")
    if mail.tries > 0:
        return "soon", _("noch nicht angenommen, nächster Versuch folgt")
    return "rest", _("wartet im Postausgang")
