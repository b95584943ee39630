"""Finding a lost reservation: one answer for everybody, whatever was found."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.actions.access import ask_for_link
from app.actions.throttles import count_try
from app.extensions import db
from app.queries.reservations import find_own
from app.rules.refusals import TooManyTries
from app.rules.throttle import Limit
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.answers import refused
from app.web.client import client_network, keyed
from app.web.couples import bp
from app.web.couples.browser import known_browser_hash
from app.web.couples.forms import FindForm
from app.web.refusals import sentence_for

#: Looking for reservations from one network; a whole town hall may share one.
LIMIT = Limit(20, timedelta(minutes=15))
#: Every answer takes at least so long: how long it takes must not tell what was found.
LASTS = timedelta(milliseconds=150)


@bp.route("/reservierung-finden", methods=["GET", "POST"])
@open_to_all
def find_reservation() -> ResponseReturnValue:
    form = FindForm()
    status = 200
    if form.validate_on_submit():
        try:
            _ask(form.wanted.data or "")
        except TooManyTries as refusal:
            form.form_errors.append(sentence_for(refusal))
            return refused(_page(form), refusal)
        else:
            return redirect(url_for("couples.find_reservation", gesendet=1), 303)
    elif form.is_submitted():
        status = 422
    return _page(form), status


def _page(form: FindForm) -> str:
    own = find_own(db.session(), known_browser_hash())
    sent = request.args.get("gesendet") == "1" and not form.is_submitted()
    return render_template("couples/find_reservation.html", form=form, sent=sent, own=own)


def _ask(wanted: str) -> None:
    begun = time.monotonic()
    # Counted in a transaction of its own, so that asking in vain counts as well.
    with transaction() as session:
        count_try(session, keyed("find", client_network()), LIMIT, now=clock.now())
    with transaction() as session:
        ask_for_link(session, wanted, now=clock.now())
    time.sleep(max(0.0, LASTS.total_seconds() - (time.monotonic() - begun)))
