"""When the house is closed; what a closure hits is shown before it is saved."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.closures import check_span, create_closure, lift_closure
from app.extensions import db
from app.models import Closure, Venue
from app.queries import NotFound
from app.queries.closures import Hits, get_closure, get_hits, list_closures, reason_for_operators
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day
from app.web.operators import bp
from app.web.operators.forms import ClosureForm
from app.web.operators.reading import own_venue
from app.web.operators.words import RESERVATIONS
from app.web.refusals import sentence_for


@bp.get("/orte/<slug>/sperrzeiten")
@requires(Permission.PUBLISH_TIMES)
def closures_of_venue(slug: str) -> ResponseReturnValue:
    venue, session, now = own_venue(slug), db.session(), clock.now()
    return render_template(
        "operators/closures_of_venue.html",
        venue=venue,
        own=list_closures(session, venue.id, now=now),
        office_wide=list_closures(session, None, now=now),
        reason_for_operators=reason_for_operators,
    )


@bp.get("/orte/<slug>/sperrzeiten/neu")
@requires(Permission.PUBLISH_TIMES)
def closures_new(slug: str) -> ResponseReturnValue:
    day = read_day(request.args.get("tag", ""))
    return _show_form(own_venue(slug), ClosureForm(formdata=None, first_day=day))


@bp.post("/orte/<slug>/sperrzeiten/neu")
@requires(Permission.PUBLISH_TIMES)
def closures_create(slug: str) -> ResponseReturnValue:
    venue, form = own_venue(slug), ClosureForm()
    if not form.validate_on_submit():
        return _show_form(venue, form), 422
    begins_at, ends_at = form.span()
    try:
        check_span(begins_at, ends_at, now=clock.now())
    except Refusal as refusal:
        form.put_at_end(sentence_for(refusal))
        return _show_form(venue, form), 409
    hits = get_hits(db.session(), venue.id, begins_at, ends_at, now=clock.now())
    if request.form.get("aktion") != "sperren":
        return _show_form(venue, form, hits)
    try:
        _save(form, venue.id, begins_at, ends_at)
    except Refusal as refusal:
        form.form_errors.append(sentence_for(refusal))
        venue = own_venue(slug)
        hits = get_hits(db.session(), venue.id, begins_at, ends_at, now=clock.now())
        return _show_form(venue, form, hits), 409
    flash(_("Die Sperrzeit ist eingetragen."), "success")
    return redirect(url_for("operators.closures_of_venue", slug=slug), 303)


@bp.get("/orte/<slug>/sperrzeiten/<int:closure_id>/aufheben")
@requires(Permission.PUBLISH_TIMES)
def closures_lift(slug: str, closure_id: int) -> ResponseReturnValue:
    venue = own_venue(slug)
    closure = _own_closure(venue, closure_id)
    hits = get_hits(db.session(), venue.id, closure.begins_at, closure.ends_at, now=clock.now())
    return render_template("operators/closures_lift.html", venue=venue, closure=closure, hits=hits)


@bp.post("/orte/<slug>/sperrzeiten/<int:closure_id>/aufheben")
@requires(Permission.PUBLISH_TIMES)
def closures_lifted(slug: str, closure_id: int) -> ResponseReturnValue:
    closure = _own_closure(own_venue(slug), closure_id)
    with transaction() as session:
        lift_closure(session, closure.id, actor=the_actor(), now=clock.now())
    flash(_("Die Sperrzeit ist aufgehoben."), "success")
    return redirect(url_for("operators.closures_of_venue", slug=slug), 303)


def _save(form: ClosureForm, venue_id: int, begins_at: datetime, ends_at: datetime) -> None:
    with transaction() as session:
        create_closure(
            session,
            venue_id,
            begins_at,
            ends_at,
            form.reason.data or "",
            public=form.public.data,
            actor=the_actor(),
            now=clock.now(),
        )


def _own_closure(venue: Venue, closure_id: int) -> Closure:
    closure = get_closure(db.session(), closure_id)
    if closure.venue_id != venue.id:
        raise NotFound
    return closure


def _show_form(venue: Venue, form: ClosureForm, hits: Hits | None = None) -> str:
    return render_template(
        "operators/closures_new.html", venue=venue, form=form, hits=hits, signs=RESERVATIONS
    )
