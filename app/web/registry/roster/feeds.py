"""The calendar a registrar can subscribe to: its address is shown once, and can be closed."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.feeds import close_feed, open_feed
from app.extensions import db
from app.queries.duties import get_registrar
from app.queries.feeds import find_open_feed
from app.rules.permissions import Permission
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp


@bp.get("/einsatz/kalender/<int:registrar_id>")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_feed(registrar_id: int) -> ResponseReturnValue:
    return _page(registrar_id)


@bp.post("/einsatz/kalender/<int:registrar_id>")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_feed_open(registrar_id: int) -> ResponseReturnValue:
    with transaction() as session:
        secret = open_feed(session, registrar_id, actor=the_actor(), now=clock.now())
    # Not a redirect: the secret is known to nobody else, and this page is where it is shown.
    path = url_for("feeds.registrar", secret=secret)
    return _page(registrar_id, current_app.config["BASE_URL"] + path)


@bp.post("/einsatz/kalender/<int:registrar_id>/schliessen")
@requires(Permission.ASSIGN_REGISTRARS)
def roster_feed_close(registrar_id: int) -> ResponseReturnValue:
    with transaction() as session:
        close_feed(session, registrar_id, actor=the_actor(), now=clock.now())
    flash(_("Die Adresse gilt nicht mehr."), "success")
    return redirect(url_for(".roster_feed", registrar_id=registrar_id), 303)


def _page(registrar_id: int, address: str | None = None) -> str:
    session = db.session()
    return render_template(
        "registry/roster_feed.html",
        person=get_registrar(session, registrar_id),
        feed=find_open_feed(session, registrar_id),
        address=address,
    )
