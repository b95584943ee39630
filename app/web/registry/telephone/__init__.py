"""A reservation for a couple that is on the line or at the desk, on one screen."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import clock
from app.actions.approvals import approve, enter_reservation
from app.extensions import db
from app.models import Reservation
from app.models.base import LARGEST_ID
from app.queries import NotFound
from app.queries.reservations import find_live_by_email_key, get_by_reference
from app.rules.permissions import Permission
from app.rules.refusals import AlreadyReserved, Refusal
from app.rules.reservations import email_key, registration_window
from app.rules.spelling import spell
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.reading import read_reference
from app.web.registry.telephone.forms import CallForm, WishForm
from app.web.registry.telephone.hits import Hits
from app.web.registry.telephone.wishes import is_understood, search, wish_form


@bp.route("/telefon", methods=["GET", "POST"])
@requires(Permission.HANDLE_RESERVATIONS)
def telephone() -> ResponseReturnValue:
    wish = wish_form(request.form if "wann" in request.form else request.args)
    call = CallForm()
    is_clear = _is_clear(wish)
    if not (call.guests.raw_data or [""])[0] and wish.gaeste.data is not None:
        call.guests.data, call.guests.raw_data = wish.gaeste.data, [str(wish.gaeste.data)]
    if not call.is_submitted() or _asks_for_times(wish):
        return _page(wish, call, 200 if is_clear else 422, has_asked=not is_clear)
    if not call.validate():
        return _page(wish, call, 422)
    try:
        entered = _enter(call)
    except Refusal as refusal:
        duplicate = _duplicate(call) if isinstance(refusal, AlreadyReserved) else None
        known = _("Dieses Paar hat schon einen Termin. Jedes Paar kann einen reservieren.")
        call.form_errors.append(known if duplicate else sentence_for(refusal))
        return _page(wish, call, 409, duplicate)
    return redirect(url_for(".telephone_done", reference=entered), 303)


@bp.get("/telefon/<reference>")
@requires(Permission.HANDLE_RESERVATIONS)
def telephone_done(reference: str) -> ResponseReturnValue:
    case = get_by_reference(db.session(), read_reference(reference))
    return render_template(
        "registry/telephone_done.html",
        case=case,
        spelled=spell(case.reference),
        register_by=registration_window(case.slot.day, todays_policies())[1],
        today=clock.today(),
    )


def _enter(call: CallForm) -> str:
    slot_id = call.termin.data or 0
    if not 0 < slot_id <= LARGEST_ID:
        raise NotFound
    with transaction() as session:
        entered = enter_reservation(
            session,
            slot_id,
            call.to_answers(),
            channel=call.to_channel(),
            language=call.language.data,
            actor=the_actor(),
            now=clock.now(),
        )
        if call.approve.data:
            approve(session, entered.id, actor=the_actor(), now=clock.now())
        return entered.reference


def _is_clear(form: WishForm) -> bool:
    """Validate the wish; an address without one is clear, too."""
    if (request.args or "wann" in request.form) and not form.validate():
        return False
    return is_understood(form)


def _asks_for_times(wish: WishForm) -> bool:
    """Answer whether the wish was sent; the enter key sends it only if it has changed."""
    act = request.form.get("aktion")
    if act == "weiter":
        return request.form.get("gesucht") != wish.key
    return act == "suchen" or "ab" in request.form


def _page(
    wish: WishForm,
    call: CallForm,
    status: int,
    duplicate: Reservation | None = None,
    *,
    has_asked: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "registry/telephone.html",
        wish=wish,
        form=call,
        hits=_search(db.session(), wish),
        duplicate=duplicate,
        wish_errors=has_asked,
    )
    return page, status


def _search(session: Session, form: WishForm) -> Hits | None:
    """Return what is free; None before anybody asked, or if we do not know for what."""
    has_searched = bool(request.args) or request.form.get("gesucht") or _asks_for_times(form)
    if not has_searched:
        return None
    return search(session, form, since=read_day(request.form.get("ab", "")))


def _duplicate(call: CallForm) -> Reservation | None:
    return find_live_by_email_key(db.session(), email_key(call.email.data or ""))
