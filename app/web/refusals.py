"""What a refusal says to the person who asked: one sentence, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.rules import refusals as no
from app.rules.calendar import berlin_day, whole_days
from app.rules.conflicts import Conflict
from app.rules.policies import BOUNDS
from app.rules.refusals import Refusal
from app.rules.series import Because
from app.web.duty_refusals import (
    absence_hits_assignments,
    ceremonies_in_the_way,
    duty_not_possible,
)
from app.web.filters import date_time, hour_minute, long_date
from app.web.obstacles import obstacle_sentence
from app.web.roster_refusals import ROSTER_SENTENCES


def sentence_for(refusal: Refusal) -> str:
    """Return the sentence for a refusal in the language of the page."""
    return SENTENCES[type(refusal)](refusal)


def _span(begins_at: datetime, ends_at: datetime) -> str:
    """„12. Juni 2027, 10:00 bis 11:15 Uhr“, or with both days if it is longer."""
    first, last = berlin_day(begins_at), berlin_day(ends_at)
    whole = whole_days(begins_at, ends_at)
    if whole is not None and whole[0] == whole[1]:
        return _("%(day)s, ganztägig", day=format_date(first, "long"))
    if whole is not None:
        last = whole[1]
    elif first == last:
        return _(
            "%(day)s, %(begins)s bis %(ends)s Uhr",
            day=format_date(first, "long"),
            begins=hour_minute(begins_at),
            ends=hour_minute(ends_at),
        )
    return _(
        "%(first)s bis %(last)s", first=format_date(first, "long"), last=format_date(last, "long")
    )


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


def _time_not_possible(refusal: no.TimeNotPossible) -> str:
    """Say in one line, fit for a row of a table, what stands in the way of a time."""
    day = long_date(refusal.day) if refusal.day else ""
    span = _span(refusal.at, refusal.until) if refusal.at and refusal.until else ""
    sentences: dict[str, str] = {
        Conflict.SKIPPED_HOUR: _(
            "Diese Uhrzeit gibt es am %(day)s nicht: Die Sommerzeit beginnt.", day=day
        ),
        Conflict.BEYOND_CALENDAR: _("So weit reicht der Kalender nicht."),
        Conflict.IN_THE_PAST: _("Dieser Zeitpunkt liegt in der Vergangenheit."),
        Conflict.TOO_SOON: _("Zu kurzfristig: möglich ist es ab %(day)s.", day=day),
        Conflict.VENUE_NOT_IN_USE: _("An diesem Tag gehört der Trauort nicht zum Angebot."),
        Conflict.CLOSED_WEEKDAY: _("An diesem Wochentag finden keine Trauungen statt."),
        Conflict.HOLIDAY: _("Feiertag: %(name)s.", name=refusal.name),
        Conflict.CLOSING_DAY: _("An diesem Tag ist das Standesamt geschlossen."),
        Conflict.OFFICE_CLOSED: _(
            "Das Standesamt ist geschlossen: %(span)s (%(reason)s).", span=span, reason=refusal.name
        )
        if refusal.name
        else _("Das Standesamt ist geschlossen: %(span)s.", span=span),
        Conflict.VENUE_CLOSED: _(
            "Der Trauort ist gesperrt: %(span)s (%(reason)s).", span=span, reason=refusal.name
        ),
        Conflict.DUPLICATE: _("Diesen Termin gibt es schon."),
        Conflict.OVERLAP: _(
            "Ein anderer Termin belegt den Trauort mit Pause: %(span)s.", span=span
        ),
        Conflict.OVERLAP_IN_SERIES: _(
            "Ein früherer Termin dieser Serie belegt den Trauort mit Pause: %(span)s.", span=span
        ),
    }
    return sentences[refusal.conflict]


def _empty_series(refusal: no.EmptySeries) -> str:
    sentences: dict[str, str] = {
        Because.NO_WEEKDAY: _("Bitte wählen Sie mindestens einen Wochentag."),
        Because.NO_TIME: _("Bitte geben Sie mindestens eine Uhrzeit ein, zum Beispiel 10:30."),
        Because.ENDS_BEFORE_IT_BEGINS: _("Der letzte Tag liegt vor dem ersten."),
        Because.WEEKDAY_NOT_IN_PERIOD: _("Der gewählte Wochentag kommt im Zeitraum nicht vor."),
        Because.ALL_HOLIDAYS: _("Alle Tage der Serie sind Feiertage, und Feiertage fallen aus."),
        Because.ALL_LEFT_OUT: _("Alle Tage der Serie sind ausgelassen."),
    }
    return sentences[refusal.because]


def _series_too_long(refusal: no.SeriesTooLong) -> str:
    return _(
        "Eine Serie kann höchstens %(most)s Termine haben. Teilen Sie den Zeitraum bitte auf.",
        most=refusal.most,
    )


def _closure_not_possible(refusal: no.ClosureNotPossible) -> str:
    match refusal.because:
        case "ends_before_it_begins":
            return _("Das Ende liegt vor dem Beginn.")
        case "at_night":
            return _("Bitte wählen Sie eine Uhrzeit von 6 bis 22 Uhr.")
        case "in_the_past":
            return _("Diese Zeit ist schon vorbei.")
    return _("Eine Sperrzeit kann höchstens zwei Jahre dauern. Legen Sie bitte mehrere an.")


def _closure_hits(refusal: no.ClosureHitsReservations) -> str:
    return ngettext(
        "In diese Sperrzeit fällt %(num)d Reservierung: %(references)s. "
        "Bitte sprechen Sie zuerst mit dem Standesamt.",
        "In diese Sperrzeit fallen %(num)d Reservierungen: %(references)s. "
        "Bitte sprechen Sie zuerst mit dem Standesamt.",
        len(refusal.references),
        references=", ".join(refusal.references),
    )


def _impossible_policy(refusal: no.ImpossiblePolicy) -> str:
    match refusal.because:
        case "out_of_bounds":
            least, most = BOUNDS[refusal.name]
            return _(
                "Bitte geben Sie eine Zahl von %(least)s bis %(most)s ein.", least=least, most=most
            )
        case "empty":
            return _("Dieses Feld darf nicht leer sein.")
        case "in_the_past":
            return _("Eine Einstellung kann frühestens ab heute gelten.")
        case "no_day_left":
            return _("So bliebe kein Wochentag für Trauungen übrig.")
        case "lead_beyond_horizon":
            return _(
                "Die Vorlaufzeit ist länger als die Zeit, für die Paare im Voraus reservieren "
                "können. So wäre nie ein Termin frei."
            )
        case "registration_beyond_horizon":
            return _(
                "Die Frist zum Anmelden läge weiter vor der Trauung, als Paare im Voraus "
                "reservieren können."
            )
        case "hold_beyond_confirm":
            return _(
                "Ein Termin könnte so länger gehalten werden, als das Paar Zeit hat, seine "
                "E-Mail-Adresse zu bestätigen."
            )
    return _("Diese Einstellung ist nicht möglich.")


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
    # Operators and office
    no.TimeNotPossible: _time_not_possible,
    no.ReservationInTheWay: lambda refusal: _(
        "Für diesen Termin gibt es die Reservierung %(reference)s. "
        "Bitte sprechen Sie mit dem Standesamt.",
        reference=refusal.reference,
    ),
    no.ReasonMissing: lambda _refusal: _("Bitte nennen Sie einen Grund."),
    no.EmptySeries: _empty_series,
    no.SeriesTooLong: _series_too_long,
    no.ClosureNotPossible: _closure_not_possible,
    no.ClosureHitsReservations: _closure_hits,
    no.ImpossiblePolicy: _impossible_policy,
    # Duties, absences, places
    no.DutyNotPossible: duty_not_possible,
    no.CeremoniesInTheWay: ceremonies_in_the_way,
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
