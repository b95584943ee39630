"""What staff type while a couple is on the line; the answers obey the rules of all others."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, ValidationError
from wtforms.validators import StopValidation

from app.models import Channel, RegistrationPlace
from app.rules.reservations import NEEDS as KNOWN_NEEDS
from app.rules.search import MOST_GUESTS
from app.web.registry.forms import PickField, offered
from app.web.typed import (
    Answered,
    AtMost,
    ChecksField,
    CountField,
    EmailLine,
    LineField,
    Offered,
    OneAnswer,
    PhoneLine,
    a_name,
    a_phone_number,
    an_email_address,
    if_given,
    readable,
)
from app.web.words import NEEDS_WORDS

_GUESTS = _l("Bitte geben Sie eine Zahl von 0 bis 9999 ein.")
REPLIES = {"email": _l("E-Mail"), "letter": _l("Ausdruck oder Brief"), "phone": _l("nur Telefon")}


class Needed:
    """Refuse an empty field if the couple chose to be reached this way."""

    def __init__(self, reply: str, sentence: Any) -> None:
        self.reply = reply
        self.sentence = sentence

    def __call__(self, form: CallForm, field: LineField) -> None:
        """Check."""
        if not field.data and form.reply.data == self.reply:
            raise StopValidation(self.sentence)


def _check_guests(field: CountField) -> None:
    typed = (field.raw_data or [""])[0]
    if typed and (field.data is None or not 0 <= field.data <= MOST_GUESTS):
        raise ValidationError(_GUESTS)


def _name(label: object, missing: object) -> LineField:
    too_long = _l("Der Name ist zu lang. Höchstens 120 Zeichen passen.")
    checks = [OneAnswer(), Answered(missing), readable, a_name, AtMost(120, too_long)]
    return LineField(label, validators=checks)


class WishForm(FlaskForm):
    """What a caller asks for; it stands in the address, so it holds nothing personal."""

    class Meta:
        csrf = False

    wann = LineField(
        _l("Wann?"),
        description=_l("Tag, Monat oder Wochentag: 12.6., Juni 2027, sa juli vormittag"),
        validators=[AtMost(60, _l("Bitte kürzer: ein Tag oder ein Monat genügt."))],
    )
    gaeste = CountField(_l("Gäste"))
    ort = PickField(_l("Trauort"), choices=offered([("", _l("alle Trauorte"))]), default="")
    stufenlos = BooleanField(_l("stufenlos"))

    @property
    def key(self) -> str:
        """Everything that was asked for, to tell a changed wish from the one that was answered."""
        return "|".join(
            str(field.data or "") for field in (self.wann, self.gaeste, self.ort, self.stufenlos)
        )

    def validate_gaeste(self, field: CountField) -> None:
        """Refuse a number that no ceremony can have."""
        _check_guests(field)


class CallForm(FlaskForm):
    """What staff type while the couple is on the line or at the desk."""

    #: A slot's key; drawn as radio buttons beside the facts of each time.
    termin = CountField(
        _l("Termin"), validators=[Answered(_l("Bitte wählen Sie einen Termin aus der Liste."))]
    )
    person1_given = _name(
        _l("Vorname, Person 1"), _l("Bitte geben Sie den Vornamen von Person 1 ein.")
    )
    person1_family = _name(
        _l("Familienname, Person 1"), _l("Bitte geben Sie den Familiennamen von Person 1 ein.")
    )
    person2_given = _name(
        _l("Vorname, Person 2"), _l("Bitte geben Sie den Vornamen von Person 2 ein.")
    )
    person2_family = _name(
        _l("Familienname, Person 2"), _l("Bitte geben Sie den Familiennamen von Person 2 ein.")
    )
    guests = CountField(_l("Gäste, ohne das Paar"), validators=[OneAnswer()])
    needs = ChecksField(
        _l("Was braucht das Paar am Tag?"),
        choices=offered(NEEDS_WORDS.items()),
        validate_choice=False,
        validators=[Offered(list(NEEDS_WORDS))],
    )
    needs_note = LineField(
        _l("Notiz dazu"),
        validators=[
            OneAnswer(),
            if_given,
            readable,
            AtMost(200, _l("Die Notiz ist zu lang. Höchstens 200 Zeichen passen.")),
        ],
    )
    reply = RadioField(
        _l("Nachricht kommt per"),
        description=_l(
            "Für einen Brief drucken Sie die nächste Seite. Die Anschrift speichern wir nicht."
        ),
        choices=offered(REPLIES.items()),
        default="email",
        validate_choice=False,
        validators=[
            Offered(list(REPLIES)),
            Answered(_l("Bitte wählen Sie, wie das Paar Nachricht bekommt.")),
        ],
    )
    email = EmailLine(
        _l("E-Mail-Adresse"),
        validators=[
            OneAnswer(),
            Needed(
                "email",
                _l(
                    "Bitte geben Sie eine E-Mail-Adresse ein oder wählen Sie „Ausdruck oder Brief“."
                ),
            ),
            if_given,
            readable,
            an_email_address,
        ],
    )
    phone = PhoneLine(
        _l("Telefon, für Rückfragen"),
        validators=[
            OneAnswer(),
            Needed("phone", _l("Bitte geben Sie eine Telefonnummer ein.")),
            if_given,
            readable,
            AtMost(40, _l("Diese Telefonnummer ist zu lang.")),
            a_phone_number,
        ],
    )
    language = PickField(
        _l("Sprache der Nachrichten"),
        choices=offered([("de", _l("Deutsch")), ("en", _l("Englisch"))]),
        default="de",
    )
    channel = PickField(
        _l("Das Paar"),
        choices=offered([("phone", _l("ist am Telefon")), ("desk", _l("ist am Schalter"))]),
        default="phone",
    )
    approve = BooleanField(_l("Gleich zusagen, der Tag wird dabei ganz geprüft"))
    registration_place = PickField(
        _l("Anmeldung der Eheschließung"),
        choices=offered(
            [
                ("undecided", _l("noch offen")),
                ("here", _l("bei uns")),
                ("elsewhere", _l("bei einem anderen Standesamt")),
            ]
        ),
        default="undecided",
    )

    def validate_guests(self, field: CountField) -> None:
        """Ask for a number that a ceremony can have; what fits is the rules' business."""
        _check_guests(field)
        if field.data is None:
            raise ValidationError(_l("Bitte geben Sie an, wie viele Gäste kommen."))

    def to_answers(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        names = ("person1_given", "person1_family", "person2_given", "person2_family")
        return {
            **{name: self[name].data for name in names},
            "email": self.email.data or None,
            "phone": self.phone.data or None,
            "guests": self.guests.data,
            "needs": [word for word in KNOWN_NEEDS if word in (self.needs.data or [])],
            "needs_note": self.needs_note.data or None,
            "registration_place": RegistrationPlace(self.registration_place.data),
        }

    def to_channel(self) -> Channel:
        """Return how the couple reached us."""
        return Channel(self.channel.data)
