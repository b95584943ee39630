"""When somebody cannot work, as a form."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.validators import InputRequired, ValidationError

from app.models import AbsenceKind
from app.rules.calendar import LAST_YEAR, day_begins_at, instant_at, is_skipped
from app.web.fields import ClockField, DayField
from app.web.registry.duty.words import ABSENCE_WORDS
from app.web.registry.forms import NO_DAY, PickField, offered
from app.web.typed import NOT_OFFERED


class AbsenceForm(FlaskForm):
    """When somebody cannot work."""

    registrar = PickField(_l("Wer"))
    kind = RadioField(
        _l("Art"),
        choices=offered((kind.value, words) for kind, words in ABSENCE_WORDS.items()),
        description=_l("Mehr müssen wir nicht wissen. Bitte keine Krankheiten eintragen."),
        invalid_choice_message=NOT_OFFERED,
        validators=[InputRequired(_l("Bitte wählen Sie, ob es geplant oder kurzfristig ist."))],
    )
    first_day = DayField(_l("Erster Tag"), validators=[InputRequired(NO_DAY)])
    first_time = ClockField(_l("ab (leer: ganzer Tag)"))
    last_day = DayField(_l("Letzter Tag (leer: nur ein Tag)"))
    last_time = ClockField(_l("bis (leer: ganzer Tag)"))

    def validate_last_day(self, field: Field) -> None:
        """Leave room for the day after."""
        last = field.data or self.first_day.data
        if last is not None and last.year == LAST_YEAR:
            raise ValidationError(_l("So weit reicht der Kalender nicht."))

    def validate_first_time(self, field: Field) -> None:
        """Refuse an hour that daylight saving skips."""
        _check_wall(self.first_day.data, field)

    def validate_last_time(self, field: Field) -> None:
        """As above."""
        _check_wall(self.last_day.data or self.first_day.data, field)

    @property
    def chosen_kind(self) -> AbsenceKind:
        """What was chosen."""
        return AbsenceKind(self.kind.data)

    def to_span(self) -> tuple[datetime, datetime]:
        """Return the instants of beginning and end."""
        first = self.first_day.data
        assert first is not None
        last = self.last_day.data or first
        begins_at = instant_at(first, self.first_time.data or time())
        if self.last_time.data is None:
            return begins_at, day_begins_at(last + timedelta(days=1))
        return begins_at, instant_at(last, self.last_time.data)


def _check_wall(day: date | None, field: Field) -> None:
    if day is not None and field.data is not None and is_skipped(day, field.data):
        raise ValidationError(
            _l("Diese Uhrzeit gibt es an diesem Tag nicht: Die Sommerzeit beginnt.")
        )
