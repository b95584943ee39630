"""What a refusal says to the person who asked: one sentence, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.rules import refusals as no
from app.rules.refusals import Refusal
from app.web.duty_refusals import (
    absence_hits_assignments,
    ceremonies_in_the_way,
    duty_not_possible,
)
from app.web.filters import date_time, hour_minute, long_date
from app.web.obstacles import obstacle_sentence
from app.web.publishing_refusals import PUBLISHING_SENTENCES
from app.web.roster_refusals import ROSTER_SENTENCES


def sentence_for(refusal: Refusal) -> str:
    """Return the sentence for a refusal in the language of the page."""
    return SENTENCES[type(refusal)](refusal)


def _too_early(refusal: no.TooEarly) -> str:
    return _(
        "Dieser Termin öffnet am %(day)s um %(time)s Uhr. Vorher kann ihn niemand reservieren.",
        day=long_date(refusal.opens_at),
        time=hour_minute(refusal.opens_at),
    )


def _too_late(refusal: no.TooLate) -> str:
    return ngettext(
        "Online reservieren Sie bis spätestens %(num)d Tag vor der Trauung. "
        "Wenn es eiliger ist, rufen Sie uns bitte an.",
        "Online reservieren Sie bis spätestens %(num)d Tage vor der Trauung. "
        "Wenn es eiliger ist, rufen Sie uns bitte an.",
        refusal.lead_days,
    )


def _no_more_extensions(refusal: no.NoMoreExtensions) -> str:
    return ngettext(
        "Sie haben schon %(num)d Mal verlängert. Mehr geht online nicht. "
        "Brauchen Sie mehr Zeit, rufen Sie uns bitte an.",
        "Sie haben schon %(num)d Mal verlängert. Mehr geht online nicht. "
        "Brauchen Sie mehr Zeit, rufen Sie uns bitte an.",
        refusal.times,
    )


def _too_late_to_cancel(refusal: no.TooLateToCancel) -> str:
    return ngettext(
        "Online absagen können Sie bis %(num)d Tag vor der Trauung. Bitte rufen Sie uns an.",
        "Online absagen können Sie bis %(num)d Tage vor der Trauung. Bitte rufen Sie uns an.",
        refusal.days,
    )


def _too_many_guests(refusal: no.TooManyGuests) -> str:
    return ngettext(
        "%(venue)s: Hier ist Platz für höchstens %(num)d Gast. Sie beide zählen nicht mit.",
        "%(venue)s: Hier ist Platz für höchstens %(num)d Gäste. Sie beide zählen nicht mit.",
        refusal.seats,
        venue=refusal.venue,
    )


def _too_many_tries(refusal: no.TooManyTries) -> str:
    return _(
        "Das waren zu viele Versuche. Ab %(day)s geht es wieder.",
        day=date_time(refusal.again_at),
    )


def _too_many_holds(refusal: no.TooManyHolds) -> str:
    return _(
        "Für Ihren Internetanschluss können wir gerade keinen weiteren Termin halten. "
        "Ab %(time)s Uhr geht es wieder.",
        time=hour_minute(refusal.again_at),
    )


def _weak_password(refusal: no.WeakPassword) -> str:
    match refusal.because:
        case "short":
            return _("Das Passwort ist zu kurz. Es braucht mindestens 12 Zeichen.")
        case "long":
            return _("Das Passwort ist zu lang. Es darf höchstens 200 Zeichen haben.")
        case "context":
            return _(
                "Das Passwort lässt sich aus Ihrem Namen, Ihrer Adresse oder dem Namen der Stadt "
                "erraten. Nehmen Sie zum Beispiel vier zufällige Wörter."
            )
    return _(
        "Dieses Passwort nehmen viele Menschen. "
        "Nehmen Sie zum Beispiel vier Wörter, die nicht zusammengehören."
    )


#: Every refusal has its sentence here; a house test fails while one is missing.
SENTENCES: dict[type[Refusal], Callable[[Any], str]] = {
    no.WrongState: lambda _refusal: _(
        "Das geht nicht mehr, der Stand hat sich inzwischen geändert. "
        "Bitte laden Sie die Seite neu."
    ),
    # A couple's slot
    no.SlotNotReleased: lambda _refusal: _("Dieser Termin wird nicht mehr angeboten."),
    no.TooEarly: _too_early,
    no.TooLate: _too_late,
    no.SlotTaken: lambda _refusal: _("Ein anderes Paar war schneller."),
    no.SlotNotFeasible: lambda refusal: obstacle_sentence(refusal.obstacle),
    no.VenueNotOnline: lambda _refusal: _(
        "Termine an diesem Trauort vergeben wir nicht online. Bitte rufen Sie uns an."
    ),
    # A couple's hold and reservation
    no.HoldOver: lambda _refusal: _(
        "Die Zeit, in der wir den Termin für Sie gehalten haben, ist vorbei. "
        "Ihre Angaben haben wir behalten."
    ),
    no.NoMoreExtensions: _no_more_extensions,
    no.AnswersMissing: lambda _refusal: _(
        "Es fehlen noch Angaben. Bitte füllen Sie zuerst diesen Schritt aus."
    ),
    no.AlreadyReserved: lambda _refusal: _(
        "Sie haben schon einen Termin. Jedes Paar kann einen reservieren. "
        "Möchten Sie einen anderen, öffnen Sie bitte Ihre Reservierung."
    ),
    no.TooManyGuests: _too_many_guests,
    no.NotConfirmedInTime: lambda _refusal: _(
        "Die Frist zum Bestätigen der E-Mail-Adresse ist vorbei. Den Termin haben wir freigegeben."
    ),
    no.LinkUsedUp: lambda _refusal: _("Dieser Link gilt nicht mehr."),
    no.TooLateToCancel: _too_late_to_cancel,
    no.CeremonyOver: lambda _refusal: _(
        "Diese Zeit ist schon vorbei. Verlegen können Sie nur Trauungen, die noch kommen."
    ),
    no.NeedsFreshLink: lambda _refusal: _(
        "Dafür brauchen Sie in diesem Browser einen neuen Link. "
        "Wir senden ihn an Ihre E-Mail-Adresse."
    ),
    **PUBLISHING_SENTENCES,
    # Duties, absences, places
    no.DutyNotPossible: duty_not_possible,
    no.CeremoniesInTheWay: ceremonies_in_the_way,
    no.ChangedMeanwhile: lambda _refusal: _(
        "Jemand hat das inzwischen geändert. Ihre Angaben stehen noch hier. "
        "Wenn sie gelten sollen, speichern Sie bitte noch einmal."
    ),
    no.AbsenceHitsAssignments: absence_hits_assignments,
    **ROSTER_SENTENCES,
    # Accounts
    no.WrongPassword: lambda _refusal: _("E-Mail-Adresse und Passwort passen nicht zusammen."),
    no.TooManyTries: _too_many_tries,
    no.TooManyHolds: _too_many_holds,
    no.WeakPassword: _weak_password,
    no.EmailTaken: lambda _refusal: _("Diese E-Mail-Adresse hat schon ein Konto."),
    no.LastHeadOfOffice: lambda _refusal: _(
        "Das ist das letzte Konto mit der Rolle Leitung. "
        "Geben Sie zuerst einer anderen Person diese Rolle."
    ),
}
