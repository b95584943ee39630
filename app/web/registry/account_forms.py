"""What the head of office types about other people's accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.actions.accounts import NewAccount
from app.models import Account, Venue
from app.rules.permissions import Role
from app.web.typed import (
    NOT_OFFERED,
    Answered,
    AtMost,
    EmailLine,
    LineField,
    OneAnswer,
    an_email_address,
    readable,
)

ROLES = {
    Role.STAFF: _l("Standesamt: freigeben, zusagen, für Anrufende reservieren"),
    Role.HEAD: _l("Leitung: dasselbe, dazu Personen und Einstellungen"),
    Role.OPERATOR: _l("Betreiber: Termine der gewählten Trauorte"),
}


def _role_field() -> RadioField:
    return RadioField(
        _l("Rolle"),
        choices=[SelectChoice(role.value, label) for role, label in ROLES.items()],
        invalid_choice_message=NOT_OFFERED,
        validators=[InputRequired(_l("Bitte wählen Sie eine Rolle."))],
    )


def _venues_field() -> SelectMultipleField:
    return SelectMultipleField(
        _l("Trauorte"),
        description=_l("Nur für die Rolle Betreiber."),
        coerce=int,
        invalid_value_message=NOT_OFFERED,
        invalid_choice_message=NOT_OFFERED,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class RoleForm(FlaskForm):
    """What an account may do, and where."""

    role = _role_field()
    venues = _venues_field()

    def __init__(self, *args: Any, venues: Iterable[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Values are compared after coerce, so a number here; it is written as text.
        self.venues.choices = [SelectChoice(venue.id, venue.name) for venue in venues]

    def validate_venues(self, field: Field) -> None:
        """Check that an operator has somewhere to operate."""
        if self.role.data == Role.OPERATOR and not field.data:
            raise ValidationError(_("Bitte wählen Sie mindestens einen Trauort."))

    @property
    def chosen_role(self) -> Role:
        """The role that was chosen."""
        return Role(self.role.data)

    @property
    def chosen_venue_ids(self) -> frozenset[int]:
        """The venues that were chosen."""
        return frozenset(self.venues.data or ())


class InviteForm(RoleForm):
    """Who is to get an account."""

    name = LineField(
        _l("Name"),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie einen Namen ein.")),
            readable,
            AtMost(120, _l("Ein Name hat höchstens 120 Zeichen.")),
        ],
    )
    email = EmailLine(
        _l("E-Mail-Adresse"),
        description=_l("Dorthin senden wir den Link, mit dem die Person ihr Passwort wählt."),
        validators=[
            OneAnswer(),
            Answered(_l("Bitte geben Sie eine E-Mail-Adresse ein.")),
            readable,
            an_email_address,
        ],
    )
    # Once more: fields, and so the lines of the error summary, stand in the order of their making.
    role = _role_field()
    venues = _venues_field()

    def validate_name(self, field: Field) -> None:
        """Check that all of the name can be read."""
        if not field.data.isprintable():
            raise ValidationError(_("Der Name enthält Zeichen, die niemand sieht."))

    def validate_email(self, field: Field) -> None:
        """Check that our mails can go to it."""
        if "'" in field.data:
            raise ValidationError(
                _(
                    "Der E-Mail-Adresse fehlt ein Teil. "
                    "Sie sieht zum Beispiel so aus: name@beispiel.de"
                )
            )

    def to_wish(self) -> NewAccount:
        """Return what was typed as the action takes it."""
        return NewAccount(
            email=self.email.data or "",
            name=self.name.data or "",
            role=self.chosen_role,
            venue_ids=self.chosen_venue_ids,
        )


def role_form_of(account: Account, venues: Iterable[Venue], **kwargs: Any) -> RoleForm:
    """Return the form filled in with what an account may do now."""
    now = {"role": account.role.value, "venues": [venue.id for venue in account.venues]}
    return RoleForm(data=now, venues=venues, **kwargs)
