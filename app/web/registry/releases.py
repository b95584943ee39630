"""Submitted times: release them in bulk, or send them back with a reason each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.actions.slots import release_slots, return_slots
from app.extensions import db
from app.models import Slot
from app.queries.conflicts import find_conflicts
from app.queries.releases import list_submitted
from app.queries.slots import list_slots
from app.rules.answers import clean_line
from app.rules.calendar import FIRST_YEAR, LAST_YEAR, instant_at
from app.rules.outcomes import Outcome
from app.rules.permissions import Permission, may
from app.rules.reservations import last_day_to_reserve
from app.rules.slots import Obstacle
from app.transaction import transaction
from app.web.access import requires, the_actor
from app.web.fields import read_day
from app.web.filters import medium_date
from app.web.form_help import Problem
from app.web.office import todays_policies
from app.web.refusals import sentence_for
from app.web.registry import bp
from app.web.registry.forms import LONGEST_REASON
from app.web.registry.groups import Group, get_group, group_slots
from app.web.registry.reading import read_ids

#: Where the outcome waits for the page that shows it; ids only, and not more than a cookie holds.
OUTCOME = "amt_freigaben"
MOST_SHOWN = 150
#: Why nobody could perform a ceremony at a time.
UNSTAFFED = frozenset({Obstacle.NO_REGISTRAR, Obstacle.NO_TRAVEL_TIME})
#: Venues to which the outcome leads.
MOST_PLACES = 3


@dataclass(frozen=True)
class Mistake:
    """What was wrong with one card of the queue, and what had been entered there."""

    card: str
    sentence: str
    #: Whether it stands at the day of the opening.
    at_day: bool
    chosen: frozenset[int]
    opens: str


@bp.get("/freigaben")
@requires(Permission.RELEASE_TIMES)
def releases() -> ResponseReturnValue:
    return _queue_page()


@bp.post("/freigaben/freigeben")
@requires(Permission.RELEASE_TIMES)
def releases_release() -> ResponseReturnValue:
    ids = read_ids("termin")
    opens_at, wrong = _announced(request.form.get("oeffnet_am", ""), ids)
    if wrong or not ids:
        return _queue_page(_mistake(wrong)), 422
    with transaction() as session:
        outcome = release_slots(session, ids, opens_at=opens_at, actor=the_actor(), now=clock.now())
        _remember("freigegeben", outcome, _shown(outcome.done))
    return redirect(url_for(".releases_result"), 303)


@bp.route("/freigaben/<key>/zurueckgeben", methods=["GET", "POST"])
@requires(Permission.RELEASE_TIMES)
def releases_return(key: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _return_page(get_group(_groups(), key), {}, {})
    reasons = {
        slot_id: request.form.get(f"grund-{slot_id}", "").replace("\0", "").strip()
        for slot_id in read_ids("termin")
    }
    wrong = _wrong(reasons)
    if wrong or not reasons:
        return _return_page(get_group(_groups(), key), reasons, wrong), 422
    with transaction() as session:
        _remember(
            "zurueckgegeben", return_slots(session, reasons, actor=the_actor(), now=clock.now())
        )
    return redirect(url_for(".releases_result"), 303)


@bp.get("/freigaben/ergebnis")
@requires(Permission.RELEASE_TIMES)
def releases_result() -> ResponseReturnValue:
    outcome: dict[str, Any] | None = browser.get(OUTCOME)
    if outcome is None:
        return redirect(url_for(".releases"), 303)
    session = db.session()
    slots = list_slots(session, outcome["not_done"])
    conflicts = find_conflicts(session, slots, now=clock.now())
    return render_template(
        "registry/releases_result.html",
        outcome=outcome,
        opens_at=datetime.fromisoformat(outcome["opens_at"]) if outcome.get("opens_at") else None,
        shortage_from=date.fromisoformat(month) if (month := outcome.get("shortage")) else None,
        may_plan=may(the_actor(), Permission.PLAN_DUTIES),
        slots=slots,
        reasons={key: sentence_for(conflict) for key, conflict in conflicts.items()},
        places=[_shown_place(*place) for place in outcome.get("places", ())],
    )


def _shown(slots: Sequence[Slot]) -> dict[str, Any]:
    """Tell how many of them couples see at once, what keeps some from being free, and where."""
    now = clock.now()
    later = [slot.opens_at for slot in slots if slot.opens_at and slot.opens_at > now]
    first: dict[str, tuple[str, str]] = {}
    for slot in slots:
        if slot.opens_at and slot.opens_at <= now:
            first.setdefault(slot.venue.slug, (slot.venue.short_name, slot.day.isoformat()))
    unstaffed = [slot.day for slot in slots if slot.obstacle in UNSTAFFED]
    return {
        "unstaffed": len(unstaffed),
        "shortage": min(unstaffed).replace(day=1).isoformat() if unstaffed else None,
        "uncovered": sum(slot.obstacle is Obstacle.NOT_COVERED for slot in slots),
        "visible": len(slots) - len(later),
        "later": len(later),
        "opens_at": min(later).isoformat() if later else None,
        "places": [[slug, *shown] for slug, shown in list(first.items())[:MOST_PLACES]],
    }


def _shown_place(slug: str, name: str, day: str) -> tuple[str, str]:
    """Return where couples see what was released, and the venue's name."""
    return url_for("couples.venue", lang="de", slug=slug, am=day), name


def _groups() -> list[Group]:
    session = db.session()
    slots = list_submitted(session)
    return group_slots(slots, find_conflicts(session, slots, now=clock.now()))


def _mistake(wrong_day: str | None) -> Mistake:
    """Return what the card of the queue that was sent has to show again."""
    return Mistake(
        card=request.form.get("gruppe", ""),
        sentence=wrong_day or _("Es ist kein Termin gewählt."),
        at_day=wrong_day is not None,
        chosen=frozenset(read_ids("termin")),
        opens=clean_line(request.form.get("oeffnet_am", ""))[:20],
    )


def _queue_page(mistake: Mistake | None = None) -> str:
    groups = _groups()
    there = mistake is not None and any(group.key == mistake.card for group in groups)
    anchor = f"oeffnet-{mistake.card}" if mistake and there and mistake.at_day else None
    return render_template(
        "registry/releases.html",
        groups=groups,
        mistake=mistake,
        total=sum(len(group.slots) for group in groups),
        free=sum(len(group.free) for group in groups),
        problems=[Problem(mistake.sentence, anchor)] if mistake else [],
        now=clock.now(),
        today=clock.today(),
    )


def _return_page(group: Group, reasons: dict[int, str], wrong: dict[int, str]) -> str:
    submitted = request.method == "POST"
    problems = [Problem(sentence, f"grund-{key}") for key, sentence in wrong.items()]
    if submitted and not reasons:
        problems.append(Problem(_("Es ist kein Termin gewählt.")))
    chosen = set(reasons) if submitted else set(group.conflicts)
    return render_template(
        "registry/releases_return.html",
        group=group,
        chosen=chosen,
        free_chosen=bool(chosen - set(group.conflicts)),
        reasons={**group.conflicts, **reasons},
        wrong=wrong,
        problems=problems,
        longest=LONGEST_REASON,
    )


def _wrong(reasons: dict[int, str]) -> dict[int, str]:
    wrong = {}
    for key, reason in reasons.items():
        if not reason:
            wrong[key] = _("Bitte nennen Sie einen Grund.")
        elif len(reason) > LONGEST_REASON:
            wrong[key] = _("Der Grund ist zu lang. Höchstens 500 Zeichen passen.")
    return wrong


def _announced(text: str, ids: Sequence[int]) -> tuple[datetime | None, str | None]:
    """Return the instant of an announced later opening, or what is wrong with it."""
    if not text.strip():
        return None, None
    day = read_day(text.strip())
    if day is None:
        return None, _("Dieses Datum gibt es nicht. Schreiben Sie es so: 12.06.2027.")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None, _("So weit reicht der Kalender nicht.")
    if day < clock.today():
        return None, _("Die Freischaltung kann nicht in der Vergangenheit liegen.")
    policies = todays_policies()
    slots = list_slots(db.session(), ids) if ids else []
    first = min((slot.day for slot in slots), default=None)
    if first is not None and day > (last := last_day_to_reserve(first, policies)):
        return None, _(
            "Das ist zu spät: Den ersten dieser Termine können Paare nur bis %(day)s reservieren.",
            day=medium_date(last),
        )
    return instant_at(day, policies.opening_time), None


def _remember(did: str, outcome: Outcome[Slot], shown: dict[str, Any] | None = None) -> None:
    browser[OUTCOME] = {
        **(shown or {}),
        "did": did,
        "done": len(outcome.done),
        "already": len(outcome.already),
        "not_done": [entry.thing.id for entry in outcome.not_done[:MOST_SHOWN]],
        "more": max(0, len(outcome.not_done) - MOST_SHOWN),
    }
