"""Everything the page of a day shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app import clock
from app.actions.assignments import UNDO_LASTS
from app.extensions import db
from app.models import Entry, Reservation
from app.models.base import LARGEST_ID
from app.queries import NotFound
from app.queries.in_the_way import is_disturbed
from app.queries.reservations import get_by_reference
from app.queries.rosters import (
    Case,
    RosterDay,
    count_free_slots,
    find_change,
    find_last_change,
    get_absences,
    get_month_load,
    get_people,
    get_roster_days,
    list_wedding_days,
)
from app.rules.assignments import Job, problems_of
from app.rules.permissions import Permission, may
from app.rules.refusals import DoesNotFit, Refusal
from app.rules.suggestions import Suggestion
from app.web.access import current_actor, the_actor
from app.web.form_help import Problem as FormProblem
from app.web.refusals import sentence_for
from app.web.registry.reading import read_number, read_reference
from app.web.registry.roster.board import board_of
from app.web.registry.roster.panel import Panel, options_for, panel_for, suggestion_for
from app.web.registry.roster.words import (
    AWAY,
    change_words,
    duty_hours,
    fit_words,
    gap_words,
    place_and_time,
    problem_words,
    told_words,
)
from app.web.registry.roster.words import hours as load_in_words

#: So many wedding days after this one are told about.
NEXT_DAYS = 3
#: What is kept of the reason for overruling the roster.
LONGEST_REASON = 200


def day_page(
    day: date,
    refusal: Refusal | None = None,
    *,
    reference: str | None = None,
    wanted: str | None = None,
    suggests: bool = False,
) -> dict[str, Any]:
    """Return what the template needs; a constant number of queries."""
    session, now = db.session(), clock.now()
    following = list_wedding_days(session, day, NEXT_DAYS)
    days = get_roster_days(session, [day, *following], now=now)
    roster = days[day]
    people, load = get_people(session, roster), get_month_load(session, day)
    absences = get_absences(session, day)
    case = roster.find_case(reference)
    panel = panel_for(case, roster, people, load, absences, wanted=wanted) if case else None
    suggestion = suggestion_for(roster) if suggests and not panel else None
    as_list = request.values.get("ansicht") == "liste"
    listed = roster.cases if as_list else ()
    return {
        **_rights(),
        **_state_of(session, roster, now),
        **_typed(case, refusal),
        "day": day,
        "roster": roster,
        "people": people,
        "absences": absences,
        "board": board_of(roster, people, load, ghosts=_ghosts(roster, panel, suggestion)),
        "panel": panel,
        "suggestion": suggestion,
        "options": {
            one.job.key: options_for(one, roster, people, load, absences) for one in listed
        },
        "found": problems_of(roster.lanes, roster.jobs),
        "following": [days[one] for one in following],
        "as_list": as_list,
        "now": now,
        "today": clock.today(),
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1),
        "ordered_cases": ceremony_order(roster.cases),
        "words": WORDS,
    }


#: What the templates say with.
WORDS = {
    "away": AWAY,
    "change": change_words,
    "duty": duty_hours,
    "fit": fit_words,
    "gap": gap_words,
    "hours": load_in_words,
    "problem": problem_words,
    "told": told_words,
    "what": place_and_time,
}


def read_shown() -> dict[str, int]:
    """Return a suggestion as the form shows it: by key of the ceremony who was to perform it."""
    shown: dict[str, int] = {}
    for text in request.form.getlist("aenderung")[:200]:
        key, _colon, who = text.partition(":")
        registrar_id = read_number(who)
        if registrar_id is not None:
            shown[key] = registrar_id
    return shown


def one_id(name: str) -> int | None:
    """Return the key that a form sends under a name; None if it sends none.

    Raises:
        NotFound: it cannot be one.
    """
    text = request.form.get(name, "")
    if not text:
        return None
    number = read_number(text)
    if number is None or number > LARGEST_ID:
        raise NotFound
    return number


def case_of_form(day: date, name: str) -> Reservation:
    """Return the reservation whose reference a form sends.

    Raises:
        NotFound: there is none on the day.
    """
    reference = read_reference(request.form.get(name, ""))
    reservation = get_by_reference(db.session(), reference)
    if reservation.slot.day != day:
        raise NotFound
    return reservation


def day_of_change(entry_id: int) -> date:
    """Return the day whose roster a change concerns.

    Raises:
        NotFound: there was no such change.
    """
    entry = find_change(db.session(), entry_id)
    if entry is None:
        raise NotFound
    return date.fromordinal(entry.subject_id)


def _rights() -> dict[str, bool]:
    actor = current_actor()
    return {
        "may_assign": may(actor, Permission.ASSIGN_REGISTRARS),
        "may_plan": may(actor, Permission.PLAN_DUTIES),
        "may_overrule": may(actor, Permission.OVERRULE_ROSTER),
    }


def _state_of(session: Session, roster: RosterDay, now: datetime) -> dict[str, Any]:
    """Return how the day stands beside its roster."""
    day = roster.day
    return {
        "free_slots": count_free_slots(session, day) if not roster.cases else 0,
        "is_disturbed": is_disturbed(session, day),
        "change": _recent(find_last_change(session, day), now),
        "undo_lasts": UNDO_LASTS,
    }


def _typed(case: Case | None, refusal: Refusal | None) -> dict[str, Any]:
    """Return what the panel keeps of a refused attempt, and why it was refused."""
    return {
        "problems": [_problem_of(refusal)] if refusal else [],
        "longest_reason": LONGEST_REASON,
        "typed_reason": request.form.get("grund", ""),
        "is_pinned": "fest" in request.form if refusal else bool(case and case.job.pinned),
    }


def _problem_of(refusal: Refusal) -> FormProblem:
    """Lead to the reason where one would help."""
    wants_reason = isinstance(refusal, DoesNotFit) and refusal.may_overrule
    return FormProblem(sentence_for(refusal), "grund" if wants_reason else None)


def _ghosts(
    roster: RosterDay, panel: Panel | None, suggestion: Suggestion | None
) -> Iterable[tuple[str, Job]]:
    if panel is not None and panel.chosen and panel.chosen != panel.case.job.registrar:
        yield panel.chosen, panel.case.job
    for change in suggestion.changes if suggestion else ():
        yield change.after, roster.case_of(change.key).job


def _recent(entry: Entry | None, now: datetime) -> Entry | None:
    """Return the last change while it can be undone by who made it."""
    if entry is None or entry.facts["what"] == "undone" or now > entry.at + UNDO_LASTS:
        return None
    return entry if entry.account_id == the_actor().account_id else None


def ceremony_order(cases: Iterable[Case]) -> list[Case]:
    """Return the ceremonies as the list shows them: those without a person first, then by time."""
    return sorted(cases, key=lambda case: (not case.is_open, case.reservation.slot.begins_at))
