"""The desk for a disturbed day: who is affected, who could step in, what to tell the couples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.actions.disruptions import solve_day
from app.extensions import db
from app.models import Slot
from app.queries.disruptions import (
    NEAR_DAYS,
    SAME_DAY,
    Disruption,
    Offers,
    get_disruption,
    get_offers,
    list_alternatives_for,
    list_people,
    share_out,
)
from app.queries.rosters import Case, get_absences, get_people
from app.rules.calendar import berlin_day
from app.rules.disruptions import Substitute
from app.rules.permissions import Permission, may
from app.rules.refusals import Refusal
from app.transaction import transaction
from app.web.access import current_actor, requires, the_actor
from app.web.form_help import Problem
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.disruption_words import message_for, substitute_words
from app.web.registry.reading import read_number
from app.web.registry.roster.page import read_shown
from app.web.registry.roster.words import place_and_time


@dataclass(frozen=True)
class Affected:
    """One ceremony of which nobody knows who performs it."""

    case: Case
    closed: bool = False
    people: tuple[Substitute, ...] = ()
    same_day: tuple[Slot, ...] = ()
    near: tuple[Slot, ...] = ()
    message: str = ""


@bp.get("/stoerung/<day:day>")
@requires(Permission.HANDLE_RESERVATIONS)
def disruption(day: date) -> ResponseReturnValue:
    return render_template("registry/disruption.html", **_page(day))


@bp.post("/stoerung/<day:day>")
@requires(Permission.ASSIGN_REGISTRARS)
def disruption_solve(day: date) -> ResponseReturnValue:
    version = read_number(request.form.get("stand", ""))
    shown = read_shown()
    try:
        with transaction() as session:
            solve_day(
                session,
                day,
                shown,
                version=-1 if version is None else version,
                actor=the_actor(),
                now=clock.now(),
            )
    except Refusal as refusal:
        return render_template("registry/disruption.html", **_page(day, refusal)), 409
    flash(
        ngettext(
            "%(num)s Trauung ist neu zugewiesen.",
            "%(num)s Trauungen sind neu zugewiesen.",
            len(shown),
        ),
        "success",
    )
    return redirect(url_for(".disruption", day=day), 303)


@bp.get("/stoerung/<day:day>/telefonliste")
@requires(Permission.HANDLE_RESERVATIONS)
def disruption_phones(day: date) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    found = get_disruption(session, day, now=now)
    keys = (*found.rescue.closed, *found.rescue.left_out, *found.rescue.solvable)
    unsolved = found.rescue.unsolved
    cases = sorted(found.cases(keys), key=lambda one: (one.job.key not in unsolved, one.job.begins))
    return render_template(
        "registry/disruption_phones.html",
        day=day,
        now=now,
        cases=cases,
        unsolved=unsolved,
    )


def _page(day: date, refusal: Refusal | None = None) -> dict[str, Any]:
    """Return what the template needs; a constant number of queries."""
    session, now = db.session(), clock.now()
    found = get_disruption(session, day, now=now)
    absences = get_absences(session, day)
    offers = get_offers(session, found, now=now, policies=todays_policies())
    return {
        "day": day,
        "now": now,
        "roster": found.roster,
        "version": found.version,
        "rescue": found.rescue,
        "is_calm": found.is_calm,
        "unsolved": _unsolved(found, offers, now=now),
        "solvable": [
            Affected(case, people=tuple(list_people(found, case)))
            for case in found.cases(found.rescue.solvable)
        ],
        "people": get_people(session, found.roster),
        "untold": _count_untold(found, today=berlin_day(now)),
        "may_assign": may(current_actor(), Permission.ASSIGN_REGISTRARS),
        "problems": [Problem(sentence_for(refusal))] if refusal else [],
        "place_and_time": place_and_time,
        "means": lambda one: substitute_words(one, found.roster, absences),
        "reason_words": lambda one: _("geschlossen") if one.closed else _("niemand kann kommen"),
    }


def _count_untold(found: Disruption, *, today: date) -> int:
    """Return how many assignments are to be announced now that nothing is left to change."""
    if found.rescue.changes or found.roster.day < today:
        return 0
    return len(found.roster.news)


def _unsolved(found: Disruption, offers: Offers, *, now: datetime) -> list[Affected]:
    """Return the ceremonies for which the couple has to be asked, by time."""
    affected = []
    keys = tuple(found.rescue.unsolved)
    cases = sorted(found.cases(keys), key=lambda one: (one.job.begins, one.job.key))
    wanted = [list_alternatives_for(found, case, offers, now=now) for case in cases]
    same_days = share_out([same for same, _near in wanted], SAME_DAY)
    nears = share_out([near for _same, near in wanted], NEAR_DAYS)
    for case, same, near in zip(cases, same_days, nears, strict=True):
        closed = case.job.key in found.rescue.closed
        message = message_for(case, [*same, *near], closed=closed, office=todays_policies())
        people = () if closed else tuple(list_people(found, case))
        affected.append(Affected(case, closed, people, tuple(same), tuple(near), message))
    return affected
