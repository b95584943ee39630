"""One reservation: what is next, what is known, what happened."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.approvals import approve, decline
from app.actions.reservations import cancel
from app.extensions import db
from app.mail.words import reason_of
from app.models import Reservation
from app.queries.cases import list_mails, list_waiting
from app.queries.feasibility import get_feasibility
from app.queries.reservations import get_by_reference, list_history
from app.queries.rosters import find_assignment
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.rules.reservations import LIVE, MOVABLE, ReservationState, registration_window
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.filters import clock as clock_time
from app.web.filters import medium_date
from app.web.form_help import Problem
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.deadlines import deadline_of
from app.web.registry.forms import ReasonForm
from app.web.registry.happenings import list_happenings, who_did
from app.web.registry.reading import read_reference
from app.web.registry.steps import list_steps


@bp.get("/reservierungen/<reference>")
@requires(Permission.HANDLE_RESERVATIONS)
def reservation(reference: str) -> ResponseReturnValue:
    return _case_page(_get(reference)), 200


@bp.post("/reservierungen/<reference>/zusagen")
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_approve(reference: str) -> ResponseReturnValue:
    found = _get(reference)
    try:
        with transaction() as session:
            approve(session, found.id, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        return _case_page(_get(reference), refusal), 409
    _tell(found.id, "reservation.approved", _("Zugesagt. Das Paar bekommt Bescheid."))
    return redirect(url_for(".reservation", reference=reference), 303)


@bp.route("/reservierungen/<reference>/ablehnen", methods=["GET", "POST"])
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_decline(reference: str) -> ResponseReturnValue:
    found, form = _get(reference), ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                decline(session, found.id, form.why, actor=the_actor(), now=clock.now())
        except Refusal as refusal:
            return _case_page(_get(reference), refusal), 409
        _tell(found.id, "reservation.declined", _("Abgelehnt. Der Termin ist wieder frei."))
    if form.validate_on_submit() or found.state is not ReservationState.RESERVED:
        return redirect(url_for(".reservation", reference=reference), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("registry/reservation_decline.html", form=form, case=found), status


@bp.route("/reservierungen/<reference>/absagen", methods=["GET", "POST"])
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_cancel(reference: str) -> ResponseReturnValue:
    found, form = _get(reference), ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                cancel(
                    session,
                    found.id,
                    actor=the_actor(),
                    reason=form.why,
                    now=clock.now(),
                )
        except Refusal as refusal:
            return _case_page(_get(reference), refusal), 409
        _tell(found.id, "reservation.cancelled", _("Abgesagt. Der Termin ist wieder frei."))
    if form.validate_on_submit() or found.state not in LIVE:
        return redirect(url_for(".reservation", reference=reference), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("registry/reservation_cancel.html", form=form, case=found), status


def _get(reference: str) -> Reservation:
    return get_by_reference(db.session(), read_reference(reference))


def _tell(reservation_id: int, event: str, sentence: str) -> None:
    """Say that it is done; if a colleague was quicker, who and when."""
    entries = list_history(db.session(), reservation_id)
    done = next((entry for entry in reversed(entries) if entry.event == event), None)
    if done is None or done.account_id == the_actor().account_id:
        flash(sentence, "success")
        return
    flash(
        _(
            "Das war schon geschehen: %(name)s, %(day)s um %(time)s.",
            name=who_did(done),
            day=medium_date(done.at),
            time=clock_time(done.at),
        )
    )


def _case_page(case: Reservation, refusal: Refusal | None = None) -> str:
    session, today, policies = db.session(), clock.today(), todays_policies()
    is_live = case.state in LIVE
    happenings = list_happenings(list_history(session, case.id), list_mails(session, case.id))
    return render_template(
        "registry/reservation.html",
        case=case,
        reason=reason_of(case),
        problems=[Problem(sentence_for(refusal))] if refusal else [],
        deadline=deadline_of(case, today=today, policies=policies),
        steps=list_steps(case, policies),
        happenings=happenings,
        feasibility=get_feasibility(session, case.slot) if is_live else None,
        register_by=registration_window(case.slot.day, policies)[1],
        now=clock.now(),
        today=today,
        following=_following(case),
        is_live=is_live,
        assignment=find_assignment(session, case.id),
        is_movable=case.state in MOVABLE and case.slot.begins_at > clock.now(),
    )


def _following(case: Reservation) -> Reservation | None:
    """Return the case that has waited for longest, this one aside."""
    waiting = list_waiting(db.session(), ReservationState.RESERVED, limit=2)
    return next((other for other in waiting if other.id != case.id), None)
