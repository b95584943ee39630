"""What a couple types: three short steps, six required fields, and what follows later."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.mail.words import CANCEL_REASON_WORDS
from app.models import RegistrationPlace
from app.rules.reservations import CancelReason, reference_from
from app.web.typed import (
    LONGEST_EMAIL,
    Answered,
    AtMost,
    ChecksField,
    CountField,
    EmailLine,
    LineField,
    Offered,
    OneAnswer,
    PhoneLine,
    TextField,
    a_name,
    a_phone_number,
    an_email_address,
    if_given,
    readable,
)
from app.web.words import NEEDS_WORDS, REGISTRATION_PLACE_WORDS

LONGEST_NAME, LONGEST_PHONE, LONGEST_NOTE = 120, 40, 200

_TOO_LONG = _l("Das ist zu lang. Hier passen %(signs)s Zeichen hin.", signs=LONGEST_NAME)


def _name(label: object, missing: object) -> LineField:
    return LineField(
        label,
        validators=[
            OneAnswer(),
            Answered(missing),
            readable,
            a_name,
            AtMost(LONGEST_NAME, _TOO_LONG),
        ],
    )


class StepForm(FlaskForm):
    """One step; its fields are named as the answers of the reservation."""

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed, by the name of the answer."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}

    @property
    def right_answers(self) -> dict[str, Any]:
        """What was typed without a mistake so far; the rest of the form may still be empty."""
        if not self.is_submitted():
            return {}
        self.validate()
        return {
            name: value for name, value in self.answers.items() if not self._fields[name].errors
        }


class CoupleForm(StepForm):
    """Who marries."""

    person1_given = _name(_l("Vorname"), _l("Bitte geben Sie den Vornamen von Person 1 ein."))
    person1_family = _name(
        _l("Familienname"), _l("Bitte geben Sie den Familiennamen von Person 1 ein.")
    )
    person2_given = _name(_l("Vorname"), _l("Bitte geben Sie den Vornamen von Person 2 ein."))
    person2_family = _name(
        _l("Familienname"), _l("Bitte geben Sie den Familiennamen von Person 2 ein.")
    )


class ContactForm(StepForm):
    """Where we can reach them."""

    email = EmailLine(
        _l("E-Mail-Adresse"),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie eine E-Mail-Adresse ein.")),
            readable,
            an_email_address,
        ],
    )
    phone = PhoneLine(
        _l("Telefon, wenn Sie möchten"),
        validators=[
            OneAnswer(),
            if_given,
            readable,
            AtMost(LONGEST_PHONE, _l("Diese Telefonnummer ist zu lang.")),
            a_phone_number,
        ],
    )


class CeremonyForm(StepForm):
    """How the day should be."""

    guests = CountField(
        _l("Gäste, ohne Sie beide"),
        description=_l("Kinder zählen mit. Kommt niemand, schreiben Sie 0."),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie die Zahl der Gäste ein, zum Beispiel 20.")),
        ],
    )
    needs = ChecksField(
        _l("Was brauchen Sie oder Ihre Gäste?"),
        description=_l("Bitte nennen Sie keine Krankheiten."),
        choices=[SelectChoice(need, words) for need, words in NEEDS_WORDS.items()],
        validate_choice=False,
        validators=[Offered(list(NEEDS_WORDS))],
    )
    needs_note = TextField(
        _l("Noch etwas dazu, wenn Sie möchten"),
        description=_l("Höchstens 200 Zeichen."),
        validators=[
            OneAnswer(),
            if_given,
            readable,
            AtMost(LONGEST_NOTE, _l("Bitte schreiben Sie höchstens 200 Zeichen.")),
        ],
    )
    registration_place = RadioField(
        _l("Wo melden Sie die Eheschließung an, wenn Sie es schon wissen?"),
        choices=[
            SelectChoice(place.value, words) for place, words in REGISTRATION_PLACE_WORDS.items()
        ],
        validate_choice=False,
        validators=[OneAnswer(), Offered([place.value for place in RegistrationPlace])],
    )

    def validate_guests(self, field: CountField) -> None:
        """Refuse a number that no ceremony can have; what fits is the rules' business."""
        if field.data is not None and field.data < 0:
            raise ValidationError(_l("Weniger als 0 Gäste geht nicht."))

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed, by the name of the answer."""
        place = self.registration_place.data
        return {
            **super().answers,
            "needs": sorted(set(self.needs.data or [])),
            "registration_place": RegistrationPlace(place) if place else None,
        }


#: The form of each step, by the last part of its address.
STEP_FORMS: dict[str, type[StepForm]] = {
    "sie-beide": CoupleForm,
    "kontakt": ContactForm,
    "trauung": CeremonyForm,
}


class CheckForm(FlaskForm):
    """The button that reserves."""


class CancelForm(FlaskForm):
    """Why it is cancelled, if the couple wants to say so."""

    reason = RadioField(
        _l("Warum sagen Sie ab? Das müssen Sie nicht sagen."),
        choices=[SelectChoice(reason, words) for reason, words in CANCEL_REASON_WORDS.items()],
        validate_choice=False,
        validators=[OneAnswer(), Offered(list(CANCEL_REASON_WORDS))],
    )

    @property
    def chosen(self) -> CancelReason | None:
        """The reason, if one was chosen."""
        return CancelReason(self.reason.data) if self.reason.data else None


class FindForm(FlaskForm):
    """What somebody still knows of a reservation."""

    wanted = LineField(
        _l("Reservierungsnummer oder E-Mail-Adresse"),
        description=_l("Die Nummer sieht zum Beispiel so aus: TK-7Q4M-29XD"),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie Ihre Reservierungsnummer oder E-Mail-Adresse ein.")),
            readable,
            AtMost(LONGEST_EMAIL, _l("Das ist zu lang für eine Nummer oder Adresse.")),
        ],
    )

    def validate_wanted(self, field: LineField) -> None:
        """Refuse what is neither; whether there is such a reservation is not told."""
        if "@" in (field.data or ""):
            an_email_address(self, field)
        elif reference_from(field.data or "") is None:
            raise ValidationError(
                _l(
                    "Das ist keine Reservierungsnummer und keine E-Mail-Adresse. "
                    "Die Nummer hat nach TK acht Zeichen."
                )
            )
