"""The form: three short steps and a last look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app import clock
from app.actions.answers import ANSWERS
from app.actions.reservations import check_answers, save_answers, send_reservation
from app.actions.tokens import mint
from app.extensions import db
from app.models import Purpose, Reservation
from app.queries.fees import list_due_fees
from app.queries.reservations import find_own
from app.rules.refusals import (
    AlreadyReserved,
    AnswersMissing,
    HoldOver,
    Refusal,
    TooManyGuests,
    TooManyTries,
)
from app.rules.reservations import check_guests, email_key, registration_window
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.answers import refused
from app.web.couples import bp
from app.web.couples.browser import known_browser_hash
from app.web.couples.forms import CeremonyForm, CheckForm, ContactForm, CoupleForm, StepForm
from app.web.couples.holds import get_hold, lives, show_lost, show_over
from app.web.couples.offers import Roomier, list_roomier
from app.web.couples.switching import step_form, switch
from app.web.office import todays_policies
from app.web.refusals import sentence_for

StepView = Callable[[str, Reservation], ResponseReturnValue]
View = Callable[[str], ResponseReturnValue]

#: Where an empty step is filled in, by the word of ``AnswersMissing``.
STEP_OF = {
    "couple": "couples.couple",
    "contact": "couples.contact",
    "ceremony": "couples.ceremony",
}


def of_a_hold(view: StepView) -> View:
    """Give the view its hold; what was sent or is over has pages of its own."""

    @wraps(view)
    def opened(secret: str) -> ResponseReturnValue:
        held = get_hold(secret)
        if held.requested_at is not None:
            code = 302 if request.method == "GET" else 303
            return redirect(url_for("couples.reservation", secret=secret), code)
        if not lives(held) and request.method != "POST":
            return redirect(url_for("couples.hold_status", secret=secret), 302)
        if kind := step_form():
            form = kind(data=_answers_of(held))
            template = f"{str(request.endpoint).replace('.', '/')}.html"
            show = partial(_show, template, secret, held, form, roomier=[])
            return switch(form, held, show, is_over=not lives(held))
        return view(secret, held)

    return opened


@bp.route("/reservieren/<secret>/sie-beide", methods=["GET", "POST"])
@open_to_all
@of_a_hold
def couple(secret: str, held: Reservation) -> ResponseReturnValue:
    form = CoupleForm(data=_answers_of(held))
    if form.validate_on_submit():
        return _keep(secret, held, form.answers, "couples.contact")
    return _show("couples/couple.html", secret, held, form)


@bp.route("/reservieren/<secret>/kontakt", methods=["GET", "POST"])
@open_to_all
@of_a_hold
def contact(secret: str, held: Reservation) -> ResponseReturnValue:
    form = ContactForm(data=_answers_of(held))
    if form.validate_on_submit():
        return _keep(secret, held, form.answers, "couples.ceremony")
    return _show("couples/contact.html", secret, held, form)


@bp.route("/reservieren/<secret>/trauung", methods=["GET", "POST"])
@open_to_all
@of_a_hold
def ceremony(secret: str, held: Reservation) -> ResponseReturnValue:
    form = CeremonyForm(data=_answers_of(held))
    roomier: list[Roomier] = []
    if form.validate_on_submit():
        try:
            _check_room(held, form.guests.data)
        except TooManyGuests as refusal:
            roomier = list_roomier(held.slot, refusal_guests(form))
            form.guests.errors = [_too_many(refusal, refusal_guests(form), len(roomier))]
        else:
            return _keep(secret, held, form.answers, "couples.check")
    return _show("couples/ceremony.html", secret, held, form, roomier=roomier)


@bp.route("/reservieren/<secret>/pruefen", methods=["GET", "POST"])
@open_to_all
@of_a_hold
def check(secret: str, held: Reservation) -> ResponseReturnValue:
    form = CheckForm()
    try:
        check_answers(held)
        if form.validate_on_submit():
            with transaction() as session:
                send_reservation(session, held.id, now=clock.now())
            return redirect(url_for("couples.reservation", secret=secret, neu=1), 303)
    except AnswersMissing as refusal:
        return redirect(url_for(STEP_OF[refusal.step], secret=secret), 303)
    except Refusal as refusal:
        return _refused(refusal, secret, held, form)
    return _show("couples/check.html", secret, held, form, **_facts(held))


def refusal_guests(form: CeremonyForm) -> int:
    """Return the number of guests that was too large."""
    return int(form.guests.data or 0)


def _answers_of(held: Reservation) -> dict[str, Any]:
    answers = {name: getattr(held, name) for name in ANSWERS}
    place = answers["registration_place"]
    return {**answers, "registration_place": place.value if place else None}


def _keep(
    secret: str, held: Reservation, answers: dict[str, Any], onward: str
) -> ResponseReturnValue:
    """Keep what was typed, also if the minutes ran out meanwhile, and go on."""
    with transaction() as session:
        save_answers(session, held.id, answers)
    if held.requested_at is None and not lives(held):
        return show_over(held, secret, 409)
    if "aendern" in request.args:
        onward = "couples.check"
    return redirect(url_for(onward, secret=secret), 303)


def _show(
    template: str, secret: str, held: Reservation, form: Any, **facts: Any
) -> ResponseReturnValue:
    if not lives(held):
        return show_over(held, secret, 409)
    wrong = isinstance(form, StepForm) and form.is_submitted()
    return _page(template, secret, held, form, **facts), 422 if wrong else 200


def _page(template: str, secret: str, held: Reservation, form: Any, **facts: Any) -> str:
    left = todays_policies().hold_extensions - held.extensions
    return render_template(
        template, form=form, held=held, secret=secret, extensions_left=left, **facts
    )


def _check_room(held: Reservation, guests: int | None) -> None:
    venue = held.slot.venue
    check_guests(guests or 0, seats=venue.seats, standing=venue.standing, venue=venue.name)


def _too_many(refusal: TooManyGuests, guests: int, others: int) -> str:
    sentence = sentence_for(refusal)
    if not others:
        return sentence
    way_on = ngettext(
        "Am selben Tag hat noch %(num)d Trauort Platz für %(guests)s Gäste.",
        "Am selben Tag haben noch %(num)d Trauorte Platz für %(guests)s Gäste.",
        others,
        guests=guests,
    )
    return f"{sentence} {way_on}"


def _refused(
    refusal: Refusal, secret: str, held: Reservation, form: CheckForm
) -> ResponseReturnValue:
    """Answer a reservation that could not be made, each with its way on."""
    if isinstance(refusal, HoldOver):
        return show_over(held, secret, 409)
    if isinstance(refusal, TooManyGuests):
        return redirect(url_for("couples.ceremony", secret=secret), 303)
    if isinstance(refusal, AlreadyReserved):
        return _already_reserved(secret, held)
    if isinstance(refusal, TooManyTries):
        form.form_errors.append(sentence_for(refusal))
        return refused(_page("couples/check.html", secret, held, form, **_facts(held)), refusal)
    return show_lost(held.slot, refusal, held.guests)


def _already_reserved(secret: str, held: Reservation) -> ResponseReturnValue:
    """Tell the couple of its other date, but only in a browser that may see it."""
    own = find_own(db.session(), known_browser_hash())
    if own is not None and held.email and own.email_key != email_key(held.email):
        own = None
    own_secret = None
    if own is not None:
        with transaction() as session:
            own_secret = mint(session, Purpose.RESERVATION, now=clock.now(), reservation_id=own.id)
    page = render_template(
        "couples/_already_reserved.html", held=held, secret=secret, own=own, own_secret=own_secret
    )
    return page, 409


def _facts(held: Reservation) -> dict[str, Any]:
    policies = todays_policies()
    return {
        "fees": list_due_fees(db.session(), held.slot),
        "register_until": registration_window(held.slot.day, policies)[1],
        "confirm_hours": policies.confirm_hours,
        "today": clock.today(),
    }
