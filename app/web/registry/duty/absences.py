"""Who is away: list, new, taken back. At short notice also over ceremonies."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions.absences import lift_absence, record_absence
from app.extensions import db
from app.models import AbsenceKind
from app.queries.days import list_disturbed_days
from app.queries.duties import list_registrars
from app.queries.shifts import list_absences, list_assigned_days
from app.rules.calendar import berlin_day
from app.rules.permissions import Permission
from app.rules.refusals import AbsenceHitsAssignments, CeremoniesInTheWay, Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day
from app.web.registry import bp
from app.web.registry.duty.absence_forms import AbsenceForm
from app.web.registry.duty.answers import put_refusal
from app.web.registry.forms import offered


@bp.get("/dienste/abwesenheiten")
@requires(Permission.PLAN_DUTIES)
def duties_absences() -> ResponseReturnValue:
    session = db.session()
    return render_template(
        "registry/duties_absences.html",
        absences=list_absences(session, clock.now()),
        disturbed=list_disturbed_days(session, clock.today()),
        short_notice=AbsenceKind.SHORT_NOTICE,
    )


@bp.route("/dienste/abwesenheiten/neu", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_absence_new() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    assigned = list_assigned_days(
        db.session(), int(form.registrar.data), *form.to_span(), now=clock.now()
    )
    try:
        _save(form, request.form.get("schritt", ""))
    except Refusal as refusal:
        return _page(form, refusal), 409
    return _saved(form, assigned)


def _saved(form: AbsenceForm, assigned: list[date]) -> ResponseReturnValue:
    """Lead on: to the first day on which somebody has to step in, if there is any."""
    first, last = (berlin_day(instant) for instant in form.to_span())
    disturbed = [day for day in list_disturbed_days(db.session(), first) if day <= last]
    hit_days = sorted({*assigned, *disturbed})
    if not hit_days:
        flash(_("Die Abwesenheit ist eingetragen."), "success")
        return redirect(url_for(".duties_absences"), 303)
    days = ngettext(
        "Die Abwesenheit ist eingetragen. Sie betrifft %(num)d Tag mit Trauungen. "
        "Hier steht, wer einspringen kann.",
        "Die Abwesenheit ist eingetragen. Sie betrifft %(num)d Tage mit Trauungen. "
        "Hier steht für den ersten, wer einspringen kann.",
        len(hit_days),
    )
    flash(days, "warning")
    return redirect(url_for(".disruption", day=hit_days[0]), 303)


@bp.post("/dienste/abwesenheiten/<int:absence_id>/aufheben")
@requires(Permission.PLAN_DUTIES)
def duties_absence_lift(absence_id: int) -> ResponseReturnValue:
    with transaction() as session:
        lift_absence(session, absence_id, actor=the_actor(), now=clock.now())
    flash(_("Die Abwesenheit ist aufgehoben."), "success")
    return redirect(url_for(".duties_absences"), 303)


def _form() -> AbsenceForm:
    wanted = {
        "registrar": request.args.get("wer", ""),
        "kind": request.args.get("art"),
        "first_day": read_day(request.args.get("tag", "")) or clock.today(),
    }
    form = AbsenceForm(data=wanted)
    people = list_registrars(db.session(), clock.today())
    form.registrar.choices = offered((str(one.id), one.name) for one in people)
    return form


def _save(form: AbsenceForm, step: str) -> None:
    begins_at, ends_at = form.to_span()
    with transaction() as session:
        record_absence(
            session,
            int(form.registrar.data),
            begins_at,
            ends_at,
            form.chosen_kind,
            actor=the_actor(),
            now=clock.now(),
            free_assignments=step == "neu-zuteilen",
            all_the_same=step == "trotzdem",
        )


def _page(form: AbsenceForm, refusal: Refusal | None = None) -> str:
    short_notice = form.kind.data == AbsenceKind.SHORT_NOTICE
    return render_template(
        "registry/duties_absence_new.html",
        form=form,
        cases=put_refusal(form, refusal) if refusal is not None else [],
        may_override=isinstance(refusal, CeremoniesInTheWay) and short_notice,
        may_free=isinstance(refusal, AbsenceHitsAssignments),
    )
