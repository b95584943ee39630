"""Until when registrars are promised; what a change opens and closes is shown before."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions.coverage import Moved, count_moved, set_coverages
from app.extensions import db
from app.queries.duties import get_coverages
from app.rules.coverage import WeekdayClass
from app.rules.permissions import Permission
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.registry import bp
from app.web.registry.duty.answers import put_refusal
from app.web.registry.duty.forms import CoverageForm
from app.web.registry.duty.stored import check_still_shown


@bp.route("/dienste/zugesichert", methods=["GET", "POST"])
@requires(Permission.PLAN_DUTIES)
def duties_coverage() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    try:
        if request.form.get("schritt") != "speichern":
            form.check_shown()
            wanted = {kind: day for kind, day in form.to_wish().items() if day is not None}
            return _page(form, count_moved(db.session(), wanted, now=clock.now()))
        with transaction() as session:
            check_still_shown(session, _form)
            moved = set_coverages(session, form.to_wish(), actor=the_actor(), now=clock.now())
    except Refusal as refusal:
        put_refusal(form, refusal)
        return _page(form), 409
    flash(_("Gespeichert.") + " " + moved_in_words(moved), "success")
    return redirect(url_for(".duties_coverage"), 303)


def moved_in_words(moved: Moved) -> str:
    """Write „12 freigegebene Termine sind jetzt zugesichert, …“."""
    opened = ngettext(
        "%(num)d freigegebener Termin wird damit zugesichert,",
        "%(num)d freigegebene Termine werden damit zugesichert,",
        moved.opened,
    )
    closed = ngettext("%(num)d nicht mehr.", "%(num)d nicht mehr.", moved.closed)
    return f"{opened} {closed}"


def _form() -> CoverageForm:
    stored: dict[str, Any] = {kind.value: day for kind, day in get_coverages(db.session()).items()}
    return CoverageForm(data=stored)


def _page(form: CoverageForm, moved: Moved | None = None) -> str:
    return render_template(
        "registry/duties_coverage.html",
        form=form,
        kinds=list(WeekdayClass),
        effect=moved_in_words(moved) if moved is not None else None,
    )
