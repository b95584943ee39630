"""What operators type: single times, series, closures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app import clock
from app.rules.calendar import day_begins_at, instant_at, is_skipped
from app.rules.conflicts import Conflict
from app.rules.refusals import TimeNotPossible
from app.rules.series import BUFFER_BOUNDS, DURATION_BOUNDS, MOST_TIMES, Pattern, last_of
from app.web.fields import (
    ClockField,
    ClocksField,
    DayField,
    DaysField,
    WeekdaysField,
    WholeNumberField,
    printable,
)
from app.web.refusals import sentence_for

FIRST_MISSING = _l("Bitte geben Sie den ersten Tag ein, zum Beispiel 12.06.2027.")


def _duration() -> WholeNumberField:
    least, most = DURATION_BOUNDS
    return WholeNumberField(_l("Dauer in Minuten"), least=least, most=most)


def _buffer() -> WholeNumberField:
    least, most = BUFFER_BOUNDS
    return WholeNumberField(_l("Pause danach in Minuten"), least=least, most=most)


class TimeForm(FlaskForm):
    """One time on the day of the page."""

    begins = ClockField(
        _l("Beginn"),
        validators=[InputRequired(_l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 10:30."))],
    )
    duration_minutes = _duration()
    buffer_minutes = _buffer()


class SeriesForm(FlaskForm):
    """A rule that yields many times."""

    name = StringField(
        _l("Name der Serie"),
        description=_l("Nur Sie und das Standesamt lesen ihn."),
        validators=[
            DataRequired(_l("Bitte geben Sie der Serie einen Namen.")),
            Length(max=80, message=_l("Der Name hat höchstens 80 Zeichen.")),
            printable,
        ],
    )
    weekdays = WeekdaysField(
        _l("Wochentage"),
        validators=[InputRequired(_l("Bitte wählen Sie mindestens einen Wochentag."))],
    )
    from_day = DayField(_l("Erster Tag"), validators=[InputRequired(FIRST_MISSING)])
    until_day = DayField(_l("Letzter Tag"))
    days = WholeNumberField(
        _l("Oder: wie viele Tage"),
        description=_l("Statt des letzten Tages, zum Beispiel 38 Samstage."),
        least=1,
        most=MOST_TIMES,
        validators=[Optional()],
    )
    times = ClocksField(
        _l("Beginn"),
        description=_l("Mehrere Uhrzeiten trennen Sie mit Komma: 10:00, 11:30."),
        validators=[
            InputRequired(_l("Bitte geben Sie mindestens eine Uhrzeit ein, zum Beispiel 10:30."))
        ],
    )
    duration_minutes = _duration()
    buffer_minutes = _buffer()
    skip_holidays = BooleanField(_l("Feiertage in Nordrhein-Westfalen auslassen"))
    skip_days = DaysField(
        _l("Eigene Tage auslassen"),
        description=_l("Zum Beispiel 15.04.2028, 22.04.2028. Das Feld darf leer bleiben."),
    )

    def validate_until_day(self, field: DayField) -> None:
        """Ask for an end, either a day or a number, and refuse one that is over."""
        typed = str((self.days.raw_data or [""])[0]).strip()
        if field.data is None and not typed:
            raise ValidationError(
                _l("Bitte geben Sie den letzten Tag ein oder wie viele Tage es werden.")
            )
        if field.data is not None and field.data < clock.today():
            raise ValidationError(_l("Dieser Tag ist schon vorbei."))

    def validate_days(self, field: WholeNumberField) -> None:
        """Refuse an end that is said twice, or that no calendar has."""
        if field.data is None:
            return
        if self.until_day.data is not None:
            raise ValidationError(
                _l("Bitte geben Sie nur eines an: den letzten Tag oder wie viele Tage es werden.")
            )
        if self.from_day.data and self.weekdays.data and self._last_day() is None:
            raise ValidationError(_l("So weit reicht der Kalender nicht."))

    def to_pattern(self) -> Pattern:
        """Return the rule as the rules take it."""
        pattern = self._pattern(self.until_day.data or self.from_day.data)
        if self.days.data is None:
            return pattern
        return replace(pattern, until_day=self._last_day() or pattern.until_day)

    def _last_day(self) -> date | None:
        return last_of(self._pattern(self.from_day.data), self.days.data)

    def _pattern(self, until_day: date) -> Pattern:
        return Pattern(
            weekdays=frozenset(self.weekdays.data or ()),
            from_day=self.from_day.data,
            until_day=until_day,
            times=self.times.data or (),
            duration_minutes=self.duration_minutes.data,
            buffer_minutes=self.buffer_minutes.data,
            skip_holidays=self.skip_holidays.data,
            skip_days=frozenset(self.skip_days.data or ()),
        )


class ClosureForm(FlaskForm):
    """From when until when the house is closed, and why."""

    first_day = DayField(_l("Erster Tag"), validators=[InputRequired(FIRST_MISSING)])
    last_day = DayField(
        _l("Letzter Tag"), description=_l("Leer lassen, wenn es nur dieser eine Tag ist.")
    )
    begins = ClockField(_l("Beginn"), description=_l("Leer heißt: den ganzen Tag."))
    ends = ClockField(_l("Ende"), description=_l("Leer heißt: bis zum Ende des Tages."))
    reason = TextAreaField(
        _l("Grund"),
        validators=[
            DataRequired(_l("Bitte nennen Sie einen Grund.")),
            Length(max=200, message=_l("Der Grund ist zu lang. Höchstens 200 Zeichen passen.")),
            printable,
        ],
    )
    public = BooleanField(_l("Paare dürfen den Grund lesen"))

    def validate_begins(self, field: ClockField) -> None:
        """Refuse a beginning in the hour that the clocks skip."""
        _check_exists(self.first_day, field)

    def validate_ends(self, field: ClockField) -> None:
        """Refuse an end in the hour that the clocks skip."""
        _check_exists(self.last_day if self.last_day.data else self.first_day, field)

    def put_at_end(self, sentence: str) -> None:
        """Say at the field that ends the closure why it cannot be."""
        field = self.ends if self.ends.data else self.last_day
        field.errors = [*field.errors, sentence]

    def span(self) -> tuple[datetime, datetime]:
        """Return when the closure begins and ends; only after validation."""
        first_day = self.first_day.data
        assert first_day is not None
        last_day = self.last_day.data or first_day
        begins_at = instant_at(first_day, self.begins.data or time())
        if self.ends.data:
            return begins_at, instant_at(last_day, self.ends.data)
        return begins_at, day_begins_at(last_day + timedelta(days=1))


def _check_exists(day: DayField, wall: ClockField) -> None:
    if day.data and wall.data and is_skipped(day.data, wall.data):
        refusal = TimeNotPossible(Conflict.SKIPPED_HOUR, day=day.data)
        raise ValidationError(sentence_for(refusal))
