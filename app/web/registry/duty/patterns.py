"""Duties that come back: new, changed from a day on, ended."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions import duties as actions
from app.actions.duties import get_pattern
from app.extensions import db
from app.models import DutyPattern
from app.queries.duties import list_places
from app.queries.shifts import find_usual_base
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.filters import medium_date, weekday_name
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.forms import LastDayForm, PatternForm
from app.web.registry.duty.people import registrar_of
from app.web.registry.duty.stored import check_still_shown
from app.web.registry.forms import offered


@bp.route("/dienste/personen/<int:registrar_id>/muster-neu", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_pattern_new(registrar_id: int) -> ResponseReturnValue:
    registrar = registrar_of(registrar_id)
    base = str(find_usual_base(db.session(), registrar_id) or "")
    typed = {"valid_from": clock.today(), "weekday": "4", "base": base}
    form = _offer(PatternForm(data=typed))
    status, cases = 200, list[ShownCase]()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                wanted = form.to_pattern(registrar_id)
                actions.add_pattern(session, wanted, actor=the_actor(), now=clock.now())
        except Refusal as refusal:
            status, cases = 409, put_refusal(form, refusal)
        else:
            flash(_("Der Dienst ist eingetragen."), "success")
            return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template(
        "registry/duties_pattern_new.html",
        form=form,
        registrar=registrar_of(registrar.id),
        cases=cases,
    ), status


@bp.route("/dienste/muster/<int:pattern_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_pattern(pattern_id: int) -> ResponseReturnValue:
    pattern = _pattern_of(pattern_id)
    form = _form(pattern)
    if not form.validate_on_submit():
        return _page(pattern_id, form), 422 if form.is_submitted() else 200
    registrar_id = pattern.registrar_id
    try:
        with transaction() as session:
            check_still_shown(session, lambda: _form(_pattern_of(pattern_id)))
            wanted = form.to_pattern(registrar_id)
            actions.change_pattern(session, pattern_id, wanted, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(pattern_id, form, cases=put_refusal(form, refusal)), 409
    flash(_("Der Dienst ist geändert."), "success")
    return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)


@bp.post("/dienste/muster/<int:pattern_id>/beenden")
@requires(Permission.PLAN_DUTIES)
def duties_pattern_end(pattern_id: int) -> ResponseReturnValue:
    pattern = _pattern_of(pattern_id)
    registrar_id, ending = pattern.registrar_id, LastDayForm()
    if not ending.validate():
        return _page(pattern_id, ending=ending), 422
    last_on = ending.last_on.data
    assert last_on is not None
    try:
        with transaction() as session:
            actions.end_pattern(session, pattern_id, last_on, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _page(pattern_id, ending=ending, cases=put_refusal(ending, refusal)), 409
    flash(_("Dieser Dienst gilt bis %(day)s.", day=medium_date(last_on)), "success")
    return redirect(url_for(".duties_person", registrar_id=registrar_id), 303)


def _pattern_of(pattern_id: int) -> DutyPattern:
    return get_pattern(db.session(), pattern_id)


def _form(pattern: DutyPattern) -> PatternForm:
    return _offer(PatternForm(data=_typed_of(pattern)))


def _offer(form: PatternForm) -> PatternForm:
    form.weekday.choices = offered((str(day), weekday_name(day)) for day in range(7))
    form.base.choices = offered((str(place.id), place.name) for place in list_places(db.session()))
    return form


def _typed_of(pattern: DutyPattern) -> dict[str, object]:
    return {
        "weekday": str(pattern.weekday),
        "begins": pattern.begins_minute,
        "ends": pattern.ends_minute,
        "base": str(pattern.base_id),
        "every_weeks": str(pattern.every_weeks),
        "valid_from": pattern.valid_from,
        "valid_until": pattern.valid_until,
    }


def _page(
    pattern_id: int,
    form: PatternForm | None = None,
    *,
    ending: LastDayForm | None = None,
    cases: list[ShownCase] | None = None,
) -> str:
    pattern = _pattern_of(pattern_id)
    shown = form or _offer(PatternForm(formdata=None, data=_typed_of(pattern)))
    return render_template(
        "registry/duties_pattern.html",
        form=ending if form is None else shown,
        changing=shown,
        ending=ending or LastDayForm(formdata=None),
        pattern=pattern,
        registrar=pattern.registrar,
        cases=cases or [],
    )
