"""What the rules say to those who publish times, close a venue or change a setting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.rules import refusals as no
from app.rules.calendar import berlin_day, last_day_of, whole_days
from app.rules.conflicts import Conflict
from app.rules.policies import BOUNDS
from app.rules.refusals import Refusal
from app.rules.series import Because
from app.web.filters import end_hour, hour_minute, long_date


def _span(begins_at: datetime, ends_at: datetime) -> str:
    """„12. Juni 2027, 10:00 bis 11:15 Uhr“, or with both days if it is longer."""
    first, last = berlin_day(begins_at), last_day_of(ends_at)
    whole = whole_days(begins_at, ends_at)
    if whole is not None and whole[0] == whole[1]:
        return _("%(day)s, ganztägig", day=format_date(first, "long"))
    if whole is None and first == last:
        return _(
            "%(day)s, %(begins)s bis %(ends)s Uhr",
            day=format_date(first, "long"),
            begins=hour_minute(begins_at),
            ends=end_hour(ends_at),
        )
    return _(
        "%(first)s bis %(last)s", first=format_date(first, "long"), last=format_date(last, "long")
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
        Conflict.PAST_MIDNIGHT: _("Der Termin endet erst am nächsten Tag."),
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


#: The sentences of this part; ``refusals.py`` takes them into its table.
PUBLISHING_SENTENCES: dict[type[Refusal], Callable[[Any], str]] = {
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
}
