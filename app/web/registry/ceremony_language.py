"""In which language a couple marries: only those who speak it can then perform the ceremony."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.ceremonies import set_ceremony_language
from app.actions.locks import lock_reservation
from app.extensions import db
from app.models import Reservation
from app.queries.reservations import get_by_reference
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.rules.reservations import LIVE
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp
from app.web.registry.duty.answers import ShownCase, put_refusal
from app.web.registry.duty.forms import CeremonyLanguageForm
from app.web.registry.reading import read_reference


@bp.route("/reservierungen/<reference>/sprache", methods=["GET", "POST"])
@requires(Permission.HANDLE_RESERVATIONS)
def reservation_language(reference: str) -> ResponseReturnValue:
    case = _get(reference)
    if case.state not in LIVE:
        return redirect(url_for(".reservation", reference=reference), 303)
    form = _form(case)
    if not form.validate_on_submit():
        return _page(case, form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            _form(lock_reservation(session, case.id)).check_shown()
            spoken = form.spoken.data or None
            set_ceremony_language(session, case.id, spoken, actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        cases = put_refusal(form, refusal)
        return _page(_get(reference), form, cases), 409
    flash(_("Die Sprache der Trauung ist gespeichert."), "success")
    return redirect(url_for(".reservation", reference=reference), 303)


def _get(reference: str) -> Reservation:
    return get_by_reference(db.session(), read_reference(reference))


def _form(case: Reservation) -> CeremonyLanguageForm:
    return CeremonyLanguageForm(data={"spoken": case.ceremony_language or ""})


def _page(
    case: Reservation, form: CeremonyLanguageForm, cases: list[ShownCase] | None = None
) -> str:
    return render_template(
        "registry/reservation_language.html", case=case, form=form, cases=cases or []
    )
