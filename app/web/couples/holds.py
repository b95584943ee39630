"""Holding a time: take it, extend it, let it go, and what is left when the minutes are over."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.answers import ANSWERS, forget_typed
from app.actions.holds import extend_hold, hold_slot, release_hold
from app.actions.locks import get_slot
from app.actions.reservations import save_answers
from app.actions.throttles import check_tries, count_try
from app.actions.tokens import mint
from app.extensions import db
from app.models import Purpose, Reservation, Slot
from app.queries import NotFound
from app.queries.free import is_slot_free
from app.queries.reservations import get_by_secret, may_act
from app.rules.refusals import HoldOver, NoMoreExtensions, Refusal, SlotTaken, TooManyTries
from app.rules.reservations import is_live_hold
from app.rules.search import MOST_GUESTS
from app.rules.throttle import HOLDS_WITHIN, IN_VAIN_PER_HOLD, Budget, Limit
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.answers import refused
from app.web.client import client_network, keyed
from app.web.couples import bp
from app.web.couples.browser import browser_hash, known_browser_hash
from app.web.couples.forms import STEP_FORMS
from app.web.couples.offers import offers_near
from app.web.languages import current_language
from app.web.navigation import address_or_none
from app.web.office import todays_policies
from app.web.refusals import sentence_for

#: The steps of the form, by the last part of their address.
STEPS = {
    "sie-beide": "couples.couple",
    "kontakt": "couples.contact",
    "trauung": "couples.ceremony",
    "pruefen": "couples.check",
}


@bp.post("/halten")
@open_to_all
def hold() -> ResponseReturnValue:
    slot_id = _number("slot")
    if slot_id is None:
        raise NotFound
    guests = _number("gaeste")
    try:
        check_tries(db.session(), *_in_vain(), now=clock.now())
        with transaction() as session:
            held = hold_slot(
                session,
                slot_id,
                browser_hash=browser_hash(),
                language=current_language(),
                budget=_budget(),
                now=clock.now(),
            )
            if guests is not None and guests <= MOST_GUESTS:
                save_answers(session, held.id, {"guests": guests})
            if _wants_all_the_time(held):
                extend_hold(session, held.id, times=0, now=clock.now())
            secret = mint(session, Purpose.RESERVATION, now=clock.now(), reservation_id=held.id)
    except Refusal as refusal:
        return show_lost(get_slot(db.session(), slot_id), _counted(refusal), guests)
    return redirect(url_for(_wanted_step(), secret=secret), 303)


def _counted(refusal: Refusal) -> Refusal:
    """Count an attempt in vain; return the refusal to answer it with."""
    if not isinstance(refusal, TooManyTries):
        try:
            with transaction() as session:
                count_try(session, *_in_vain(), now=clock.now())
        except TooManyTries as throttled:
            return throttled
    return refusal


def _wants_all_the_time(held: Reservation) -> bool:
    """Answer whether all extensions are asked for at once, and the office grants any."""
    asked = request.form.get("zeit") == "alle"
    return asked and not held.extensions and todays_policies().hold_extensions > 0


@bp.get("/reservieren/<secret>")
@open_to_all
def hold_status(secret: str) -> ResponseReturnValue:
    held = get_hold(secret)
    if held.requested_at is not None:
        return redirect(url_for("couples.reservation", secret=secret), 302)
    if lives(held):
        return redirect(url_for("couples.couple", secret=secret), 302)
    return show_over(held, secret, 200)


@bp.post("/reservieren/<secret>/verlaengern")
@open_to_all
def extend(secret: str) -> ResponseReturnValue:
    held = get_hold(secret)
    if held.requested_at is not None:
        return redirect(url_for("couples.reservation", secret=secret), 303)
    try:
        with transaction() as session:
            save_answers(session, held.id, _typed_meanwhile())
            times = 0 if request.values.get("zeit") == "alle" else 1
            extend_hold(session, held.id, times=times, seen=_seen(), now=clock.now())
    except HoldOver:
        return show_over(held, secret, 409)
    except NoMoreExtensions as refusal:
        flash(sentence_for(refusal), "warning")
    return redirect(url_for(_wanted_step(), secret=secret), 303)


@bp.post("/reservieren/<secret>/freigeben")
@open_to_all
def release(secret: str) -> ResponseReturnValue:
    held = get_hold(secret)
    if held.requested_at is not None:
        return redirect(url_for("couples.reservation", secret=secret), 303)
    with transaction() as session:
        release_hold(session, held.id, now=clock.now())
    flash(_("Der Termin ist wieder frei. Ihre Angaben haben wir noch."), "success")
    return redirect(_dates_of(held.slot), 303)


@bp.post("/reservieren/<secret>/vergessen")
@open_to_all
def forget(secret: str) -> ResponseReturnValue:
    held = get_hold(secret)
    with transaction() as session:
        forget_typed(session, held.id, now=clock.now())
    flash(_("Ihre Angaben sind gelöscht."), "success")
    return redirect(url_for("couples.hold_status", secret=secret), 303)


def get_hold(secret: str) -> Reservation:
    """Return the hold behind a link, or what became of it, for the browser that made it.

    Raises:
        NotFound: the link opens nothing here.
    """
    held = get_by_secret(db.session(), secret, now=clock.now())
    if not may_act(db.session(), held, known_browser_hash()):
        raise NotFound
    return held


def lives(held: Reservation) -> bool:
    """Answer whether the hold still counts."""
    return is_live_hold(held.state, held.held_until, clock.now())


def show_lost(slot: Slot, refusal: Refusal, guests: int | None) -> ResponseReturnValue:
    """Show that a time cannot be held, and the three nearest that can."""
    if slot.opens_at is None:
        # It was never released: what an operator plans is nobody's business yet.
        raise NotFound
    is_throttled = isinstance(refusal, TooManyTries)
    page = render_template(
        "couples/hold.html",
        slot=slot,
        sentence=sentence_for(refusal),
        offers=[] if is_throttled else offers_near(slot, guests),
        throttled=is_throttled,
        kept={} if guests is None else {"gaeste": guests},
        taken=isinstance(refusal, SlotTaken),
        as_of=clock.now(),
        day_url=_dates_of(slot),
    )
    return refused(page, refusal)


def show_over(held: Reservation, secret: str, status: int) -> ResponseReturnValue:
    """Show that the minutes are over, what was kept, and how to go on."""
    policies = todays_policies()
    now = clock.now()
    free = is_slot_free(held.slot, now=now, policies=policies)
    ended_at = held.ended_at or held.held_until or now
    most = timedelta(minutes=policies.hold_minutes * (policies.hold_extensions + 1))
    page = render_template(
        "couples/hold_status.html",
        held=held,
        secret=secret,
        free=free,
        offers=[] if free else offers_near(held.slot, held.guests),
        ended_at=ended_at,
        kept_until=ended_at + timedelta(hours=policies.keep_answers_hours),
        most_until=now + most,
        day_url=_dates_of(held.slot),
    )
    return page, status


def _budget() -> Budget:
    """Return how many times this visitor's network may take: nobody hoards a whole summer."""
    limit = Limit(current_app.config["HOLDS_PER_NETWORK"], HOLDS_WITHIN)
    at_once = current_app.config["HOLDS_AT_ONCE"]
    return Budget(keyed("hold", client_network()), limit, at_once)


def _in_vain() -> tuple[str, Limit]:
    """Return under which key attempts in vain of this network count, and how many there may be."""
    most = current_app.config["HOLDS_PER_NETWORK"] * IN_VAIN_PER_HOLD
    return keyed("in-vain", client_network()), Limit(most, HOLDS_WITHIN)


def _number(name: str) -> int | None:
    """Return the number that was sent under this name, exactly once, or None."""
    values = request.form.getlist(name) or request.args.getlist(name)
    if len(values) != 1 or not re.fullmatch(r"[0-9]{1,9}", values[0]):
        return None
    return int(values[0])


def _seen() -> int | None:
    """Return how many extensions the page showed, if it said so."""
    word = request.values.get("stand", "")
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else None


def _typed_meanwhile() -> dict[str, Any]:
    """Return what stood in the step's fields when more time was asked for."""
    form = STEP_FORMS.get(request.values.get("schritt", ""))
    return form().right_answers if form and set(ANSWERS) & set(request.form) else {}


def _wanted_step() -> str:
    return STEPS.get(request.values.get("schritt", ""), "couples.couple")


def _dates_of(slot: Slot) -> str:
    day = address_or_none("couples.day", day=slot.day)
    return day or url_for("couples.start")
