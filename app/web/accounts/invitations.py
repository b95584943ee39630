"""Accepting an invitation: looking changes nothing, choosing a password redeems it."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from app import clock
from app.actions import accounts
from app.actions.passwords import choose_password
from app.extensions import db
from app.models import Account
from app.queries.accounts import find_invited, password_context
from app.rules.refusals import LinkUsedUp, Refusal
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.accounts import bp
from app.web.accounts.answers import answer_refusal
from app.web.accounts.forms import AcceptInvitationForm
from app.web.security_log import SecurityEvent, note
from app.web.sessions import forget


@bp.route("/einladung/<secret>", methods=["GET", "POST"])
@open_to_all
def accept_invitation(secret: str) -> ResponseReturnValue:
    account = _find_account(secret)
    if account is None:
        note(SecurityEvent.INVITATION_REFUSED)
        return _discreet(render_template("accounts/_invitation_over.html"), 410)
    form = AcceptInvitationForm(email=account.email)
    page = "accounts/accept_invitation.html"
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _discreet(render_template(page, form=form, account=account), status)
    try:
        _accept(secret, account, form.new_password.data or "")
    except LinkUsedUp:
        note(SecurityEvent.INVITATION_REFUSED)
        return _discreet(render_template("accounts/_invitation_over.html"), 410)
    except Refusal as refusal:
        return _discreet(answer_refusal(refusal, page, form, account=_find_account(secret)))
    return _discreet(redirect(url_for("accounts.sign_in"), 303))


def _accept(secret: str, account: Account, password: str) -> None:
    account_id, now = account.id, clock.now()
    context = password_context(db.session(), account, now=now)
    chosen = choose_password(password, context=context)
    with transaction() as session:
        accounts.accept_invitation(session, secret, chosen, now=now)
    note(SecurityEvent.INVITATION_USED, account_id=account_id)
    forget()
    flash(_("Ihr Passwort ist gespeichert. Bitte melden Sie sich jetzt damit an."), "success")


def _find_account(secret: str) -> Account | None:
    invited = find_invited(db.session(), secret, now=clock.now())
    return invited[1] if invited else None


def _discreet(answer: ResponseReturnValue, status: int | None = None) -> Response:
    """Keep the secret in the address from travelling on as the referrer."""
    response: Response = make_response(answer) if status is None else make_response(answer, status)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
