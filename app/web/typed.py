"""Fields and validators for what people type, with our sentences instead of WTForms'."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    Field,
    Form,
    IntegerField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.rules.answers import UNREADABLE, clean_line, clean_text, count_digits, is_name, is_readable

Validator = Callable[[Form, Field], None]

LONGEST_EMAIL = 254
NOT_OFFERED = _l("Bitte wählen Sie aus der Liste.")


class LineField(StringField):
    """One line, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value."""
        if valuelist:
            self.data = clean_line(valuelist[0])


class EmailLine(LineField, EmailField):
    """An e-mail address, cleaned."""


class PhoneLine(LineField, TelField):
    """A telephone number, cleaned."""


class TextField(TextAreaField):
    """Several lines, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value."""
        if valuelist:
            self.data = clean_text(valuelist[0])


class CountField(IntegerField):
    """How many: figures and nothing else."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the figures; what is none stays None and is shown again as typed."""
        if valuelist:
            self.raw_data = [clean_line(value) for value in valuelist]
            typed = self.raw_data[0]
            self.data = int(typed) if re.fullmatch(r"-?[0-9]{1,30}", typed) else None


class ChecksField(SelectMultipleField):
    """Checkboxes side by side."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OneAnswer:
    """Refuse a field that was sent twice: nobody knows which one was meant."""

    def __call__(self, form: Form, field: Field) -> None:
        """Check."""
        if len(field.raw_data or []) > 1:
            raise StopValidation(_l("Bitte geben Sie hier nur eine Angabe ein."))


class Answered:
    """Refuse an empty field."""

    #: What WTForms sets on the control, so that browsers ask as well.
    field_flags: dict[str, Any] = {"required": True}

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Check."""
        if field.data is None or field.data == "":
            raise StopValidation(self.sentence)


class AtMost:
    """Refuse more signs than fit."""

    def __init__(self, signs: int, sentence: Any) -> None:
        self.signs = signs
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        """Check."""
        if len(field.data or "") > self.signs:
            raise StopValidation(self.sentence)


class Offered:
    """Refuse a choice that is not offered; none is fine."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = frozenset(words)

    def __call__(self, form: Form, field: Field) -> None:
        """Check; what is not offered is not shown again either."""
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if not {str(word) for word in chosen if word is not None} <= self.words:
            field.data = [] if isinstance(field.data, list) else None
            raise StopValidation(NOT_OFFERED)


def readable(form: Form, field: Field) -> None:
    """Refuse signs that cannot be read."""
    if not is_readable(field.data or ""):
        raise StopValidation(
            _l(
                "Hier steht ein Zeichen, das wir nicht lesen können. "
                "Es ist mit %(sign)s gekennzeichnet.",
                sign=UNREADABLE,
            )
        )


def a_name(form: Form, field: Field) -> None:
    """Refuse what cannot be a name."""
    if not is_name(field.data or ""):
        raise StopValidation(_l("Ein Name besteht aus Buchstaben."))


def an_email_address(form: Form, field: Field) -> None:
    """Refuse what is not exactly one address; an address with umlauts gets its ASCII form."""
    typed = field.data or ""
    if typed.count("@") > 1 or re.search(r"[,;]", typed) or re.search(r"@\S*\s+\S", typed):
        raise StopValidation(_l("Bitte geben Sie nur eine E-Mail-Adresse ein."))
    if len(typed) > LONGEST_EMAIL:
        raise StopValidation(_l("Diese E-Mail-Adresse ist zu lang."))
    if not typed.rpartition("@")[0].isascii():
        raise StopValidation(
            _l(
                "An diese Adresse können wir nicht schreiben: "
                "Vor dem @ stehen Umlaute oder andere besondere Buchstaben."
            )
        )
    try:
        address = validate_email(
            typed, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        raise StopValidation(
            _l("Der E-Mail-Adresse fehlt ein Teil. Sie sieht zum Beispiel so aus: name@beispiel.de")
        ) from None
    if address.ascii_email is None or len(address.ascii_email) > LONGEST_EMAIL:
        raise StopValidation(_l("Diese E-Mail-Adresse ist zu lang."))
    field.data = address.ascii_email


def as_stored(typed: str) -> str:
    """Return an address as we keep it, its domain in ASCII; anything else as it was typed."""
    try:
        address = validate_email(typed, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return typed
    return address.ascii_email or typed


def a_phone_number(form: Form, field: Field) -> None:
    """Refuse what has too few digits to be called; how it is written does not matter."""
    if "@" in (field.data or ""):
        raise StopValidation(
            _l("Hier steht eine E-Mail-Adresse. Bitte geben Sie eine Telefonnummer ein.")
        )
    if count_digits(field.data or "") < 5:
        raise StopValidation(
            _l("Der Telefonnummer fehlen Ziffern. Sie sieht zum Beispiel so aus: 02041 000 00")
        )


def if_given(form: Form, field: Field) -> None:
    """Stop without a complaint if the field is empty."""
    if not field.data:
        field.data = None
        raise StopValidation
