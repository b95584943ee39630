"""Days planned by hand, and two people who swap a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions import duties as actions
from app.extensions import db
from app.queries.duties import list_places, list_registrars
from app.queries.shifts import find_planned_day, find_usual_base, get_stretches
from app.rules.duties import Stretch
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day as read_typed_day
from app.web.filters import medium_date
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.forms import MOST_STRETCHES, PlannedDayForm, SwapForm
from app.web.registry.duty.people import registrar_of
from app.web.registry.duty.stored import check_still_shown
from app.web.registry.duty.words import stretch_in_words
from app.web.registry.forms import offered


@bp.route("/dienste/personen/<int:registrar_id>/tag/<day:day>", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_day(registrar_id: int, day: date) -> ResponseReturnValue:
    registrar_of(registrar_id)
    form = _day_form(registrar_id, day)
    if not form.validate_on_submit():
        return _day_page(registrar_id, day, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            check_still_shown(session, lambda: _day_form(registrar_id, day))
            wanted = form.to_stretches(registrar_id)
            actions.plan_day(session, registrar_id, day, wanted, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _day_page(registrar_id, day, form, put_refusal(form, refusal)), 409
    flash(_("Der %(day)s ist geplant.", day=medium_date(day)), "success")
    return redirect(url_for(".duties", day=day), 303)


@bp.route("/dienste/tauschen", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_swap() -> ResponseReturnValue:
    form = _swap_form()
    if not form.validate_on_submit():
        return _swap_page(form), 422 if form.is_submitted() else 200
    day = form.day.data
    assert day is not None
    try:
        with transaction() as session:
            actions.swap_day(
                session,
                day,
                int(form.one.data),
                int(form.other.data),
                actor=the_actor(),
                now=clock.now(),
            )
    except Refusal as refusal:
        return _swap_page(form, put_refusal(form, refusal)), 409
    flash(_("Die Dienste am %(day)s sind getauscht.", day=medium_date(day)), "success")
    return redirect(url_for(".duties", day=day), 303)


def _day_form(registrar_id: int, day: date) -> PlannedDayForm:
    session = db.session()
    planned = find_planned_day(session, registrar_id, day)
    now = get_stretches(session, day).get(registrar_id, [])
    how = "muster" if planned is None else "anders" if planned.duties else "frei"
    form = PlannedDayForm(data={"how": how, **_typed_of(now)})
    form.how.choices = [
        *offered([("muster", _("wie das Muster es sagt"))]),
        *offered([("anders", _("an diesem Tag anders")), ("frei", _("Frei"))]),
    ]
    places = offered((str(place.id), place.name) for place in list_places(session))
    usual = str(find_usual_base(session, registrar_id) or "")
    for number in range(MOST_STRETCHES):
        form[f"base_{number}"].choices = places
        if form[f"base_{number}"].data is None:
            form[f"base_{number}"].data = usual
    return form


def _typed_of(stretches: list[Stretch]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for number, stretch in enumerate(stretches[:MOST_STRETCHES]):
        typed[f"begins_{number}"] = stretch.begins_minute
        typed[f"ends_{number}"] = stretch.ends_minute
        typed[f"base_{number}"] = str(stretch.base)
    return typed


def _day_page(
    registrar_id: int, day: date, form: PlannedDayForm, cases: list[ShownCase] | None = None
) -> str:
    stretches = get_stretches(db.session(), day).get(registrar_id, [])
    words = [stretch_in_words(one.begins_minute, one.ends_minute) for one in stretches]
    return render_template(
        "registry/duties_day.html",
        form=form,
        registrar=registrar_of(registrar_id),
        day=day,
        now_in_words=", ".join(words),
        numbers=range(MOST_STRETCHES),
        cases=cases or [],
    )


def _swap_form() -> SwapForm:
    form = SwapForm(data={"day": read_typed_day(request.args.get("tag", "")) or clock.today()})
    people = [(str(one.id), one.name) for one in list_registrars(db.session(), clock.today())]
    form.one.choices = form.other.choices = offered(people)
    return form


def _swap_page(form: SwapForm, cases: list[ShownCase] | None = None) -> str:
    return render_template("registry/duties_swap.html", form=form, cases=cases or [])
