"""The journal outlives what people typed, so it keeps none of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.actions.journal import SYSTEM, record
from app.actions.slots import return_slots
from app.models import Entry
from app.queries.accounts import actor_of
from app.rules.permissions import Role
from app.rules.slots import SlotState
from tests.factories import NOW, make_account, make_slot

TYPED = "Frau Schmidt heiratet dort"


@pytest.mark.parametrize("fact", [TYPED, ["slot", TYPED], "Anna\u00a0Schmidt"])
def test_a_sentence_is_no_fact(session, fact):
    with pytest.raises(ValueError, match="keeps no sentence"):
        record(session, "slot.returned", "slot", 1, actor=SYSTEM, now=NOW, why=fact)


@pytest.mark.parametrize("fact", ["approved", 7, None, ["TK-7Q4M-29XD"], NOW.isoformat()])
def test_words_of_the_rules_and_numbers_are_facts(session, fact):
    record(session, "slot.returned", "slot", 1, actor=SYSTEM, now=NOW, why=fact)
    session.flush()


def test_why_a_time_was_returned_stands_with_the_time_and_not_in_the_journal(session, act):
    slot = make_slot(session, state=SlotState.SUBMITTED)
    staff = actor_of(make_account(session, role=Role.STAFF))
    session.commit()
    act(lambda session: return_slots(session, {slot.id: TYPED}, actor=staff, now=NOW) and None)
    assert slot.reason == TYPED
    assert [entry.facts for entry in session.scalars(select(Entry))] == [{}]
