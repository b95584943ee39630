"""One's own account: data, signed-in browsers, password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app import clock
from app.actions import accounts, sessions
from app.actions.passwords import choose_password, known_of
from app.extensions import db
from app.queries.accounts import get_account, list_account_sessions, password_context
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires_sign_in, the_actor
from app.web.accounts import bp
from app.web.accounts.answers import answer_refusal
from app.web.accounts.forms import ChangePasswordForm
from app.web.accounts.trying import try_password
from app.web.roles import ROLE_NAMES
from app.web.security_log import SecurityEvent, note


@bp.get("/konto")
@requires_sign_in
def own_account() -> ResponseReturnValue:
    account = get_account(db.session(), the_actor().account_id)
    return render_template(
        "accounts/own_account.html",
        account=account,
        roles=ROLE_NAMES,
        sessions=list_account_sessions(db.session(), account.id, now=clock.now()),
        this_session_id=current_user.session_id,
    )


@bp.route("/konto/passwort", methods=["GET", "POST"])
@requires_sign_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    status = 200
    if form.validate_on_submit():
        try:
            _change_password(form.password.data or "", form.new_password.data or "")
        except Refusal as refusal:
            return answer_refusal(refusal, "accounts/change_password.html", form)
        flash(_("Ihr Passwort ist geändert. Andere Geräte müssen sich neu anmelden."), "success")
        return redirect(url_for("accounts.own_account"), 303)
    if form.is_submitted():
        status = 422
    return render_template("accounts/change_password.html", form=form), status


@bp.post("/konto/sitzungen/<int:session_id>/beenden")
@requires_sign_in
def end_session(session_id: int) -> ResponseReturnValue:
    actor = the_actor()
    with transaction() as session:
        sessions.end_session(session, actor, session_id, now=clock.now())
    note(SecurityEvent.SESSION_ENDED, account_id=actor.account_id)
    flash(_("Das Gerät ist abgemeldet."), "success")
    return redirect(url_for("accounts.own_account"), 303)


@bp.post("/konto/sitzungen/beenden")
@requires_sign_in
def end_other_sessions() -> ResponseReturnValue:
    actor, keep = the_actor(), current_user.session_id
    with transaction() as session:
        number = sessions.end_sessions(
            session, actor.account_id, actor=actor, now=clock.now(), except_id=keep
        )
    note(SecurityEvent.SESSION_ENDED, account_id=actor.account_id)
    flash(
        ngettext("%(num)d Gerät ist abgemeldet.", "%(num)d Geräte sind abgemeldet.", number),
        "success",
    )
    return redirect(url_for("accounts.own_account"), 303)


def _change_password(password: str, new_password: str) -> None:
    actor, now = the_actor(), clock.now()
    account = get_account(db.session(), actor.account_id)
    context = password_context(db.session(), account, now=now)
    proof = try_password(known_of(account), account.email, password)
    chosen = choose_password(new_password, context=context)
    with transaction() as session:
        accounts.change_password(
            session, actor, proof, chosen, keep_session_id=current_user.session_id, now=now
        )
    note(SecurityEvent.PASSWORD_CHANGED, account_id=actor.account_id)
