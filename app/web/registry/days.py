"""The list of a day, on the screen and on paper."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import db
from app.queries.cases import find_ceremony_day
from app.queries.in_the_way import get_left_out, is_disturbed, list_cases
from app.rules.permissions import Permission
from app.rules.reservations import ReservationState
from app.web.access import requires
from app.web.registry import bp
from app.web.registry.day_sheets import count_own, read_sheet
from app.web.registry.duty.answers import ShownCase, show_cases
from app.web.registry.reading import read_day

#: Not yet agreed: what still has to be settled before the day.
UNSETTLED = (ReservationState.REQUESTED, ReservationState.RESERVED)


@bp.get("/tag", defaults={"day": None})
@bp.get("/tag/<day>")
@requires(Permission.SEE_OFFICE)
def day_list(day: str | None) -> ResponseReturnValue:
    session = db.session()
    asked = day or request.args.get("tag")
    wanted = read_day(asked) if asked else clock.today()
    sheet = read_sheet(wanted)
    ceremonies = [case.reservation for case in sheet.roster.cases]
    venues = {row.slot.venue_id: row.slot.venue for row in ceremonies}
    return render_template(
        "registry/day_list.html",
        day=wanted,
        ceremonies=ceremonies,
        lines=sheet.lines,
        assigned=count_own(sheet),
        venues=sorted(venues.values(), key=lambda venue: venue.name),
        unsettled=[row for row in ceremonies if row.state in UNSETTLED],
        earlier=find_ceremony_day(session, wanted, after=False),
        later=find_ceremony_day(session, wanted, after=True),
        now=clock.now(),
        disturbed=is_disturbed(session, wanted),
        cases=_cases(wanted),
    )


def _cases(day: date) -> list[ShownCase]:
    """Return what cannot be performed on a disturbed day, and what would help."""
    session, now = db.session(), clock.now()
    if not is_disturbed(session, day):
        return []
    return show_cases(session, list_cases(session, get_left_out(session, [day], now=now), now=now))
