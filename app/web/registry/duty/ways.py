"""How long the ways take: all at once as a matrix, or those of one place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.actions.ways import set_ways
from app.extensions import db
from app.queries.places import count_missing, get_way_rows, list_missing, list_places_with_venues
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.place_forms import (
    WaysForm,
    make_ways_form,
    name_of,
)
from app.web.registry.duty.places import place_of
from app.web.registry.duty.stored import check_still_shown
from app.web.registry.duty.words import place_in_short


@bp.route("/dienste/wege", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_ways() -> ResponseReturnValue:
    form = _matrix_form()
    if not form.validate_on_submit():
        return _matrix(form), 422 if form.is_submitted() else 200
    try:
        count = _save(form, _matrix_form)
    except Refusal as refusal:
        return _matrix(form, put_refusal(form, refusal)), 409
    return _done(count, url_for(".duties_ways"))


@bp.route("/dienste/orte/<int:place_id>/wege", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_place_ways(place_id: int) -> ResponseReturnValue:
    form = _place_form(place_id)
    if not form.validate_on_submit():
        return _page(place_id, form), 422 if form.is_submitted() else 200
    try:
        count = _save(form, lambda: _place_form(place_id))
    except Refusal as refusal:
        return _page(place_id, form, put_refusal(form, refusal)), 409
    return _done(count, url_for(".duties_places"))


def _matrix_form() -> WaysForm:
    session = db.session()
    places = list_places_with_venues(session)
    pairs = [(one.id, other.id) for one, other in combinations(places, 2)]
    return make_ways_form(pairs, get_way_rows(session), always_back=False)


def _place_form(place_id: int) -> WaysForm:
    session = db.session()
    own = place_of(place_id)
    pairs = [(own.id, place.id) for place in list_places_with_venues(session) if place is not own]
    return make_ways_form(pairs, get_way_rows(session), always_back=True)


def _save(form: WaysForm, read: Callable[[], WaysForm]) -> int:
    with transaction() as session:
        check_still_shown(session, read)
        wanted = form.list_wanted(get_way_rows(session))
        return set_ways(session, wanted, actor=the_actor(), now=clock.now())


def _done(count: int, href: str) -> Response:
    if count:
        words = ngettext("%(num)d Weg ist geändert.", "%(num)d Wege sind geändert.", count)
        flash(words, "success")
    else:
        flash(_("Es war nichts zu ändern."))
    return redirect(href, 303)


def _matrix(form: WaysForm, cases: list[ShownCase] | None = None) -> str:
    session = db.session()
    places, ways = list_places_with_venues(session), get_way_rows(session)
    missing = list_missing(places, ways)
    return render_template(
        "registry/duties_ways.html",
        form=form,
        places=places,
        lengths=ways,
        missing=missing,
        lacking=count_missing(places, missing),
        name_of=name_of,
        in_short=place_in_short,
        cases=cases or [],
    )


def _page(place_id: int, form: WaysForm, cases: list[ShownCase] | None = None) -> str:
    session = db.session()
    ways = get_way_rows(session)
    own = place_of(place_id)
    others = [place for place in list_places_with_venues(session) if place is not own]
    others.sort(key=lambda place: (own.id, place.id) in ways)
    return render_template(
        "registry/duties_place_ways.html",
        form=form,
        place=own,
        others=others,
        lengths=ways,
        name_of=name_of,
        cases=cases or [],
    )
