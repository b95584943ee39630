"""The office's policies: one form, what a change touches, and what is stored for later."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.actions.settings import Change, change_policies, plan_change, preview_change
from app.extensions import db
from app.queries.office import list_changes_after
from app.rules.permissions import Permission
from app.rules.refusals import ImpossiblePolicy
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.filters import medium_date
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.settings.forms import SettingsForm
from app.web.registry.settings.words import changed_in_words


@bp.route("/einstellungen", methods=["GET", "POST"])
@requires(Permission.CHANGE_SETTINGS)
def settings() -> ResponseReturnValue:
    form = SettingsForm.of(todays_policies(), clock.today())
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        if request.form.get("schritt") != "speichern":
            return _page(form, _plan(db.session(), form))
        with transaction() as session:
            change = change_policies(session, actor=the_actor(), **_wanted(form))
    except ImpossiblePolicy as refusal:
        form[refusal.name].errors = [sentence_for(refusal)]
        return _page(form), 409
    if change.names:
        flash(_("Gespeichert. Gilt ab %(day)s.", day=medium_date(change.valid_from)), "success")
    else:
        flash(_("Es war nichts zu ändern."))
    return redirect(url_for(".settings"), 303)


def _wanted(form: SettingsForm) -> dict[str, Any]:
    return {
        "changes": form.to_changes(),
        "valid_from": form.valid_from.data,
        "now": clock.now(),
    }


def _plan(session: Session, form: SettingsForm) -> Change:
    return plan_change(session, **_wanted(form))


def _page(form: SettingsForm, change: Change | None = None) -> str:
    session, now = db.session(), clock.now()
    return render_template(
        "registry/settings.html",
        form=form,
        change=change,
        changed=[changed_in_words(form, change, name) for name in change.names] if change else [],
        touched=preview_change(session, change, now=now) if change and change.names else None,
        later=list_changes_after(session, clock.today()),
    )
