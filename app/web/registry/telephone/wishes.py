"""The wish of a caller: its form, what was understood, and what is free for it."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app import clock
from app.extensions import db
from app.queries.office import list_venue_choices
from app.rules.search import Wish
from app.rules.wishes import Asked, understand
from app.web.registry.forms import offered
from app.web.registry.telephone.forms import WishForm
from app.web.registry.telephone.hits import Hits, find_hits


def wish_form(sent: MultiDict[str, str]) -> WishForm:
    """Return the form with what was sent and all venues to choose from."""
    form = WishForm(sent)
    venues = list_venue_choices(db.session())
    form.ort.choices = offered(
        [("", _("alle Trauorte")), *((row.slug, row.name) for row in venues)]
    )
    return form


def asked_of(form: WishForm) -> Asked | None:
    """Return which days were meant; None: we do not know."""
    return understand(form.wann.data or "", clock.today())


def is_understood(form: WishForm) -> bool:
    """Answer whether we know which days were meant; if not the field says so."""
    if asked_of(form) is None:
        form.wann.errors = [_("Das haben wir nicht verstanden. Zum Beispiel: 12.6. oder Juni 2027")]
        return False
    return True


def search(session: Session, form: WishForm, *, since: date | None = None) -> Hits | None:
    """Return what is free; None if we do not know for what."""
    asked = asked_of(form)
    if asked is None or form.errors:
        return None
    wish = Wish(
        part_of_day=asked.part_of_day,
        guests=form.gaeste.data,
        step_free=form.stufenlos.data,
        venues=(form.ort.data,) if form.ort.data else (),
    )
    return find_hits(session, asked, wish, since=since)
