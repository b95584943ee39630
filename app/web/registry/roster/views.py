"""The roster of a day: look at it, and say who performs what."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.actions.announcements import announce_day
from app.actions.assignments import apply_suggestion, assign, swap, undo
from app.extensions import db
from app.queries.rosters import list_wedding_days
from app.rules.answers import clean_line
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp
from app.web.registry.roster.page import (
    LONGEST_REASON,
    case_of_form,
    day_of_change,
    day_page,
    one_id,
    read_shown,
)
from app.web.registry.roster.week import week_page


@bp.get("/einsatz")
@requires(Permission.SEE_OFFICE)
def roster() -> ResponseReturnValue:
    today = clock.today()
    days = list_wedding_days(db.session(), date.fromordinal(today.toordinal() - 1), 1)
    return redirect(url_for(".roster_day", day=days[0] if days else today))


@bp.get("/einsatz/<day:day>")
@requires(Permission.SEE_OFFICE)
def roster_day(day: date) -> ResponseReturnValue:
    return render_template(
        "registry/roster_day.html",
        **day_page(
            day,
            reference=request.args.get("trauung"),
            wanted=request.args.get("person"),
            suggests="vorschlag" in request.args,
        ),
    )


@bp.get("/einsatz/<week:week>")
@requires(Permission.SEE_OFFICE)
def roster_week(week: date) -> ResponseReturnValue:
    return render_template("registry/roster_week.html", **week_page(week))


@bp.post("/einsatz/<day:day>/zuweisen")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_assign(day: date) -> ResponseReturnValue:
    case = case_of_form(day, "trauung")
    wanted = one_id("person")
    try:
        with transaction() as session:
            assign(
                session,
                case.id,
                wanted,
                seen=one_id("bisher"),
                pinned="fest" in request.form,
                reason=clean_line(request.form.get("grund", ""))[:LONGEST_REASON],
                actor=the_actor(),
                now=clock.now(),
            )
    except Refusal as refusal:
        return _refused(day, refusal, reference=case.reference, wanted=str(wanted or ""))
    return _back(day, case.reference)


@bp.post("/einsatz/<day:day>/tauschen")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_swap(day: date) -> ResponseReturnValue:
    case, other = case_of_form(day, "trauung"), case_of_form(day, "mit")
    try:
        with transaction() as session:
            swap(
                session,
                case.id,
                other.id,
                seen=(one_id("bisher"), one_id(f"bisher-{other.reference}")),
                actor=the_actor(),
                now=clock.now(),
            )
    except Refusal as refusal:
        return _refused(day, refusal, reference=case.reference)
    return _back(day, case.reference)


@bp.post("/einsatz/<day:day>/vorschlag")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_suggestion(day: date) -> ResponseReturnValue:
    try:
        with transaction() as session:
            apply_suggestion(session, day, read_shown(), actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _refused(day, refusal, suggests=True)
    return _back(day)


@bp.post("/einsatz/<day:day>/bekanntgeben")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_announce(day: date) -> ResponseReturnValue:
    try:
        with transaction() as session:
            announce_day(session, day, read_shown(), actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _refused(day, refusal)
    return _back(day)


@bp.post("/einsatz/rueckgaengig/<int:entry_id>")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_undo(entry_id: int) -> ResponseReturnValue:
    day = clock.today()
    try:
        with transaction() as session:
            day = undo(session, entry_id, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _refused(day_of_change(entry_id), refusal)
    return _back(day)


def _refused(day: date, refusal: Refusal, **page: Any) -> ResponseReturnValue:
    return render_template("registry/roster_day.html", **day_page(day, refusal, **page)), 409


def _back(day: date, reference: str | None = None) -> ResponseReturnValue:
    view = "liste" if request.form.get("ansicht") == "liste" else None
    anchor = f"t-{reference}" if reference else None
    return redirect(url_for(".roster_day", day=day, ansicht=view, _anchor=anchor), 303)
