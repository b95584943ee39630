"""Forms of the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError

from app.rules.calendar import LAST_YEAR, day_begins_at, instant_at, is_skipped
from app.web.fields import ClockField, DayField
from app.web.typed import NOT_OFFERED, Answered, AtMost, LineField, OneAnswer, TextField, readable

LONGEST_REASON = 500
NO_REASON = _l("Bitte nennen Sie einen Grund.")
NO_DAY = _l("Bitte geben Sie einen Tag ein, zum Beispiel 12.06.2027.")


class PickField(SelectField):
    """One of a list, with our sentence for what is not on it."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not offered."""
        if self.data not in [value for value, *_ in self.iter_choices()]:
            raise ValidationError(NOT_OFFERED)


def offered(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """Return values and labels as a field offers them."""
    return [SelectChoice(value, label) for value, label in pairs]


class ReasonForm(FlaskForm):
    """Why a couple does not get its date; it reads the reason."""

    reason = TextField(
        _l("Grund"),
        description=_l("Diesen Satz liest das Paar in der E-Mail und auf seiner Seite."),
        validators=[
            OneAnswer(),
            Answered(NO_REASON),
            readable,
            AtMost(LONGEST_REASON, _l("Der Grund ist zu lang. Höchstens 500 Zeichen passen.")),
        ],
    )

    @property
    def why(self) -> str:
        """The reason, trimmed."""
        return self.reason.data or ""


class ClosureForm(FlaskForm):
    """When the office or a venue is closed, and why."""

    where = PickField(_l("Was ist geschlossen?"), default="amt")
    first_day = DayField(_l("Erster Tag"), validators=[InputRequired(NO_DAY)])
    first_time = ClockField(_l("ab (leer: ganzer Tag)"))
    last_day = DayField(_l("Letzter Tag"), validators=[InputRequired(NO_DAY)])
    last_time = ClockField(_l("bis (leer: ganzer Tag)"))
    reason = LineField(
        _l("Grund"),
        validators=[
            OneAnswer(),
            Answered(NO_REASON),
            readable,
            AtMost(200, _l("Der Grund ist zu lang. Höchstens 200 Zeichen passen.")),
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

    def validate_last_day(self, field: Field) -> None:
        """Leave room for the day after."""
        if field.data is not None and field.data.year == LAST_YEAR:
            raise ValidationError(_l("So weit reicht der Kalender nicht."))

    def validate_first_time(self, field: Field) -> None:
        """Refuse an hour that daylight saving skips."""
        _check_wall(self.first_day, field)

    def validate_last_time(self, field: Field) -> None:
        """As above."""
        _check_wall(self.last_day, field)

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


def _check_wall(day: DayField, field: Field) -> None:
    if day.data is not None and field.data is not None and is_skipped(day.data, field.data):
        raise ValidationError(
            _l("Diese Uhrzeit gibt es an diesem Tag nicht: Die Sommerzeit beginnt.")
        )
