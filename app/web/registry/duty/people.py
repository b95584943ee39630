"""The registrars: list, new, one, changed, retired."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions import registrars as actions
from app.extensions import db
from app.models import Registrar
from app.queries.accounts import list_accounts
from app.queries.duties import get_registrar, list_registrars
from app.queries.places import list_cut_off
from app.queries.shifts import (
    count_patterns,
    list_absences,
    list_patterns_of,
    list_planned_days,
)
from app.queries.venues import list_venues
from app.rules.permissions import Permission, Role
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.filters import medium_date
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.forms import LastDayForm, RegistrarForm, typed_of
from app.web.registry.duty.stored import check_still_shown


@bp.get("/dienste/personen")
@requires(Permission.PLAN_DUTIES)
def duties_people() -> ResponseReturnValue:
    session, today = db.session(), clock.today()
    everybody = list_registrars(session)
    return render_template(
        "registry/duties_people.html",
        people=[one for one in everybody if not _is_gone(one)],
        gone=[one for one in everybody if _is_gone(one)],
        patterns=count_patterns(session, today),
    )


@bp.route("/dienste/personen/neu", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_person_new() -> ResponseReturnValue:
    form = _form(None)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                registrar = actions.add_registrar(
                    session, form.to_wish(), actor=the_actor(), now=clock.now()
                )
                registrar_id, name = registrar.id, registrar.name
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 409
        else:
            flash(_("%(name)s ist eingetragen. Es fehlen noch die Dienste.", name=name), "success")
            return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template("registry/duties_person_new.html", form=form), status


@bp.get("/dienste/personen/<int:registrar_id>")
@requires(Permission.PLAN_DUTIES)
def duties_person(registrar_id: int) -> ResponseReturnValue:
    return _sheet(registrar_of(registrar_id), LastDayForm(formdata=None))


@bp.route("/dienste/personen/<int:registrar_id>/bearbeiten", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_person_edit(registrar_id: int) -> ResponseReturnValue:
    form = _form(registrar_of(registrar_id))
    if not form.validate_on_submit():
        return _edit(registrar_id, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            check_still_shown(session, lambda: _form(registrar_of(registrar_id)))
            actions.change_registrar(
                session, registrar_id, form.to_wish(), actor=the_actor(), now=clock.now()
            )
    except Refusal as refusal:
        return _edit(registrar_id, form, put_refusal(form, refusal)), 409
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)


@bp.post("/dienste/personen/<int:registrar_id>/ausscheiden")
@requires(Permission.PLAN_DUTIES)
def duties_person_retire(registrar_id: int) -> ResponseReturnValue:
    registrar_of(registrar_id)
    form = LastDayForm()
    if not form.validate():
        return _sheet(registrar_of(registrar_id), form), 422
    last_on = form.last_on.data
    assert last_on is not None
    try:
        with transaction() as session:
            actions.retire_registrar(
                session, registrar_id, last_on, actor=the_actor(), now=clock.now()
            )
    except Refusal as refusal:
        cases = put_refusal(form, refusal)
        return _sheet(registrar_of(registrar_id), form, cases), 409
    flash(_("Der letzte Tag ist der %(day)s.", day=medium_date(last_on)), "success")
    return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)


def registrar_of(registrar_id: int) -> Registrar:
    """Return the registrar of an address.

    Raises:
        NotFound: there is none.
    """
    return get_registrar(db.session(), registrar_id)


def _is_gone(registrar: Registrar) -> bool:
    return registrar.valid_until is not None and registrar.valid_until < clock.today()


def _form(registrar: Registrar | None) -> RegistrarForm:
    session = db.session()
    form = RegistrarForm(data=typed_of(registrar) if registrar else {"languages": []})
    accounts = [one.account for one in list_accounts(session)]
    return form.offer(
        [(str(one.id), one.name) for one in accounts if one.role is not Role.OPERATOR],
        [(str(venue.id), venue.name) for venue in list_venues(session)],
    )


def _edit(registrar_id: int, form: RegistrarForm, cases: list[ShownCase] | None = None) -> str:
    return render_template(
        "registry/duties_person_edit.html",
        form=form,
        registrar=registrar_of(registrar_id),
        cases=cases or [],
    )


def _sheet(registrar: Registrar, form: LastDayForm, cases: list[ShownCase] | None = None) -> str:
    session, today = db.session(), clock.today()
    patterns = [
        pattern
        for pattern in list_patterns_of(session, registrar.id)
        if pattern.valid_until is None or pattern.valid_until >= today
    ]
    planned = list_planned_days(session, registrar.id, today)
    bases = {pattern.base_id for pattern in patterns}
    bases |= {duty.base_id for day in planned for duty in day.duties}
    return render_template(
        "registry/duties_person.html",
        registrar=registrar,
        form=form,
        cases=cases or [],
        patterns=patterns,
        planned=planned,
        cut_off=list_cut_off(session, bases, today),
        absences=list_absences(session, clock.now(), registrar_id=registrar.id),
        today=today,
    )
