"""The office's settings as a form; whether they can all be true at once is for the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import InputRequired

from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.rules.policies import BOUNDS, Policies, SpecialDate
from app.web.fields import ClockField, DayField, WeekdaysField, WholeNumberField, read_day
from app.web.registry.forms import NO_DAY
from app.web.typed import (
    AtMost,
    EmailLine,
    LineField,
    OneAnswer,
    TextField,
    an_email_address,
    if_given,
    readable,
)


def _number(name: str, label: object) -> WholeNumberField:
    least, most = BOUNDS[name]
    return WholeNumberField(label, least=least, most=most)


def _words(label: object, longest: int = 120) -> LineField:
    too_long = _l("Bitte höchstens %(longest)s Zeichen.", longest=longest)
    return LineField(label, validators=[OneAnswer(), readable, AtMost(longest, too_long)])


class SettingsForm(FlaskForm):
    """All settings of the office, and the day from which they apply."""

    valid_from = DayField(
        _l("Gilt ab"),
        description=_l("Was bis dahin galt, bleibt stehen."),
        validators=[InputRequired(NO_DAY)],
    )

    city = _words(_l("Stadt"))
    office_name = _words(_l("Name des Standesamts"))
    office_phone = _words(_l("Telefon"), 40)
    office_email = EmailLine(
        _l("E-Mail-Adresse"), validators=[OneAnswer(), if_given, readable, an_email_address]
    )
    office_hours = _words(_l("Telefonzeiten"), 200)
    office_hours_en = _words(_l("Telefonzeiten auf Englisch"), 200)
    office_address = _words(_l("Anschrift"), 200)

    horizon_months = _number("horizon_months", _l("Monate im Voraus"))
    opening_time = ClockField(
        _l("Uhrzeit der Freischaltung"),
        validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 09:00."))],
    )
    lead_days = _number("lead_days", _l("Vorlaufzeit in Tagen"))
    closed_weekdays = WeekdaysField(_l("Wochentage ohne Trauungen"))
    closed_on_holidays = BooleanField(_l("An Feiertagen keine Trauungen"))
    closing_days = TextField(
        _l("Weitere Tage ohne Trauungen"), description=_l("Ein Tag je Zeile: 24.12.2027")
    )
    special_dates = TextField(
        _l("Besondere Daten"),
        description=_l("Eins je Zeile, Deutsch und Englisch: 07.07.2027; 7.7.27; 7/7/27"),
    )

    hold_minutes = _number("hold_minutes", _l("Termin halten, Minuten"))
    hold_extensions = _number("hold_extensions", _l("Halten verlängern, höchstens so oft"))
    staff_hold_minutes = _number("staff_hold_minutes", _l("Im Standesamt halten, Minuten"))
    confirm_hours = _number("confirm_hours", _l("E-Mail-Adresse bestätigen, Stunden"))
    registration_weeks = _number(
        "registration_weeks", _l("Eheschließung anmelden, Wochen vor der Trauung")
    )
    cancel_online_days = _number(
        "cancel_online_days", _l("Online absagen, bis Tage vor der Trauung")
    )
    operator_names_days = _number(
        "operator_names_days", _l("Trauorte sehen Namen, Tage vor der Trauung")
    )
    ceremony_minutes = _number("ceremony_minutes", _l("Dauer einer Trauung, Minuten"))
    keep_answers_hours = _number("keep_answers_hours", _l("Angaben aufheben, Stunden"))
    keep_mails_days = _number("keep_mails_days", _l("E-Mails aufheben, Tage"))

    #: The cards of the page: title, and the first and the last of its fields.
    GROUPS = (
        (_l("Das Standesamt"), "city", "office_address"),
        (_l("Was Paare reservieren können, und ab wann"), "horizon_months", "special_dates"),
        (_l("Fristen"), "hold_minutes", "ceremony_minutes"),
        (_l("Aufheben und löschen"), "keep_answers_hours", "keep_mails_days"),
    )

    @classmethod
    def of(cls, policies: Policies, valid_from: date) -> SettingsForm:
        """Return the form filled in with what applies."""
        values = {field.name: getattr(policies, field.name) for field in fields_of(policies)}
        values["closing_days"] = "\n".join(map(_written, policies.closing_days))
        values["special_dates"] = "\n".join(map(_special_line, policies.special_dates))
        return cls(data={**values, "valid_from": valid_from})

    def list_groups(self) -> list[tuple[object, list[Field]]]:
        """Return the cards with their fields, as they stand in the form."""
        names = list(self._fields)
        return [
            (title, [self[name] for name in names[names.index(first) : names.index(last) + 1]])
            for title, first, last in self.GROUPS
        ]

    def validate_closing_days(self, field: Field) -> None:
        """Refuse a line that is no day."""
        for line in _lines(field.data):
            _read_day(line)

    def validate_special_dates(self, field: Field) -> None:
        """Refuse a line that is no day with its words."""
        for line in _lines(field.data):
            _read_special(line)

    def to_changes(self) -> dict[str, Any]:
        """Return all settings as they were typed."""
        changes = {field.name: self[field.name].data for field in fields_of(Policies)}
        changes["office_email"] = self.office_email.data or ""
        changes["closed_weekdays"] = tuple(self.closed_weekdays.data or ())
        changes["closing_days"] = tuple(
            sorted({_read_day(line) for line in _lines(self.closing_days.data)})
        )
        changes["special_dates"] = tuple(map(_read_special, _lines(self.special_dates.data)))
        return changes


def _lines(text: str | None) -> Iterable[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _read_day(text: str) -> date:
    day = read_day(text)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        sentence = _l(
            "Dieses Datum gibt es nicht: %(text)s. Schreiben Sie es so: 24.12.2027.", text=text[:40]
        )
        raise ValidationError(sentence)
    return day


def _read_special(line: str) -> SpecialDate:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3 or not all(parts) or len(line) > 120:
        raise ValidationError(_l("Bitte schreiben Sie je Zeile: Tag; Deutsch; Englisch."))
    return SpecialDate(_read_day(parts[0]), {"de": parts[1], "en": parts[2]})


def _written(day: date) -> str:
    return f"{day:%d.%m.}{day.year}"


def _special_line(special: SpecialDate) -> str:
    german = special.label.get("de", "")
    return f"{_written(special.day)}; {german}; {special.label.get('en', german)}"
