"""What is shown as free can be held at once; what is not is refused for the reason shown."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from random import Random

import pytest

from app.actions.days import lock_days, mark_pending
from app.actions.holds import hold_slot
from app.models import Slot
from app.queries.free import is_slot_free, reason
from app.queries.settings import get_policies
from app.rules.calendar import berlin_day
from app.rules.refusals import Refusal, SlotNotFeasible, SlotTaken, TooEarly, TooLate
from app.rules.search import Hindrance
from app.rules.slots import Obstacle
from app.web.refusals import sentence_for
from tests.factories import NOW
from tests.queries.random_city import CLOSING_DAY, build
from tests.queries.search_oracle import Oracle
from tests.support.client import make_client

#: So many free times are held, and so many of each reason refused at most.
FREE, OF_EACH = 500, 40

#: What couples read when they try all the same, for each reason.
REFUSED = {
    "taken": "Ein anderes Paar war schneller.",
    "held": "Ein anderes Paar war schneller.",
    "overlap": "durch einen anderen Termin belegt",
    "venue_closed": "Der Trauort ist an diesem Tag geschlossen.",
    "day_closed": "An diesem Tag finden keine Trauungen statt.",
    "venue_not_in_use": "An diesem Trauort finden zurzeit keine Trauungen statt.",
    "not_open": "Dieser Termin öffnet am",
    "too_late": "Online reservieren Sie bis spätestens",
    "not_covered": "steht noch nicht fest, wer die Trauungen übernimmt",
    "no_registrar": "im Standesamt niemand für die Trauung frei",
    "no_travel_time": "noch nicht eingetragen, wie lange der Weg dauert",
    "reckoning": "Dieser Tag wird gerade neu berechnet.",
}


def test_there_is_a_sentence_for_every_reason():
    assert set(REFUSED) == {*map(str, Obstacle), *map(str, Hindrance)}


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
def test_five_hundred_free_times_can_be_held_and_the_others_are_refused_as_shown(app, session):
    """Each in the same city: what one couple holds is given back before the next asks."""
    slots = build(session, Random("halten"), venues=14, per_day=90, people=10, claimed=0.06)
    why = Oracle(session, NOW, {CLOSING_DAY}).why
    _leave_to_the_worker(session, why, date(2027, 4, 8))
    policies = get_policies(session, berlin_day(NOW))
    reasons = {slot.id: _shown(slot, policies) for slot in slots if slot.id in why}
    assert {slot_id: shown or "" for slot_id, shown in reasons.items()} == why
    seen: Counter[str | None] = Counter()
    for slot_id, shown in reasons.items():
        if seen[shown] >= (OF_EACH if shown else FREE):
            continue
        seen[shown] += 1
        with session.begin_nested() as attempt:
            refused = _try(session, slot_id)
            attempt.rollback()
        if shown is None:
            assert refused is None, slot_id
        else:
            assert _reason(refused) is _said(shown), slot_id
            with app.test_request_context("/de/"):
                assert REFUSED[shown] in sentence_for(refused), slot_id
    assert seen[None] == FREE
    assert min(seen[reason] for reason in REFUSED) >= 5, seen


def _leave_to_the_worker(session, why, day):
    """Let a day wait to be reckoned: what has no other obstacle on it is said to be reckoned."""
    lock_days(session, [day])
    mark_pending(session, [day])
    session.commit()
    passing = {"", *map(str, Hindrance)}
    for (slot_id,) in session.query(Slot.id).filter_by(day=day):
        if why.get(slot_id) in passing:
            why[slot_id] = "reckoning"


def _shown(slot, policies):
    found = reason(slot, NOW, policies)
    assert is_slot_free(slot, now=NOW, policies=policies) is (found is None), slot.id
    return found


def _try(session, slot_id):
    try:
        hold_slot(session, slot_id, browser_hash="f" * 64, language="de", now=NOW)
    except Refusal as refusal:
        return refusal
    return None


def _reason(refused):
    return Obstacle(refused.obstacle) if isinstance(refused, SlotNotFeasible) else type(refused)


def _said(shown):
    """Return what a refusal is made of that says the same as what was shown."""
    kinds = {
        Obstacle.TAKEN: SlotTaken,
        Hindrance.HELD: SlotTaken,
        Hindrance.NOT_OPEN: TooEarly,
        Hindrance.TOO_LATE: TooLate,
    }
    return kinds.get(shown, shown)


@pytest.mark.parametrize("most", [60, pytest.param(500, marks=pytest.mark.slow)])
def test_what_is_free_can_be_held_and_what_is_not_is_refused_with_its_reason(app, session, most):
    app.config["HOLDS_AT_ONCE"] = app.config["HOLDS_PER_NETWORK"] = 10_000
    venues, per_day, people = (6, 30, 6) if most < 100 else (14, 90, 10)
    slots = build(
        session, Random("halten"), venues=venues, per_day=per_day, people=people, claimed=0.1
    )
    oracle = Oracle(session, NOW, {CLOSING_DAY})
    held, refused = 0, Counter()
    for slot_id in [slot.id for slot in slots if slot.id in oracle.why]:
        why = oracle.why[slot_id]
        if (refused[why] >= most // 3) if why else held == most:
            continue
        client = make_client(app, session)
        client.proof_reads = False
        answer = client.post("/de/halten", data={"slot": slot_id})
        if why:
            assert answer.status_code == 409, (slot_id, why)
            assert REFUSED[why] in answer.text, (slot_id, why)
            refused[why] += 1
        else:
            assert answer.status_code == 303, slot_id
            let_go(client, answer.location)
            held += 1
    assert held == most
    assert set(REFUSED) - {"reckoning"} <= set(refused)


def let_go(client, form):
    """Give the time back, so that the next one is asked for in the same city."""
    page = client.get(form, follow_redirects=True)
    ways = re.findall(r'formaction="([^"]+)"|action="([^"]+)"', page.text)
    release = next(one or other for one, other in ways if "freigeben" in (one or other))
    assert client.post(release).status_code == 303
