from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.assignments import apply_suggestion, assign, swap, undo
from app.actions.reservations import cancel
from app.models import Assignment, Entry
from app.queries import NotFound
from app.queries.rosters import find_assignment
from app.rules.refusals import (
    AssignedMeanwhile,
    DoesNotFit,
    NothingToSwap,
    PinNotPossible,
    SuggestionOutdated,
    UndoTooLate,
    WrongState,
)
from app.rules.reservations import ReservationState
from tests.factories import (
    DAY,
    NOW,
    make_absence,
    make_assignment,
    make_reservation,
    make_slot,
)


@pytest.fixture
def give(act, staff):
    """Give a ceremony to somebody: ``give(wedding, city.anna)``; return the line of the journal."""

    def do(wedding, who, *, seen=None, actor=staff, now=NOW, **more):
        wedding_id, who_id = wedding.id, who and who.id
        seen_id = seen and seen.id
        return act(
            lambda session: assign(
                session, wedding_id, who_id, seen=seen_id, actor=actor, now=now, **more
            )
        )

    return do


def performed_by(session, wedding):
    found = find_assignment(session, wedding.id)
    return found and (found.registrar.short_name, found.pinned)


def test_a_ceremony_is_given_to_somebody_and_the_journal_says_so(session, city, give, staff):
    wedding = city.wedding(city.castle, 11)
    entry = session.get(Entry, give(wedding, city.anna))
    assert performed_by(session, wedding) == ("Demir", False)
    assert (entry.event, entry.subject, entry.subject_id) == (
        "roster.changed",
        "day",
        DAY.toordinal(),
    )
    assert entry.account_id == staff.account_id
    history = session.scalars(select(Entry).where(Entry.subject == "reservation")).all()
    assert [(one.event, one.subject_id) for one in history] == [
        ("reservation.assigned", wedding.id)
    ]


def test_a_second_click_finds_it_done(session, city, give):
    wedding = city.wedding(city.castle, 11)
    give(wedding, city.anna)
    assert give(wedding, city.anna) is None
    assert session.scalars(select(Assignment)).all() == [find_assignment(session, wedding.id)]
    give(wedding, None, seen=city.anna)
    assert give(wedding, None, seen=city.anna) is None
    assert performed_by(session, wedding) is None


def test_who_was_slower_is_told_who_performs_it_now(session, city, give):
    wedding = city.wedding(city.castle, 11)
    give(wedding, city.anna)
    with pytest.raises(AssignedMeanwhile) as caught:
        give(wedding, city.bea)
    assert caught.value.registrar == "Anna Demir"
    give(wedding, None, seen=city.anna)
    with pytest.raises(AssignedMeanwhile) as caught:
        give(wedding, city.bea, seen=city.anna)
    assert caught.value.registrar == ""


def test_of_two_colleagues_at_the_same_instant_one_gets_her_way(session, city, act, staff):
    wedding, people = city.wedding(city.castle, 11).id, (city.anna.id, city.bea.id)
    answers = act.at_once(
        [
            lambda session, who=who: assign(session, wedding, who, seen=None, actor=staff, now=NOW)
            for who in people
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["AssignedMeanwhile", "int"]
    assert len(session.scalars(select(Assignment)).all()) == 1


def test_a_double_click_at_the_same_instant_changes_one_thing_once(session, city, act, staff):
    wedding, who = city.wedding(city.castle, 11).id, city.anna.id
    deed = lambda session: assign(session, wedding, who, seen=None, actor=staff, now=NOW)  # noqa: E731
    answers = act.at_once([deed, deed, deed])
    assert sum(answer is not None for answer in answers) == 1
    assert not [answer for answer in answers if isinstance(answer, Exception)]


@pytest.mark.parametrize(
    ("hour", "minute", "verdict", "short"),
    [(11, 30, "busy", 30), (11, 0, "busy", 60), (12, 0, "too_tight", 20), (16, 0, "outside", 70)],
)
def test_who_cannot_be_there_is_refused_with_the_reason(
    session, city, give, hour, minute, verdict, short
):
    give(city.wedding(city.castle, 11), city.anna)
    wedding = city.wedding(city.mill, hour, minute)
    with pytest.raises(DoesNotFit) as caught:
        give(wedding, city.anna)
    assert (caught.value.verdict, caught.value.short) == (verdict, short)
    assert (caught.value.other_venue or "–") == ("Schloss" if verdict != "outside" else "–")
    assert performed_by(session, wedding) is None


def test_a_language_a_venue_or_an_absence_is_a_reason(session, city, give):
    city.bea.unserved.append(city.mill)
    ill = city.registrar("Cem Lange", "Lange")
    make_absence(session, ill)
    english = city.wedding(city.castle, 11, ceremony_language="en")
    shunned = city.wedding(city.mill, 9)
    reasons = []
    for wedding, who in ((english, city.bea), (shunned, city.bea), (english, ill)):
        with pytest.raises(DoesNotFit) as caught:
            give(wedding, who)
        reasons.append(caught.value.verdict)
    assert reasons == ["language", "unserved", "off_duty"]


def test_the_head_may_overrule_with_a_reason_and_staff_may_not(session, city, give, head):
    wedding = city.wedding(city.castle, 11, ceremony_language="en")
    for actor, reason in ((None, "Sie kann es doch."), (head, "  ")):
        with pytest.raises(DoesNotFit) as caught:
            give(wedding, city.bea, reason=reason, **({"actor": actor} if actor else {}))
        assert caught.value.may_overrule is (actor is head)
    entry = session.get(Entry, give(wedding, city.bea, reason="Dolmetscher kommt.", actor=head))
    assert "Dolmetscher" not in str(entry.facts)
    assert find_assignment(session, wedding.id).reason == "Dolmetscher kommt."
    assert performed_by(session, wedding) == ("Okafor", False)


def test_a_pin_comes_and_goes(session, city, give):
    wedding = city.wedding(city.castle, 11)
    give(wedding, city.anna, pinned=True)
    assert performed_by(session, wedding) == ("Demir", True)
    give(wedding, city.anna, seen=city.anna, pinned=False)
    assert performed_by(session, wedding) == ("Demir", False)


def test_a_pin_that_makes_the_day_impossible_is_refused_with_what_is_in_the_way(
    session, city, give
):
    english = city.wedding(city.castle, 11, ceremony_language="en")
    wedding = city.wedding(city.mill, 11)
    with pytest.raises(PinNotPossible) as caught:
        give(wedding, city.anna, pinned=True)
    assert caught.value.in_the_way == ((english.slot.begins_at, "Schloss"),)
    assert not caught.value.held
    assert performed_by(session, wedding) is None
    # Without a pin it is allowed: the roster may still ask somebody else.
    give(wedding, city.anna)
    give(wedding, city.bea, seen=city.anna, pinned=True)


def test_a_time_that_is_held_is_in_the_way_of_a_pin(session, city, give):
    city.wedding(city.castle, 11, state=ReservationState.HELD, ceremony_language="en")
    with pytest.raises(PinNotPossible) as caught:
        give(city.wedding(city.mill, 11), city.anna, pinned=True)
    assert caught.value.in_the_way == ()
    assert caught.value.held


def test_two_change_places(session, city, act, give, staff):
    one, other = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    give(one, city.anna, pinned=True)
    give(other, city.bea)
    ids, seen = (one.id, other.id), (city.anna.id, city.bea.id)
    deed = lambda session: swap(session, *ids, seen=seen, actor=staff, now=NOW)  # noqa: E731
    assert act(deed) is not None
    assert performed_by(session, one) == ("Okafor", True)
    assert performed_by(session, other) == ("Demir", False)
    assert act(deed) is None
    with pytest.raises(AssignedMeanwhile):
        act(lambda s: swap(s, *ids, seen=(seen[0], seen[0]), actor=staff, now=NOW))


def test_a_swap_that_suits_one_of_them_not_is_refused(session, city, act, give, staff):
    english = city.wedding(city.castle, 11, ceremony_language="en")
    other = city.wedding(city.mill, 11)
    give(english, city.anna)
    give(other, city.bea)
    ids, seen = (english.id, other.id), (city.anna.id, city.bea.id)
    with pytest.raises(DoesNotFit) as caught:
        act(lambda session: swap(session, *ids, seen=seen, actor=staff, now=NOW))
    assert caught.value.verdict == "language"


def test_nobody_cannot_be_swapped(session, city, act, give, staff):
    one, other = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    give(one, city.anna)
    ids, seen = (one.id, other.id), (city.anna.id, None)
    for pair in (ids, (one.id, one.id)):
        with pytest.raises(NothingToSwap):
            act(lambda s, pair=pair: swap(s, *pair, seen=seen, actor=staff, now=NOW))


def test_crossing_swaps_over_two_days_do_not_wait_for_each_other_for_ever(
    session, city, act, staff
):
    one = city.wedding(city.castle, 11)
    slot = make_slot(session, city.castle, day=DAY + timedelta(days=7))
    other = make_reservation(session, slot, ReservationState.APPROVED)
    pairs = [(one.id, other.id), (other.id, one.id)] * 6
    answers = act.at_once(
        [lambda s, p=pair: swap(s, *p, seen=(None, None), actor=staff, now=NOW) for pair in pairs]
    )
    assert {type(answer) for answer in answers} == {NothingToSwap}


def shown(*changes):
    return {str(wedding.slot_id): who.id for wedding, who in changes}


def test_a_suggestion_is_taken_over_as_it_was_shown(session, city, act, give, staff):
    kept, open_one = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    give(kept, city.anna)
    changes = shown((open_one, city.bea))
    deed = lambda s: apply_suggestion(s, DAY, changes, actor=staff, now=NOW)  # noqa: E731
    assert act(deed) is not None
    assert performed_by(session, kept) == ("Demir", False)
    assert performed_by(session, open_one) == ("Okafor", False)
    assert find_assignment(session, open_one.id).assigned_by_id is None
    assert act(deed) is None


def test_a_suggestion_that_no_longer_holds_is_refused(session, city, act, give, staff):
    one = city.wedding(city.castle, 11)
    for changes in ({}, shown((one, city.bea)), {"4711": city.anna.id}):
        with pytest.raises(SuggestionOutdated):
            act(lambda s, c=changes: apply_suggestion(s, DAY, c, actor=staff, now=NOW))


def test_a_change_is_undone_within_a_minute(session, city, act, give, staff):
    wedding = city.wedding(city.castle, 11)
    make_assignment(session, wedding, city.bea, pinned=True)
    entry = give(wedding, city.anna, seen=city.bea)
    last = NOW + timedelta(seconds=60)
    assert act(lambda s: undo(s, entry, actor=staff, now=last)) == DAY
    assert performed_by(session, wedding) == ("Okafor", True)
    assert act(lambda s: undo(s, entry, actor=staff, now=last)) == DAY
    events = session.scalars(select(Entry.facts).where(Entry.event == "roster.changed")).all()
    assert [facts["what"] for facts in events] == ["assigned", "undone"]


def test_after_a_minute_or_another_change_nothing_is_undone(session, city, act, give, staff):
    wedding = city.wedding(city.castle, 11)
    entry = give(wedding, city.anna)
    with pytest.raises(UndoTooLate):
        act(lambda s: undo(s, entry, actor=staff, now=NOW + timedelta(seconds=61)))
    give(wedding, city.bea, seen=city.anna)
    with pytest.raises(AssignedMeanwhile) as caught:
        act(lambda s: undo(s, entry, actor=staff, now=NOW))
    assert caught.value.registrar == "Bea Okafor"
    with pytest.raises(NotFound):
        act(lambda s: undo(s, entry + 1000, actor=staff, now=NOW))


def test_what_has_ended_is_performed_by_nobody(session, city, act, give, staff):
    wedding = city.wedding(city.castle, 11)
    give(wedding, city.anna)
    wedding_id = wedding.id
    act(lambda s: cancel(s, wedding_id, actor=staff, reason="Abgesagt.", now=NOW))
    assert performed_by(session, wedding) is None
    with pytest.raises(WrongState):
        give(wedding, city.anna)


def test_only_who_is_in_service_can_be_asked(session, city, give):
    city.bea.valid_until = DAY - timedelta(days=1)
    wedding = city.wedding(city.castle, 11)
    with pytest.raises(NotFound):
        give(wedding, city.bea)
