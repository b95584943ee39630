"""Closing the office or a venue; what it hits is shown before it is saved."""

from __future__ import annotations

from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.closures import check_span, create_closure, lift_closure
from app.extensions import db
from app.queries.closures import Hits, get_hits
from app.queries.office import VenueChoice, list_all_closures, list_venue_choices
from app.rules.permissions import Permission
from app.rules.refusals import ClosureHitsReservations, Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.forms import ClosureForm


@bp.route("/sperrzeiten", methods=["GET", "POST"])
@requires(Permission.CLOSE_OFFICE)
def closures() -> ResponseReturnValue:
    venues = list_venue_choices(db.session())
    form = ClosureForm.for_venues([(str(row.id), row.name) for row in venues])
    if not form.is_submitted():
        return _page(form, venues)
    if not form.validate():
        return _page(form, venues), 422
    venue_id, begins_at, ends_at = form.to_span()
    try:
        check_span(begins_at, ends_at, now=clock.now())
    except Refusal as refusal:
        form.last_day.errors = [_sentence(refusal)]
        return _page(form, venues), 409
    hits = get_hits(db.session(), venue_id, begins_at, ends_at, now=clock.now())
    if request.form.get("schritt") != "speichern":
        return _page(form, venues, hits)
    hit_days = [one.slot.day for one in hits.reservations]
    try:
        _save(form, venue_id, begins_at, ends_at, seen=request.form.getlist("gesehen"))
    except Refusal as refusal:
        form.form_errors.append(_sentence(refusal))
        hits = get_hits(db.session(), venue_id, begins_at, ends_at, now=clock.now())
        return _page(form, venues, hits), 409
    return _saved(hit_days)


@bp.post("/sperrzeiten/<int:closure_id>/aufheben")
@requires(Permission.CLOSE_OFFICE)
def closures_lift(closure_id: int) -> ResponseReturnValue:
    with transaction() as session:
        lift_closure(session, closure_id, actor=the_actor(), now=clock.now())
    flash(_("Die Sperrzeit ist aufgehoben."), "success")
    return redirect(url_for(".closures"), 303)


def _saved(hit_days: list[date]) -> ResponseReturnValue:
    """Lead on: to the couples whom it hits, if there are any."""
    if hit_days:
        flash(_("Die Sperrzeit gilt. Hier stehen die Paare, die sie trifft."), "warning")
        return redirect(url_for(".disruption", day=hit_days[0]), 303)
    flash(_("Die Sperrzeit gilt."), "success")
    return redirect(url_for(".closures"), 303)


def _save(
    form: ClosureForm,
    venue_id: int | None,
    begins_at: datetime,
    ends_at: datetime,
    *,
    seen: list[str],
) -> None:
    """Save; over reservations only if staff saw each of them and promised to call.

    Raises:
        ClosureHitsReservations: one came in since the preview, or the promise is missing.
    """
    now = clock.now()
    with transaction() as session:
        create_closure(
            session,
            venue_id,
            begins_at,
            ends_at,
            form.reason.data or "",
            public=bool(form.public.data),
            over_reservations=bool(form.calls.data),
            actor=the_actor(),
            now=now,
        )
        hits = get_hits(session, venue_id, begins_at, ends_at, now=now)
        if not set(hits.references) <= set(seen):
            raise ClosureHitsReservations(references=hits.references)


def _sentence(refusal: Refusal) -> str:
    if isinstance(refusal, ClosureHitsReservations):
        return _(
            "In diese Sperrzeit fallen Reservierungen. Sehen Sie sie durch und kreuzen Sie an, "
            "dass Sie die Paare anrufen."
        )
    return sentence_for(refusal)


def _page(form: ClosureForm, venues: list[VenueChoice], hits: Hits | None = None) -> str:
    return render_template(
        "registry/closures.html",
        form=form,
        venues=venues,
        hits=hits,
        closures=list_all_closures(db.session(), now=clock.now()),
    )
