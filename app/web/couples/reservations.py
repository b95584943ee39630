"""A reservation's own page: where it stands, what is next, and cancelling it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.access import send_confirmation_again, send_fresh_link
from app.actions.reservations import cancel as cancel_reservation
from app.actions.tokens import mint
from app.extensions import db
from app.mail.words import reason_of
from app.models import Purpose, Reservation
from app.queries import NotFound
from app.queries.fees import list_due_fees
from app.queries.outbox import find_delayed_mail
from app.queries.reservations import find_own, get_by_secret, may_act
from app.rules.refusals import Refusal, TooManyTries
from app.rules.reservations import LIVE, ReservationState
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.answers import refused
from app.web.couples import bp
from app.web.couples.browser import known_browser_hash
from app.web.couples.forms import CancelForm
from app.web.couples.paths import next_step, path_of, shown_state
from app.web.office import todays_policies
from app.web.refusals import sentence_for


@bp.get("/r/<secret>")
@open_to_all
def reservation(secret: str) -> ResponseReturnValue:
    found = get_by_secret(db.session(), secret, now=clock.now())
    acts = _acts(found)
    if found.requested_at is None and found.reserved_at is None:
        # Still a hold: the form is its page, and only in the browser that made it.
        if not acts:
            raise NotFound
        return redirect(url_for("couples.hold_status", secret=secret), 302)
    return render_template("couples/reservation.html", **_facts(found, secret, acts))


@bp.post("/r/<secret>/link")
@open_to_all
def send_link(secret: str) -> ResponseReturnValue:
    found = _sent(secret)
    try:
        with transaction() as session:
            send_fresh_link(session, found.id, now=clock.now())
    except TooManyTries as refusal:
        return _throttled(secret, refusal)
    flash(
        _(
            "Wir haben einen Link an Ihre E-Mail-Adresse geschickt. Er gilt 10 Minuten. "
            "Öffnen Sie ihn in diesem Browser."
        ),
        "success",
    )
    return redirect(url_for("couples.reservation", secret=secret), 303)


@bp.post("/r/<secret>/noch-einmal")
@open_to_all
def send_again(secret: str) -> ResponseReturnValue:
    found = _sent(secret)
    if _acts(found):
        try:
            with transaction() as session:
                send_confirmation_again(session, found.id, now=clock.now())
        except TooManyTries as refusal:
            return _throttled(secret, refusal)
        flash(
            _("Die E-Mail ist noch einmal unterwegs. Sehen Sie auch im Spam-Ordner nach."),
            "success",
        )
    return redirect(url_for("couples.reservation", secret=secret), 303)


@bp.route("/r/<secret>/absagen", methods=["GET", "POST"])
@open_to_all
def cancel(secret: str) -> ResponseReturnValue:
    found = _sent(secret)
    if not _acts(found) or found.state is ReservationState.CANCELLED:
        return redirect(url_for("couples.reservation", secret=secret), _code())
    form = CancelForm()
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                cancel_reservation(session, found.id, why=form.chosen, now=clock.now())
        except Refusal as refusal:
            form.form_errors.append(sentence_for(refusal))
            status = 409
        else:
            return redirect(url_for("couples.reservation", secret=secret), 303)
    elif form.is_submitted():
        status = 422
    page = render_template("couples/cancel.html", form=form, **_facts(found, secret, True))
    return page, status


@bp.post("/reservierung-finden/oeffnen")
@open_to_all
def open_own() -> ResponseReturnValue:
    own = find_own(db.session(), known_browser_hash())
    if own is None:
        return redirect(url_for("couples.find_reservation"), 303)
    with transaction() as session:
        secret = mint(session, Purpose.RESERVATION, now=clock.now(), reservation_id=own.id)
    return redirect(url_for("couples.reservation", secret=secret), 303)


def _sent(secret: str) -> Reservation:
    """Return the reservation behind a link; a hold is none yet.

    Raises:
        NotFound: the link opens nothing of the kind.
    """
    found = get_by_secret(db.session(), secret, now=clock.now())
    if found.requested_at is None and found.reserved_at is None:
        raise NotFound
    return found


def _throttled(secret: str, refusal: TooManyTries) -> ResponseReturnValue:
    """Show the reservation's page, and when the next mail may be asked for."""
    flash(sentence_for(refusal), "warning")
    found = _sent(secret)
    page = render_template("couples/reservation.html", **_facts(found, secret, _acts(found)))
    return refused(page, refusal)


def _acts(found: Reservation) -> bool:
    return may_act(db.session(), found, known_browser_hash())


def _code() -> int:
    return 302 if request.method == "GET" else 303


def _facts(found: Reservation, secret: str, acts: bool) -> dict[str, Any]:
    policies = todays_policies()
    now = clock.now()
    state = shown_state(found, now)
    register_from, register_until = next_step(found, policies)
    return {
        "reservation": found,
        "secret": secret,
        "reason": reason_of(found),
        "acts": acts,
        "state": state.value,
        "mail_is_late": find_delayed_mail(db.session(), found.id) is not None,
        "live": state in LIVE,
        "new": request.args.get("neu") == "1",
        "path": path_of(found, policies, now),
        "fees": list_due_fees(db.session(), found.slot),
        "register_from": register_from,
        "register_until": register_until,
        "today": clock.today(),
    }
