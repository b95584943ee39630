"""Places: list with the ways still missing first, new, one place and what a venue needs."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions import ways as actions
from app.extensions import db
from app.models import Place
from app.queries.places import (
    count_missing,
    get_place,
    get_way_rows,
    list_missing,
    list_places_with_venues,
)
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.place_forms import PlaceForm, VenuePlaceForm
from app.web.registry.duty.stored import check_still_shown

#: So many missing ways are named one by one.
MOST_NAMED = 12


@bp.get("/dienste/orte")
@requires(Permission.PLAN_DUTIES)
def duties_places() -> ResponseReturnValue:
    session = db.session()
    places, ways = list_places_with_venues(session), get_way_rows(session)
    missing = list_missing(places, ways)
    return render_template(
        "registry/duties_places.html",
        places=places,
        missing=missing,
        named=missing[:MOST_NAMED],
        lacking=count_missing(places, missing),
        estimated=sum(1 for row in ways.values() if row.estimated) // 2,
        locatable=any(
            one.latitude is not None and other.latitude is not None for one, other in missing
        ),
    )


@bp.route("/dienste/orte/neu", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_place_new() -> ResponseReturnValue:
    form = PlaceForm()
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                place = actions.add_place(
                    session, form.name.data or "", form.point, actor=the_actor(), now=clock.now()
                )
                place_id = place.id
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 409
        else:
            flash(_("Der Ort ist eingetragen. Jetzt fehlen noch seine Wege."), "success")
            return redirect(url_for(".duties_place_ways", place_id=place_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template("registry/duties_place_new.html", form=form), status


@bp.route("/dienste/orte/<int:place_id>", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_place(place_id: int) -> ResponseReturnValue:
    form = _form(place_of(place_id))
    if not form.validate_on_submit():
        return _page(place_id, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            check_still_shown(session, lambda: _form(place_of(place_id)))
            actions.change_place(
                session, place_id, **_wanted(form), actor=the_actor(), now=clock.now()
            )
    except Refusal as refusal:
        return _page(place_id, form, put_refusal(form, refusal)), 409
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".duties_places"), 303)


@bp.post("/dienste/wege/schaetzen")
@requires(Permission.PLAN_DUTIES)
def duties_ways_estimate() -> ResponseReturnValue:
    with transaction() as session:
        count = actions.estimate_ways(session, actor=the_actor(), now=clock.now())
    if count:
        flash(
            ngettext(
                "%(num)d Weg ist geschätzt. Bitte sehen Sie ihn durch.",
                "%(num)d Wege sind geschätzt. Bitte sehen Sie sie durch.",
                count,
            ),
            "success",
        )
    else:
        flash(_("Es gab nichts zu schätzen: Für die fehlenden Wege fehlen auch Koordinaten."))
    return redirect(url_for(".duties_places"), 303)


def place_of(place_id: int) -> Place:
    """Return the place of an address.

    Raises:
        NotFound: there is none.
    """
    return get_place(db.session(), place_id)


def _form(place: Place) -> PlaceForm:
    typed: dict[str, Any] = {"latitude": place.latitude, "longitude": place.longitude}
    if place.venue is None:
        return PlaceForm(data={**typed, "name": place.name})
    typed |= {
        "preparation": place.venue.preparation_minutes,
        "follow_up": place.venue.follow_up_minutes,
    }
    return VenuePlaceForm(data=typed)


def _wanted(form: PlaceForm) -> dict[str, Any]:
    if isinstance(form, VenuePlaceForm):
        return {
            "name": "",
            "point": form.point,
            "preparation_minutes": form.preparation.data,
            "follow_up_minutes": form.follow_up.data,
        }
    return {"name": form.name.data or "", "point": form.point}


def _page(place_id: int, form: PlaceForm, cases: list[ShownCase] | None = None) -> str:
    return render_template(
        "registry/duties_place.html", form=form, place=place_of(place_id), cases=cases or []
    )
