"""Signing in and out."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions import sessions
from app.actions.passwords import find_known
from app.extensions import db
from app.queries.accounts import get_account
from app.queries.venues import list_venues
from app.rules.permissions import Role
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import current_actor, open_to_all
from app.web.accounts import bp
from app.web.accounts.answers import answer_refusal
from app.web.accounts.forms import SignInForm
from app.web.accounts.trying import try_password
from app.web.drawings import has_drawing
from app.web.security_log import SecurityEvent, note
from app.web.sessions import carry, forget, secret_of_browser
from app.web.way_back import own_page

#: Where each role works.
HOMES = {Role.HEAD: "/amt/", Role.STAFF: "/amt/", Role.OPERATOR: "/betrieb/"}


@bp.route("/anmelden", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    actor = current_actor()
    if request.method == "GET" and actor is not None:
        return redirect(way_from_here(actor.role, request.args.get("weiter")))
    form = SignInForm(weiter=own_page(request.args.get("weiter")))
    status = 200
    if form.validate_on_submit():
        try:
            role = _sign_in(form.email.data or "", form.password.data or "")
        except Refusal as refusal:
            return answer_refusal(refusal, "accounts/sign_in.html", form, drawings=_drawings())
        return redirect(way_from_here(role, form.weiter.data), 303)
    if form.is_submitted():
        status = 422
    return render_template("accounts/sign_in.html", form=form, drawings=_drawings()), status


@bp.post("/abmelden")
@open_to_all
def sign_out() -> ResponseReturnValue:
    secret, actor = secret_of_browser(), current_actor()
    if secret is not None:
        with transaction() as session:
            sessions.sign_out(session, secret, now=clock.now())
    if actor is not None:
        note(SecurityEvent.SIGNED_OUT, account_id=actor.account_id)
    forget()
    flash(_("Sie sind abgemeldet."), "success")
    response = make_response(redirect(url_for("accounts.sign_in"), 303))
    # What was on the screen must not come back with the browser's "back".
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def way_from_here(role: Role, target: str | None) -> str:
    """Return where to go after signing in: back to one's own pages, or to where the role works."""
    page, home = own_page(target), HOMES[role]
    return page if page and page.startswith((home, "/konto")) else home


def _drawings() -> list[str]:
    """Return drawings of four of our venues, for the picture above the form."""
    names = [venue.drawing for venue in list_venues(db.session()) if venue.drawing]
    return [name for name in names if has_drawing(name)][:4]


def _sign_in(email: str, password: str) -> Role:
    """Prove who it is, then begin a session; a second factor will stand between the two."""
    proof = try_password(find_known(db.session(), email), email, password)
    before = secret_of_browser()
    with transaction() as session:
        if before is not None:
            sessions.sign_out(session, before, now=clock.now())
        secret = sessions.sign_in(session, proof, now=clock.now())
        role = get_account(session, proof.account_id).role
    carry(secret)
    note(SecurityEvent.SIGN_IN_OK, account_id=proof.account_id)
    return role
