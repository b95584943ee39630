"""Forms of duties, absences, places and promises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError

from app.actions.registrars import WantedRegistrar
from app.models import Registrar
from app.rules.coverage import WeekdayClass
from app.rules.duties import MIDNIGHT, Pattern, Stretch
from app.web.fields import DayField, first_word
from app.web.registry.duty.stored import StoredForm
from app.web.registry.duty.words import CLASS_WORDS, LANGUAGE_WORDS
from app.web.registry.forms import NO_DAY, PickField, offered
from app.web.typed import (
    NOT_OFFERED,
    Answered,
    AtMost,
    ChecksField,
    LineField,
    OneAnswer,
    PhoneLine,
    a_phone_number,
    if_given,
    readable,
)

NO_TIME = _l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 9:30.")
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?:uhr)?", re.IGNORECASE)
#: Stretches that a day planned by hand may have.
MOST_STRETCHES = 3

Choices = Iterable[tuple[object, object]]


def name_line() -> LineField:
    """Return a field for the name of a person or a place."""
    return LineField(
        _l("Name"),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie einen Namen ein.")),
            readable,
            AtMost(120, _l("Ein Name hat höchstens 120 Zeichen.")),
        ],
    )


class MinuteField(StringField):
    """A time on the clock as minutes since midnight; 24:00 is the end of the day."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time."""
        self.data = None
        text = first_word(self, valuelist).replace(" ", "")
        if not text:
            return
        found = CLOCK.fullmatch(text)
        minute = int(found[1]) * 60 + int(found[2] or 0) if found else MIDNIGHT + 1
        if not found or int(found[2] or 0) > 59 or minute > MIDNIGHT:
            raise ValueError(_("Bitte schreiben Sie die Uhrzeit so: 9:30."))
        self.data = minute

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data // 60}:{self.data % 60:02}" if self.data is not None else ""


class TickedField(ChecksField):
    """Checkboxes; what is not offered is refused with our sentence."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not on the list, and show it no more."""
        values = {str(value) for value, *_ in self.iter_choices()}
        if not {str(value) for value in self.data or ()} <= values:
            self.data = []
            raise ValidationError(NOT_OFFERED)


class RegistrarForm(StoredForm):
    """Who performs ceremonies."""

    name = name_line()
    short_name = LineField(
        _l("Kurzname"),
        description=_l("So steht die Person im Einsatzplan, höchstens 20 Zeichen."),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie einen Kurznamen ein.")),
            readable,
            AtMost(20, _l("Ein Kurzname hat höchstens 20 Zeichen.")),
        ],
    )
    phone = PhoneLine(
        _l("Telefon (wenn vorhanden)"),
        validators=[
            OneAnswer(),
            if_given,
            readable,
            AtMost(40, _l("Eine Telefonnummer hat höchstens 40 Zeichen.")),
            a_phone_number,
        ],
    )
    languages = TickedField(
        _l("Traut außer auf Deutsch auch auf"), choices=offered(LANGUAGE_WORDS.items())
    )
    account = PickField(
        _l("Konto"), description=_l("Nur wenn die Person sich anmeldet."), default=""
    )
    unserved = TickedField(
        _l("Traut hier nicht"),
        description=_l("Trauorte, an denen die Person nicht eingesetzt wird."),
    )
    valid_until = DayField(
        _l("Letzter Tag (leer: unbefristet)"),
        description=_l("Danach wird die Person nicht mehr eingeplant."),
    )

    def offer(self, accounts: Choices, venues: Choices) -> RegistrarForm:
        """Fill in what there is to choose from."""
        self.account.choices = offered([("", _("ohne Konto")), *accounts])
        self.unserved.choices = offered(venues)
        return self

    def to_wish(self) -> WantedRegistrar:
        """Return what was typed as the action takes it."""
        return WantedRegistrar(
            name=self.name.data or "",
            short_name=self.short_name.data or "",
            phone=self.phone.data or None,
            languages=(
                "de",
                *(code for code in LANGUAGE_WORDS if code in (self.languages.data or ())),
            ),
            account_id=int(self.account.data) if self.account.data else None,
            valid_until=self.valid_until.data,
            unserved=frozenset(int(value) for value in self.unserved.data or ()),
        )


def typed_of(registrar: Registrar) -> dict[str, Any]:
    """Return what the form shows for a registrar."""
    return {
        "name": registrar.name,
        "short_name": registrar.short_name,
        "phone": registrar.phone,
        "languages": list(registrar.languages),
        "account": str(registrar.account_id or ""),
        "unserved": [str(venue.id) for venue in registrar.unserved],
        "valid_until": registrar.valid_until,
    }


class LastDayForm(FlaskForm):
    """Until when something applies."""

    last_on = DayField(_l("Letzter Tag"), validators=[InputRequired(NO_DAY)])


class PatternForm(StoredForm):
    """A duty that comes back."""

    weekday = PickField(_l("Wochentag"))
    begins = MinuteField(_l("von"), validators=[InputRequired(NO_TIME)])
    ends = MinuteField(_l("bis"), validators=[InputRequired(NO_TIME)])
    base = PickField(
        _l("Beginnt und endet in"), description=_l("Von hier fährt die Person los, hierhin zurück.")
    )
    every_weeks = PickField(
        _l("Wie oft"),
        choices=offered([("1", _l("jede Woche")), ("2", _l("jede zweite Woche"))]),
        default="1",
    )
    valid_from = DayField(
        _l("Gilt ab"),
        description=_l("Bei „jede zweite Woche“ zählt diese Woche als erste."),
        validators=[InputRequired(NO_DAY)],
    )
    valid_until = DayField(_l("Gilt bis (leer: unbefristet)"))

    def to_pattern(self, registrar_id: int) -> Pattern:
        """Return what was typed as the action takes it."""
        stretch = Stretch(registrar_id, self.begins.data, self.ends.data, int(self.base.data))
        assert self.valid_from.data is not None
        return Pattern(
            stretch,
            int(self.weekday.data),
            self.valid_from.data,
            self.valid_until.data,
            int(self.every_weeks.data),
        )


class PlannedDayForm(StoredForm):
    """A day of one registrar, planned by hand."""

    how = RadioField(
        _l("An diesem Tag"),
        invalid_choice_message=NOT_OFFERED,
        validators=[InputRequired(_l("Bitte wählen Sie."))],
    )

    def to_stretches(self, registrar_id: int) -> list[Stretch] | None:
        """Return what was typed as the action takes it; None goes back to the patterns."""
        if self.how.data == "muster":
            return None
        if self.how.data == "frei":
            return []
        return [
            Stretch(
                registrar_id,
                self[f"begins_{number}"].data,
                self[f"ends_{number}"].data,
                int(self[f"base_{number}"].data),
            )
            for number in range(MOST_STRETCHES)
            if self[f"begins_{number}"].data is not None
        ]

    def validate_how(self, field: Field) -> None:
        """Check that what is to be worked is said in full."""
        if field.data != "anders":
            return
        names = [
            f"{end}_{number}" for end in ("begins", "ends") for number in range(MOST_STRETCHES)
        ]
        if not any(typed.strip() for name in names for typed in self[name].raw_data or []):
            raise ValidationError(
                _("Bitte geben Sie mindestens eine Zeit ein, oder wählen Sie „Frei“.")
            )


def _check_pair(form: PlannedDayForm, field: Field) -> None:
    """Refuse a stretch of which only the beginning or only the end is known."""
    if form.how.data != "anders":
        return
    number = field.name.rpartition("_")[2]
    others = [form[f"{name}_{number}"] for name in ("begins", "ends")]
    if field.data is None and any(other.data is not None for other in others):
        raise ValidationError(NO_TIME)


for _number in range(MOST_STRETCHES):
    setattr(PlannedDayForm, f"begins_{_number}", MinuteField(_l("von"), validators=[_check_pair]))
    setattr(PlannedDayForm, f"ends_{_number}", MinuteField(_l("bis"), validators=[_check_pair]))
    setattr(PlannedDayForm, f"base_{_number}", PickField(_l("Beginnt und endet in")))


class CeremonyLanguageForm(StoredForm):
    """In which language a couple marries."""

    spoken = PickField(
        _l("Getraut wird auf"),
        choices=offered([("", _l("Deutsch")), *LANGUAGE_WORDS.items()]),
        description=_l("Einteilen lassen sich dann nur Personen, die in dieser Sprache trauen."),
    )


class SwapForm(FlaskForm):
    """Two people who work each other's duties on a day."""

    day = DayField(_l("Tag"), validators=[InputRequired(NO_DAY)])
    one = PickField(_l("Wer"))
    other = PickField(_l("tauscht mit"))


class CoverageForm(StoredForm):
    """The last promised day of each class of weekdays."""

    def to_wish(self) -> dict[WeekdayClass, date | None]:
        """Return what was typed as the action takes it."""
        return {kind: self[kind.value].data for kind in WeekdayClass}


for _kind in WeekdayClass:
    setattr(CoverageForm, _kind.value, DayField(CLASS_WORDS[_kind]))
