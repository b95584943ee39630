"""The office's settings as a form; whether they can all be true at once is for the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
    widgets,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.rules.policies import BOUNDS, Policies, SpecialDate
from app.web.registry.forms import offered, tidy

WEEKDAYS = (
    _l("Montag"),
    _l("Dienstag"),
    _l("Mittwoch"),
    _l("Donnerstag"),
    _l("Freitag"),
    _l("Samstag"),
    _l("Sonntag"),
)
_NUMBER = _l("Bitte geben Sie eine ganze Zahl ein.")


def _number(name: str, label: object) -> IntegerField:
    least, most = BOUNDS[name]
    return IntegerField(label, validators=[InputRequired(_NUMBER), _between(least, most)])


def _between(least: int, most: int) -> Callable[[Any, Field], None]:
    sentence = _l(
        "Bitte geben Sie eine Zahl von %(least)s bis %(most)s ein.", least=least, most=most
    )
    return NumberRange(least, most, sentence)


def _words(label: object, longest: int = 120) -> StringField:
    too_long = _l("Bitte höchstens %(longest)s Zeichen.", longest=longest)
    return StringField(label, validators=[Length(max=longest, message=too_long)])


class SettingsForm(FlaskForm):
    """All settings of the office, and the day from which they apply."""

    valid_from = DateField(
        _l("Gilt ab"),
        description=_l("Was bis dahin galt, bleibt stehen."),
        validators=[InputRequired(_l("Bitte geben Sie einen Tag ein, zum Beispiel 12.06.2027."))],
    )

    city = _words(_l("Stadt"))
    office_name = _words(_l("Name des Standesamts"))
    office_phone = _words(_l("Telefon"), 40)
    office_email = EmailField(_l("E-Mail-Adresse"), validators=[Length(max=254)])
    office_hours = _words(_l("Telefonzeiten"), 200)
    office_address = _words(_l("Anschrift"), 200)

    horizon_months = _number("horizon_months", _l("Monate im Voraus"))
    opening_time = TimeField(
        _l("Uhrzeit der Freischaltung"),
        validators=[DataRequired(_l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 09:00."))],
    )
    lead_days = _number("lead_days", _l("Vorlauf in Tagen"))
    closed_weekdays = SelectMultipleField(
        _l("Wochentage ohne Trauungen"),
        coerce=int,
        choices=offered(enumerate(WEEKDAYS)),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    closed_on_holidays = BooleanField(_l("An Feiertagen keine Trauungen"))
    closing_days = TextAreaField(
        _l("Weitere Tage ohne Trauungen"), description=_l("Ein Tag je Zeile: 2027-12-24")
    )
    special_dates = TextAreaField(
        _l("Besondere Daten"),
        description=_l("Eins je Zeile, Deutsch und Englisch: 2027-07-07; 7.7.27; 7/7/27"),
    )

    hold_minutes = _number("hold_minutes", _l("Ein Termin wird gehalten, Minuten"))
    hold_extensions = _number("hold_extensions", _l("So oft lässt er sich verlängern"))
    staff_hold_minutes = _number("staff_hold_minutes", _l("Im Amt gehalten, Minuten"))
    confirm_hours = _number("confirm_hours", _l("E-Mail-Adresse bestätigen, Stunden"))
    keep_answers_hours = _number("keep_answers_hours", _l("Angaben aufheben, Stunden"))
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

    #: The cards of the page: title and names of the fields.
    GROUPS = (
        (
            _l("Das Standesamt"),
            (
                "city",
                "office_name",
                "office_phone",
                "office_email",
                "office_hours",
                "office_address",
            ),
        ),
        (
            _l("Was Paare reservieren können, und ab wann"),
            (
                "horizon_months",
                "opening_time",
                "lead_days",
                "closed_weekdays",
                "closed_on_holidays",
                "closing_days",
                "special_dates",
            ),
        ),
        (
            _l("Fristen"),
            (
                "hold_minutes",
                "hold_extensions",
                "staff_hold_minutes",
                "confirm_hours",
                "keep_answers_hours",
                "registration_weeks",
                "cancel_online_days",
                "operator_names_days",
                "ceremony_minutes",
            ),
        ),
    )

    @classmethod
    def of(cls, policies: Policies, valid_from: date) -> SettingsForm:
        """Return the form filled in with what applies."""
        values = {field.name: getattr(policies, field.name) for field in fields_of(policies)}
        values["closing_days"] = "\n".join(day.isoformat() for day in policies.closing_days)
        values["special_dates"] = "\n".join(map(_special_line, policies.special_dates))
        return cls(data={**values, "valid_from": valid_from})

    def validate_valid_from(self, field: Field) -> None:
        """Keep to the years that the calendar knows."""
        if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_l("So weit reicht der Kalender nicht."))

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
        changes: dict[str, Any] = {}
        for name in (field.name for field in fields_of(Policies)):
            data = self[name].data
            changes[name] = tidy(data) if isinstance(data, str) else data
        changes["closed_weekdays"] = tuple(sorted(set(self.closed_weekdays.data or ())))
        changes["closing_days"] = tuple(
            sorted({_read_day(line) for line in _lines(self.closing_days.data)})
        )
        changes["special_dates"] = tuple(map(_read_special, _lines(self.special_dates.data)))
        return changes


def _lines(text: str | None) -> Iterable[str]:
    return [line.strip() for line in (text or "").replace("\0", " ").splitlines() if line.strip()]


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        sentence = _l("Diesen Tag gibt es nicht: %(text)s. Beispiel: 2027-12-24", text=text[:40])
        raise ValidationError(sentence)
    return day


def _read_special(line: str) -> SpecialDate:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3 or not all(parts) or len(line) > 120:
        raise ValidationError(_l("Bitte je Zeile: Tag; Deutsch; Englisch."))
    return SpecialDate(_read_day(parts[0]), {"de": parts[1], "en": parts[2]})


def _special_line(special: SpecialDate) -> str:
    label = special.label
    german = label.get("de", "")
    return f"{special.day.isoformat()}; {german}; {label.get('en', german)}"
