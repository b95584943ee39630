"""Where the shortage is: a month by weekday and hour."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import db
from app.queries.shortage import get_shortage
from app.rules.calendar import add_months
from app.rules.permissions import Permission
from app.rules.shortage import Cause
from app.web.access import requires
from app.web.registry import bp


@bp.get("/engpass")
@requires(Permission.SEE_OFFICE)
def shortage() -> ResponseReturnValue:
    return redirect(url_for(".shortage_month", month=clock.today().replace(day=1)))


@bp.get("/engpass/<month:month>")
@requires(Permission.SEE_OFFICE)
def shortage_month(month: date) -> ResponseReturnValue:
    found = get_shortage(db.session(), month, now=clock.now())
    blocked = sum(found.count(cause) for cause in Cause)
    return render_template(
        "registry/shortage_month.html",
        month=month,
        found=found,
        free=found.total - blocked,
        earlier=add_months(month, -1),
        later=add_months(month, 1),
    )
