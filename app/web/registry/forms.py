"""Forms of the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.rules.calendar import FIRST_YEAR, LAST_YEAR, day_begins_at, instant_at, is_skipped

LONGEST_REASON = 500
_DAY_MISSING = _l("Bitte geben Sie einen Tag ein, zum Beispiel 12.06.2027.")


class ReasonForm(FlaskForm):
    """Why a couple does not get its date; it reads the reason."""

    reason = TextAreaField(
        _l("Grund"),
        description=_l("Diesen Satz liest das Paar in der E-Mail und auf seiner Seite."),
        validators=[
            DataRequired(_l("Bitte nennen Sie einen Grund.")),
            Length(
                max=LONGEST_REASON,
                message=_l("Der Grund ist zu lang. Höchstens 500 Zeichen passen."),
            ),
        ],
    )

    @property
    def why(self) -> str:
        """The reason without spaces around it."""
        return (self.reason.data or "").replace("\0", " ").strip()


class ClosureForm(FlaskForm):
    """When the office or a venue is closed, and why."""

    where = SelectField(_l("Was ist geschlossen?"))
    first_day = DateField(_l("Erster Tag"), validators=[InputRequired(_DAY_MISSING)])
    first_time = TimeField(_l("ab (leer: ganzer Tag)"), validators=[Optional()])
    last_day = DateField(_l("Letzter Tag"), validators=[InputRequired(_DAY_MISSING)])
    last_time = TimeField(_l("bis (leer: ganzer Tag)"), validators=[Optional()])
    reason = StringField(
        _l("Grund"),
        validators=[
            DataRequired(_l("Bitte nennen Sie einen Grund.")),
            Length(max=200, message=_l("Der Grund ist zu lang. Höchstens 200 Zeichen passen.")),
        ],
    )
    public = BooleanField(_l("Paare dürfen den Grund lesen"))
    calls = BooleanField(_l("Wir rufen die betroffenen Paare an"))

    @classmethod
    def for_venues(cls, venues: list[tuple[str, str]]) -> ClosureForm:
        """Return the form with the office and these venues to choose from."""
        form = cls()
        form.where.choices = offered([("amt", _l("das ganze Standesamt")), *venues])
        return form

    @property
    def why(self) -> str:
        """The reason without spaces around it."""
        return tidy(self.reason.data)

    def validate_first_day(self, field: Field) -> None:
        """Keep to the years that the calendar knows."""
        check_year(field)

    def validate_last_day(self, field: Field) -> None:
        """As above."""
        check_year(field)

    def validate_first_time(self, field: Field) -> None:
        """Refuse an hour that daylight saving skips."""
        check_wall(self.first_day.data, field)

    def validate_last_time(self, field: Field) -> None:
        """As above."""
        check_wall(self.last_day.data, field)

    def to_span(self) -> tuple[int | None, datetime, datetime]:
        """Return the venue, or None for the office, and the instants of beginning and end."""
        venue_id = None if self.where.data == "amt" else int(self.where.data)
        first, last = self.first_day.data, self.last_day.data
        assert first is not None
        assert last is not None
        begins_at = instant_at(first, self.first_time.data or time())
        if self.last_time.data is None:
            return venue_id, begins_at, day_begins_at(last + timedelta(days=1))
        return venue_id, begins_at, instant_at(last, self.last_time.data)


def check_year(field: Field) -> None:
    """Refuse a day outside the years that the calendar knows.

    Raises:
        ValidationError: with the sentence.
    """
    if field.data is not None and not FIRST_YEAR <= field.data.year < LAST_YEAR:
        raise ValidationError(_l("So weit reicht der Kalender nicht."))


def check_wall(day: date | None, field: Field) -> None:
    """Refuse a time of day that does not exist on this day.

    Raises:
        ValidationError: with the sentence.
    """
    if day is not None and field.data is not None and is_skipped(day, field.data):
        raise ValidationError(_l("Diese Stunde gibt es an dem Tag nicht: Sommerzeit."))


def offered(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """Return values and labels as a field offers them."""
    return [SelectChoice(value, label) for value, label in pairs]


def tidy(text: str | None) -> str:
    """Return what was typed without spaces around it and signs that no database takes."""
    return " ".join((text or "").replace("\0", " ").split())
