"""Where the shortage is: a month by weekday and hour."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.extensions import db
from app.queries.shortage import Shortage, get_shortage
from app.rules.calendar import add_months
from app.rules.permissions import Permission
from app.rules.shortage import SHIFTS, Opening, Shift
from app.rules.slots import Obstacle
from app.web.access import requires
from app.web.filters import weekday_name
from app.web.registry import bp


@bp.get("/engpass")
@requires(Permission.SEE_OFFICE)
def shortage() -> ResponseReturnValue:
    return redirect(url_for(".shortage_month", month=clock.today().replace(day=1)))


@bp.get("/engpass/<month:month>")
@requires(Permission.SEE_OFFICE)
def shortage_month(month: date) -> ResponseReturnValue:
    found = get_shortage(db.session(), month, now=clock.now())
    return render_template(
        "registry/shortage_month.html",
        month=month,
        found=found,
        causes=_causes(found),
        shifts=[_shift(shift) for shift in SHIFTS],
        openings=[(one, _sentence(one, found), _shift(one.shift)) for one in found.openings],
        most=max((one.times for one in found.openings), default=0),
        earlier=add_months(month, -1),
        later=add_months(month, 1),
    )


def _causes(found: Shortage) -> list[tuple[Obstacle, str, int]]:
    """Return what keeps times from being free, in words, and how many; registrars first."""
    titles = {
        Obstacle.NO_REGISTRAR: _("Niemand vom Standesamt frei"),
        Obstacle.NOT_COVERED: _("Dienste noch nicht zugesichert"),
        Obstacle.NO_TRAVEL_TIME: _("Fahrzeit nicht eingetragen"),
        Obstacle.TAKEN: _("Vergeben"),
        Obstacle.OVERLAP: _("Trauort durch einen Termin davor oder danach belegt"),
        Obstacle.VENUE_CLOSED: _("Trauort geschlossen"),
        Obstacle.DAY_CLOSED: _("Standesamt geschlossen"),
        Obstacle.VENUE_NOT_IN_USE: _("Trauort nicht in Betrieb"),
        Obstacle.RECKONING: _("Wird noch berechnet"),
    }
    counted = [(obstacle, title, found.count(obstacle)) for obstacle, title in titles.items()]
    return [cause for cause in counted if cause[2]]


def _sentence(one: Opening, found: Shortage) -> str:
    """Say how many times on how many such days: „+14 Termine an 4 Samstagen“."""
    times = ngettext("+%(num)s Termin", "+%(num)s Termine", one.times)
    weekday = weekday_name(one.weekday)
    days = ngettext("an %(num)s %(weekday)s", "an %(num)s %(weekday)sen", one.days, weekday=weekday)
    return f"{times} {days}"


def _shift(shift: Shift) -> str:
    return f"{_minute(shift.begins_minute)}–{_minute(shift.ends_minute)}"


def _minute(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
