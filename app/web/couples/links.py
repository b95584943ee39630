"""Links in mails: opening one shows what it is for, only its button redeems it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app import clock
from app.actions.access import redeem_access
from app.actions.reservations import confirm_email
from app.actions.tokens import mint
from app.extensions import db
from app.models import Purpose, Reservation
from app.queries.reservations import get_reservation
from app.queries.tokens import find_token
from app.rules.refusals import NotConfirmedInTime, Refusal
from app.rules.reservations import ENDED, ReservationState
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.browser import browser_hash
from app.web.couples.forms import FindForm
from app.web.couples.paths import shown_state
from app.web.refusals import sentence_for

#: What became of a reservation whose link is opened again later.
ENDED_WORDS = {
    ReservationState.DECLINED: _l("Das Standesamt konnte diesen Termin nicht zusagen."),
    ReservationState.CANCELLED: _l("Diese Reservierung ist abgesagt."),
    ReservationState.LAPSED: _l("Diese Reservierung ist verfallen. Der Termin ist wieder frei."),
}


@bp.get("/r/<secret>/bestaetigen")
@open_to_all
def confirm(secret: str) -> ResponseReturnValue:
    found = _behind(Purpose.CONFIRM, secret)
    if found is None:
        return _show_dead_link(404)
    state = shown_state(found, clock.now())
    if state in ENDED:
        return _show_dead_link(410, ENDED_WORDS[state])
    if state is not ReservationState.REQUESTED:
        return render_template("couples/_confirmed.html", reservation=found)
    return render_template("couples/confirm.html", reservation=found, secret=secret)


@bp.post("/r/<secret>/bestaetigen")
@open_to_all
def confirm_now(secret: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            confirmed = confirm_email(session, secret, now=clock.now())
            page = mint(session, Purpose.RESERVATION, now=clock.now(), reservation_id=confirmed.id)
    except Refusal as refusal:
        return _refuse(refusal)
    return redirect(url_for("couples.reservation", secret=page), 303)


@bp.get("/r/<secret>/zugang")
@open_to_all
def access(secret: str) -> ResponseReturnValue:
    found = _behind(Purpose.ACCESS, secret)
    if found is None:
        return _show_dead_link(404)
    return render_template("couples/access.html", reservation=found, secret=secret)


@bp.post("/r/<secret>/zugang")
@open_to_all
def access_now(secret: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            opened = redeem_access(session, secret, browser_hash=browser_hash(), now=clock.now())
            page = mint(session, Purpose.RESERVATION, now=clock.now(), reservation_id=opened.id)
    except Refusal as refusal:
        return _refuse(refusal)
    return redirect(url_for("couples.reservation", secret=page), 303)


def _refuse(refusal: Refusal) -> ResponseReturnValue:
    """Say why only where it tells nothing about somebody else's reservation."""
    why = sentence_for(refusal) if isinstance(refusal, NotConfirmedInTime) else None
    return _show_dead_link(409, why)


def _show_dead_link(status: int, why: object = None) -> ResponseReturnValue:
    """Show that a link no longer works, why if it may be said, and how to get a new one."""
    return render_template("couples/_dead_link.html", form=FindForm(), why=why), status


def _behind(purpose: Purpose, secret: str) -> Reservation | None:
    token = find_token(db.session(), purpose, secret, now=clock.now())
    if token is None or token.reservation_id is None:
        return None
    return get_reservation(db.session(), token.reservation_id)
