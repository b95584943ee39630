"""What staff type while a couple is on the line."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    ValidationError,
    widgets,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.models import Channel, RegisterAt
from app.rules.reservations import NEEDS as KNOWN_NEEDS
from app.web.registry.forms import offered, tidy
from app.web.registry.words import NEEDS

MOST_GUESTS = 9999


class WishForm(FlaskForm):
    """What a caller asks for; it stands in the address, so it holds nothing personal."""

    class Meta:
        csrf = False

    wann = StringField(
        _l("Wann?"),
        description=_l("Tag, Monat oder Wochentag: 12.6., Juni 2027, sa juli vormittag"),
        validators=[Length(max=60, message=_l("Bitte kürzer: ein Tag oder ein Monat genügt."))],
    )
    gaeste = IntegerField(
        _l("Gäste"),
        validators=[
            Optional(),
            NumberRange(0, MOST_GUESTS, _l("Bitte geben Sie eine Zahl von 0 bis 9999 ein.")),
        ],
    )
    ort = SelectField(_l("Trauort"), choices=offered([("", _l("alle Trauorte"))]), default="")
    stufenlos = BooleanField(_l("stufenlos"))


class CallForm(FlaskForm):
    """What staff type while the couple is on the line or at the desk."""

    #: A slot's key; drawn as radio buttons beside the facts of each time.
    termin = IntegerField(
        _l("Termin"), validators=[InputRequired(_l("Bitte wählen Sie einen Termin aus der Liste."))]
    )
    person1_given = StringField(_l("Vorname, Person 1"))
    person1_family = StringField(_l("Nachname, Person 1"))
    person2_given = StringField(_l("Vorname, Person 2"))
    person2_family = StringField(_l("Nachname, Person 2"))
    guests = IntegerField(
        _l("Gäste, ohne das Paar"),
        validators=[
            InputRequired(_l("Bitte geben Sie an, wie viele Gäste kommen.")),
            NumberRange(0, MOST_GUESTS, _l("Bitte geben Sie eine Zahl von 0 bis 9999 ein.")),
        ],
    )
    needs = SelectMultipleField(
        _l("Was braucht das Paar am Tag?"),
        choices=offered(NEEDS.items()),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    needs_note = StringField(
        _l("Notiz dazu"),
        validators=[Length(max=200, message=_l("Die Notiz ist zu lang. 200 Zeichen passen."))],
    )
    reply = RadioField(
        _l("Nachricht kommt per"),
        choices=offered(
            [("email", _l("E-Mail")), ("letter", _l("Brief")), ("phone", _l("nur Telefon"))]
        ),
        default="email",
        validators=[InputRequired(_l("Bitte wählen Sie, wie das Paar Nachricht bekommt."))],
    )
    email = EmailField(_l("E-Mail-Adresse"))
    phone = TelField(_l("Telefon, für Rückfragen"))
    language = SelectField(
        _l("Sprache der Nachrichten"),
        choices=offered([("de", _l("Deutsch")), ("en", _l("Englisch"))]),
    )
    channel = SelectField(
        _l("Das Paar"),
        choices=offered([("phone", _l("ist am Telefon")), ("desk", _l("ist am Schalter"))]),
    )
    register_at = SelectField(
        _l("Anmeldung der Eheschließung"),
        choices=offered(
            [
                ("undecided", _l("noch offen")),
                ("here", _l("bei uns")),
                ("elsewhere", _l("bei einem anderen Standesamt")),
            ]
        ),
    )

    def validate_person1_given(self, field: Field) -> None:
        """Ask for each of the four names with its own sentence."""
        check_name(field, _l("Bitte geben Sie den Vornamen von Person 1 ein."))

    def validate_person1_family(self, field: Field) -> None:
        """As above."""
        check_name(field, _l("Bitte geben Sie den Nachnamen von Person 1 ein."))

    def validate_person2_given(self, field: Field) -> None:
        """As above."""
        check_name(field, _l("Bitte geben Sie den Vornamen von Person 2 ein."))

    def validate_person2_family(self, field: Field) -> None:
        """As above."""
        check_name(field, _l("Bitte geben Sie den Nachnamen von Person 2 ein."))

    def validate_email(self, field: Field) -> None:
        """Ask for an address if mail is wanted; one address, whatever else."""
        address = (field.data or "").strip()
        if not address and self.reply.data == "email":
            raise ValidationError(_l("Bitte geben Sie eine E-Mail-Adresse ein oder wählen Brief."))
        if address and not may_be_address(address):
            raise ValidationError(
                _l("Der E-Mail-Adresse fehlt ein Teil. Sie sieht so aus: name@beispiel.de")
            )

    def validate_phone(self, field: Field) -> None:
        """Ask for a number if that is the only way to reach the couple."""
        number = (field.data or "").strip()
        if not number and self.reply.data == "phone":
            raise ValidationError(_l("Bitte geben Sie eine Telefonnummer ein."))
        if len(number) > 40 or not all(sign.isdigit() or sign in "+-/() " for sign in number):
            raise ValidationError(_l("Bitte nur Ziffern, zum Beispiel 02041 55 01 84."))

    def to_answers(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        return {
            "person1_given": tidy(self.person1_given.data),
            "person1_family": tidy(self.person1_family.data),
            "person2_given": tidy(self.person2_given.data),
            "person2_family": tidy(self.person2_family.data),
            "email": tidy(self.email.data) or None,
            "phone": tidy(self.phone.data) or None,
            "guests": self.guests.data,
            "needs": [word for word in KNOWN_NEEDS if word in (self.needs.data or [])],
            "needs_note": tidy(self.needs_note.data) or None,
            "register_at": RegisterAt(self.register_at.data),
        }

    def to_channel(self) -> Channel:
        """Return how the couple reached us."""
        return Channel(self.channel.data)


def check_name(field: Field, missing: object) -> None:
    """Ask for a name, whatever names look like.

    Raises:
        ValidationError: there is none, or it is longer than any.
    """
    name = tidy(field.data)
    if not name:
        raise ValidationError(str(missing))
    if len(name) > 120:
        raise ValidationError(str(_l("Der Name ist zu lang. Höchstens 120 Zeichen passen.")))


def may_be_address(text: str) -> bool:
    """Answer whether this can be one e-mail address."""
    name, at, domain = text.partition("@")
    return (
        bool(name and at and domain)
        and len(text) <= 254
        and text.isprintable()
        and "@" not in domain
        and "." in domain.strip(".")
        and domain == domain.strip(".")
        and not any(sign in text for sign in ",;<>\"'()[]\\ ")
    )
