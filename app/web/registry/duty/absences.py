"""Who is away: list, new, taken back. At short notice also over ceremonies."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.absences import lift_absence, record_absence
from app.extensions import db
from app.models import AbsenceKind
from app.queries.days import list_disturbed_days
from app.queries.duties import list_registrars
from app.queries.shifts import list_absences
from app.rules.permissions import Permission
from app.rules.refusals import AbsenceHitsAssignments, CeremoniesInTheWay, Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
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
    try:
        _save(form, request.form.get("schritt", ""))
    except Refusal as refusal:
        return _page(form, refusal), 409
    if request.form.get("schritt") == "trotzdem":
        flash(_("Eingetragen. Was jetzt gestört ist, steht unter „Heute“."), "warning")
    else:
        flash(_("Die Abwesenheit ist eingetragen."), "success")
    return redirect(url_for(".duties_absences"), 303)


@bp.post("/dienste/abwesenheiten/<int:absence_id>/aufheben")
@requires(Permission.PLAN_DUTIES)
def duties_absence_lift(absence_id: int) -> ResponseReturnValue:
    with transaction() as session:
        lift_absence(session, absence_id, actor=the_actor(), now=clock.now())
    flash(_("Die Abwesenheit ist aufgehoben."), "success")
    return redirect(url_for(".duties_absences"), 303)


def _form() -> AbsenceForm:
    wanted = request.args.get("wer", "")
    form = AbsenceForm(data={"registrar": wanted, "first_day": clock.today()})
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
