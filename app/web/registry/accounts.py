"""Who may sign in: invite, change, close. For the head of the office."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions import accounts as actions
from app.extensions import db
from app.queries import accounts as queries
from app.queries.venues import list_venues
from app.rules.accounts import AccountState, state_of
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.account_forms import InviteForm, RoleForm, role_form_of
from app.web.roles import ROLE_NAMES
from app.web.security_log import SecurityEvent, note


@bp.get("/personen")
@requires(Permission.MANAGE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    listed = queries.list_accounts(db.session())
    return render_template("registry/accounts.html", listed=listed, roles=ROLE_NAMES)


@bp.route("/personen/neu", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def invite() -> ResponseReturnValue:
    form = InviteForm(venues=list_venues(db.session()))
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = actions.invite(
                    session, form.to_wish(), actor=the_actor(), now=clock.now()
                )
                account_id, name = account.id, account.name
        except Refusal as refusal:
            if _is_second_click(form.to_wish()):
                return _invited(form.to_wish().name)
            form.form_errors.append(sentence_for(refusal))
            status = 409
        else:
            note(SecurityEvent.ACCOUNT_INVITED, account_id=account_id, by=the_actor().account_id)
            return _invited(name)
    elif form.is_submitted():
        status = 422
    return render_template("registry/invite.html", form=form), status


def _invited(name: str) -> ResponseReturnValue:
    flash(_("Die Einladung an %(name)s ist unterwegs.", name=name), "success")
    return redirect(url_for("registry.accounts"), 303)


def _is_second_click(wish: actions.NewAccount) -> bool:
    """Answer whether this very person has been invited, and has not accepted yet."""
    known = queries.find_account_by_email(db.session(), wish.email)
    if known is None or state_of(known.password_hash, known.closed_at) is not AccountState.INVITED:
        return False
    venue_ids = frozenset(venue.id for venue in known.venues)
    return (known.name, known.role, venue_ids) == (wish.name, wish.role, wish.venue_ids)


@bp.route("/personen/<int:account_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def account(account_id: int) -> ResponseReturnValue:
    shown = queries.get_account(db.session(), account_id)
    form = role_form_of(shown, list_venues(db.session()))
    if not form.validate_on_submit():
        return _page(form, account_id, 422 if form.is_submitted() else 200)
    try:
        with transaction() as session:
            actions.change_account(
                session,
                the_actor(),
                account_id,
                role=form.chosen_role,
                venue_ids=form.chosen_venue_ids,
                now=clock.now(),
            )
    except Refusal as refusal:
        form.form_errors.append(sentence_for(refusal))
        return _page(form, account_id, 409)
    return _done(
        SecurityEvent.ACCOUNT_CHANGED, account_id, _("Die Änderung gilt ab dem nächsten Klick.")
    )


@bp.post("/personen/<int:account_id>/einladen")
@requires(Permission.MANAGE_ACCOUNTS)
def invite_again(account_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            actions.invite_again(session, the_actor(), account_id, now=clock.now())
    except Refusal as refusal:
        return _refused(refusal, account_id)
    return _done(SecurityEvent.ACCOUNT_INVITED, account_id, _("Ein neuer Link ist unterwegs."))


@bp.post("/personen/<int:account_id>/schliessen")
@requires(Permission.MANAGE_ACCOUNTS)
def close_account(account_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            actions.close_account(session, the_actor(), account_id, now=clock.now())
    except Refusal as refusal:
        return _refused(refusal, account_id)
    return _done(
        SecurityEvent.ACCOUNT_CLOSED,
        account_id,
        _("Das Konto ist geschlossen, alle seine Geräte sind abgemeldet."),
    )


@bp.post("/personen/<int:account_id>/oeffnen")
@requires(Permission.MANAGE_ACCOUNTS)
def reopen_account(account_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.reopen_account(session, the_actor(), account_id, now=clock.now())
    return _done(SecurityEvent.ACCOUNT_REOPENED, account_id, _("Das Konto ist wieder offen."))


def _page(form: RoleForm, account_id: int, status: int) -> ResponseReturnValue:
    shown = queries.get_account(db.session(), account_id)
    return render_template(
        "registry/account.html",
        form=form,
        account=shown,
        state=state_of(shown.password_hash, shown.closed_at),
    ), status


def _refused(refusal: Refusal, account_id: int) -> ResponseReturnValue:
    shown = queries.get_account(db.session(), account_id)
    form = role_form_of(shown, list_venues(db.session()), formdata=None)
    form.form_errors.append(sentence_for(refusal))
    return _page(form, account_id, 409)


def _done(event: SecurityEvent, account_id: int, sentence: str) -> ResponseReturnValue:
    note(event, account_id=account_id, by=the_actor().account_id)
    flash(sentence, "success")
    return redirect(url_for("registry.account", account_id=account_id), 303)
