"""Form fields of our own: days, times, weekdays and numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.rules.calendar import FIRST_YEAR, LAST_YEAR

CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?:uhr)?", re.IGNORECASE)
GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
#: Entries that a list of times or days may have.
MOST_TIMES, MOST_DAYS = 24, 200

WEEKDAYS = (_l("Mo"), _l("Di"), _l("Mi"), _l("Do"), _l("Fr"), _l("Sa"), _l("So"))


class DayField(DateField):
    """A day, from the browser’s calendar or typed as 12.06.2027."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day."""
        self.data = None
        text = first_word(self, valuelist)
        if not text:
            return
        day = read_day(text)
        if day is None:
            raise ValueError(_("Dieses Datum gibt es nicht. Schreiben Sie es so: 12.06.2027."))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(_("So weit reicht der Kalender nicht."))
        self.data = day


class ClockField(StringField):
    """One wall-clock time, such as 10:30."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time."""
        self.data = None
        text = first_word(self, valuelist)
        if text:
            self.data = _read_clock(text)

    def _value(self) -> str:
        return _typed(self) or (f"{self.data:%H:%M}" if self.data else "")


class ClocksField(StringField):
    """Several wall-clock times, such as 10:00, 11:30."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the times."""
        self.data = ()
        first_word(self, valuelist)
        words = _words(valuelist, MOST_TIMES, _("Mehr als 24 Uhrzeiten sind nicht möglich."))
        self.data = tuple(sorted({_read_clock(word) for word in words}))

    def _value(self) -> str:
        return _typed(self) or ", ".join(f"{wall:%H:%M}" for wall in self.data or ())


class DaysField(StringField):
    """Several days, such as 15.04.2028, 22.04.2028."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the days."""
        self.data = ()
        words = _words(valuelist, MOST_DAYS, _("Mehr als 200 Tage sind nicht möglich."))
        days = [read_day(word) for word in words]
        if None in days:
            raise ValueError(
                _("Eines der Daten gibt es nicht. Schreiben Sie zum Beispiel: 15.04.2028.")
            )
        self.data = tuple(sorted({day for day in days if day is not None}))

    def _value(self) -> str:
        return _typed(self) or ", ".join(f"{day:%d.%m.}{day.year}" for day in self.data or ())


class WholeNumberField(IntegerField):
    """A whole number between two bounds; says both when it is not one."""

    def __init__(
        self,
        label: LazyString,
        *,
        least: int,
        most: int,
        validators: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if re.fullmatch(r"[0-9]{1,6}", text) and self.least <= int(text) <= self.most:
            self.data = int(text)
            return
        raise ValueError(
            _(
                "Bitte geben Sie eine ganze Zahl von %(least)s bis %(most)s ein.",
                least=self.least,
                most=self.most,
            )
        )


class WeekdaysField(SelectMultipleField):
    """Weekdays to tick, Monday 0."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: LazyString, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        choices = [SelectChoice(number, name) for number, name in enumerate(WEEKDAYS)]
        super().__init__(label, validators, coerce=int, choices=choices, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the weekdays."""
        self.data = []
        if not all(str(text) in "0123456" and len(str(text)) == 1 for text in valuelist):
            raise ValueError(_("Diesen Wochentag gibt es nicht."))
        self.data = sorted({int(text) for text in valuelist})

    def pre_validate(self, form: BaseForm) -> None:
        """Accept what was read: only weekdays that exist are."""


def printable(_form: Form, field: Field) -> None:
    """Refuse control characters, which no database and no letter can hold.

    Raises:
        ValidationError: the text has one.
    """
    text = field.data or ""
    if any(not sign.isprintable() and sign not in "\r\n\t" for sign in text):
        raise ValidationError(_("Dieser Text enthält ein Zeichen, das wir nicht speichern können."))


def first_word(field: Field, valuelist: Sequence[Any]) -> str:
    """Return what was typed, without blanks around it; blanks alone are an empty field.

    WTForms takes a field as answered as soon as anything was sent.
    """
    text = str(valuelist[0]).strip() if valuelist else ""
    if not text:
        field.raw_data = []
    return text


def read_day(text: str) -> date | None:
    """Return the day that somebody wrote as 2027-06-12, 12.06.2027 or 12.6.27, or None."""
    german = GERMAN_DAY.fullmatch(text)
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            return date(year, int(german[2]), int(german[1]))
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _read_clock(text: str) -> time:
    found = CLOCK.fullmatch(text.replace(" ", ""))
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return time(int(found[1]), int(found[2] or 0))
    raise ValueError(_("Bitte schreiben Sie jede Uhrzeit so: 10:30."))


def _words(valuelist: list[Any], most: int, too_many: str) -> list[str]:
    text = str(valuelist[0]) if valuelist else ""
    words = [word for word in re.split(r"[,;\s]+", text) if word and word.casefold() != "uhr"]
    if len(words) > most:
        raise ValueError(too_many)
    return words


def _typed(field: Field) -> str:
    return str(field.raw_data[0]) if field.raw_data else ""
