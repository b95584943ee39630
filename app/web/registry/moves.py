"""Moving a couple: what could be offered, what would change, and the move itself."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.locks import get_slot
from app.actions.moves import check_move, move_reservation
from app.extensions import db
from app.models import Reservation, Slot
from app.queries.alternatives import list_alternatives
from app.queries.disruptions import (
    NEAR_DAYS,
    SAME_DAY,
    get_disruption,
    get_offers,
    list_alternatives_for,
)
from app.queries.reservations import get_by_reference
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.rules.reservations import MOVABLE, policies_for_move, registration_window
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day
from app.web.filters import clock as clock_time
from app.web.filters import weekday_and_day
from app.web.form_help import Problem
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.reading import read_number, read_reference
from app.web.registry.telephone.forms import WishForm
from app.web.registry.telephone.hits import Hits
from app.web.registry.telephone.wishes import is_understood, search, wish_form

#: So many other times are offered when one was lost.
NEXT = 4
#: What the address says of those who come from the desk and go back to it.
DESK = "stoerung"


@bp.get("/reservierungen/<reference>/verlegen")
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_move(reference: str) -> ResponseReturnValue:
    case = get_by_reference(db.session(), read_reference(reference))
    if not _is_movable(case):
        return redirect(url_for(".reservation", reference=case.reference), 303)
    wish = wish_form(request.args)
    has_asked = "wann" in request.args
    is_clear = not has_asked or (wish.validate() and is_understood(wish))
    if not has_asked and case.guests is not None:
        wish.gaeste.data, wish.gaeste.raw_data = case.guests, [str(case.guests)]
    same_day, near = _alternatives(case)
    page = render_template(
        "registry/reservation_move.html",
        case=case,
        came_from=_came_from(),
        same_day=same_day,
        near=near,
        form=wish,
        hits=_search(wish) if has_asked else None,
    )
    return page, 200 if is_clear else 422


@bp.get("/reservierungen/<reference>/verlegen/<int:slot_id>")
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_move_check(reference: str, slot_id: int) -> ResponseReturnValue:
    case, new = _get(reference, slot_id)
    if not _is_movable(case) or new.id == case.slot_id:
        return redirect(url_for(".reservation", reference=case.reference), 303)
    try:
        check_move(db.session(), case, new, now=clock.now())
    except Refusal as refusal:
        return _check_page(case, new, refusal)
    return _check_page(case, new)


@bp.post("/reservierungen/<reference>/verlegen/<int:slot_id>")
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_move_there(reference: str, slot_id: int) -> ResponseReturnValue:
    case, new = _get(reference, slot_id)
    seen, day = read_number(request.form.get("stand", "")), case.slot.day
    try:
        with transaction() as session:
            move_reservation(
                session,
                case.id,
                new.id,
                seen=seen or 0,
                actor=the_actor(),
                now=clock.now(),
            )
    except Refusal as refusal:
        return _check_page(*_get(reference, slot_id), refusal), 409
    _tell(*_get(reference, slot_id))
    if _came_from():
        return redirect(url_for(".disruption", day=day), 303)
    return redirect(url_for(".reservation", reference=case.reference), 303)


def _get(reference: str, slot_id: int) -> tuple[Reservation, Slot]:
    session = db.session()
    return get_by_reference(session, read_reference(reference)), get_slot(session, slot_id)


def _alternatives(case: Reservation) -> tuple[list[Slot], list[Slot]]:
    """Return what the desk would offer this couple."""
    session, now = db.session(), clock.now()
    found = get_disruption(session, case.slot.day, now=now)
    offers = get_offers(session, found, now=now, policies=todays_policies())
    own = found.roster.case_of(str(case.slot_id))
    same, near = list_alternatives_for(found, own, offers, now=now)
    return list(same[:SAME_DAY]), list(near[:NEAR_DAYS])


def _search(wish: WishForm) -> Hits | None:
    return search(db.session(), wish, since=read_day(request.args.get("ab", "")))


def _came_from() -> str | None:
    return DESK if request.args.get("von") == DESK else None


def _is_movable(case: Reservation) -> bool:
    return case.state in MOVABLE and case.slot.begins_at > clock.now()


def _tell(case: Reservation, new: Slot) -> None:
    where = {
        "day": weekday_and_day(new.begins_at),
        "time": clock_time(new.begins_at),
        "venue": new.venue.name,
    }
    done = _("Verlegt auf %(day)s, %(time)s, %(venue)s.", **where)
    if case.email:
        flash(f"{done} {_('Das Paar bekommt eine E-Mail.')}", "success")
    else:
        flash(f"{done} {_('Das Paar hat keine E-Mail-Adresse angegeben.')}", "success")


def _check_page(case: Reservation, new: Slot, refusal: Refusal | None = None) -> str:
    """Show before and after; if the time was lost, what is next to it."""
    session, now, today = db.session(), clock.now(), clock.today()
    policies = policies_for_move(todays_policies(), today=today, present=case.slot.day)
    others = []
    if refusal is not None:
        guests = case.guests or 0
        found = list_alternatives(session, new, guests, now=now, policies=policies, most=NEXT + 1)
        others = [slot for slot in found if slot.id != case.slot_id][:NEXT]
    return render_template(
        "registry/reservation_move_check.html",
        case=case,
        came_from=_came_from(),
        new=new,
        others=others,
        is_possible=refusal is None and _is_movable(case),
        problems=[Problem(sentence_for(refusal))] if refusal else [],
        register_by=registration_window(new.day, todays_policies())[1],
        today=today,
    )
