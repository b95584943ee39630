"""What people type to sign in and to look after their account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.rules.passwords import LONGEST, SHORTEST


class SignInForm(FlaskForm):
    """Address and password."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Length(max=254, message=_l("Diese E-Mail-Adresse ist zu lang.")),
        ],
    )
    password = PasswordField(
        _l("Passwort"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihr Passwort ein.")),
            Length(max=LONGEST, message=_l("Ein Passwort hat höchstens 200 Zeichen.")),
        ],
    )
    weiter = HiddenField()


class ChoosePasswordForm(FlaskForm):
    """A new password, twice because nobody sees what they type."""

    new_password = PasswordField(
        _l("Neues Passwort"),
        description=_l(
            "Mindestens 12 Zeichen. Vier Wörter, die nicht zusammengehören, merken sich leicht."
        ),
        validators=[
            InputRequired(_l("Bitte wählen Sie ein Passwort.")),
            Length(
                min=SHORTEST,
                message=_l("Das Passwort ist zu kurz. Es braucht mindestens 12 Zeichen."),
            ),
            Length(
                max=LONGEST,
                message=_l("Das Passwort ist zu lang. Es darf höchstens 200 Zeichen haben."),
            ),
        ],
    )
    repeated = PasswordField(
        _l("Neues Passwort wiederholen"),
        validators=[
            EqualTo("new_password", _l("Die beiden Passwörter sind nicht gleich.")),
        ],
    )


class AcceptInvitationForm(ChoosePasswordForm):
    """The password of an invited person."""

    #: Only for the browser's store of passwords; nobody reads what comes back.
    email = StringField(_l("E-Mail-Adresse"), render_kw={"readonly": True})


class ChangePasswordForm(ChoosePasswordForm):
    """The present password and the new one."""

    password = PasswordField(
        _l("Bisheriges Passwort"),
        validators=[
            InputRequired(_l("Bitte geben Sie Ihr bisheriges Passwort ein.")),
            Length(max=LONGEST, message=_l("Ein Passwort hat höchstens 200 Zeichen.")),
        ],
    )
