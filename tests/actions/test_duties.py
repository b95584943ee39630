"""Who is on duty when: patterns, days planned by hand, swaps, and what they may not break."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.actions.days import reckon
from app.actions.duties import add_pattern, change_pattern, end_pattern, plan_day, swap_day
from app.models import DutyPattern, Entry, PlannedDay
from app.queries import NotFound
from app.queries.shifts import get_stretches
from app.rules.duties import Pattern, Stretch
from app.rules.in_the_way import RemedyKind
from app.rules.refusals import CeremoniesInTheWay, DutyNotPossible
from app.rules.slots import Obstacle
from tests.factories import DAY, make_pattern, make_registrar

SATURDAY = 5


def wanted(town, begins=9, ends=15, **overrides):
    """Return a pattern of Anna's, in hours."""
    stretch = Stretch(town.anna.id, begins * 60, ends * 60, town.office.id)
    return Pattern(stretch, **{"weekday": SATURDAY, "valid_from": date(2027, 3, 1), **overrides})


def count(session, model):
    """Return how many rows there are."""
    return session.scalar(select(func.count()).select_from(model))


def pattern_of_anna(session, town):
    """Return her only pattern."""
    return session.scalars(
        select(DutyPattern).where(DutyPattern.registrar_id == town.anna.id)
    ).one()


def test_a_duty_makes_times_free_and_its_end_takes_them_away(session, town, now):
    early, late = town.slot(11), town.slot(18)
    reckon(session, [DAY], now=now)
    assert (early.holdable, late.obstacle) == (True, Obstacle.NO_REGISTRAR)
    added = add_pattern(session, wanted(town, 16, 20), actor=town.actor, now=now)
    assert late.holdable
    end_pattern(session, added.id, DAY - timedelta(days=1), actor=town.actor, now=now)
    assert late.obstacle is Obstacle.NO_REGISTRAR
    events = list(session.scalars(select(Entry.event).order_by(Entry.id)))
    assert events == ["duty.pattern_added", "duty.pattern_ended"]


def test_the_same_duty_twice_is_added_once(session, town, now):
    first = add_pattern(session, wanted(town, 16, 20), actor=town.actor, now=now)
    assert add_pattern(session, wanted(town, 16, 20), actor=town.actor, now=now) is first


def test_a_double_click_adds_one_duty(act, session, town, now):
    pattern = wanted(town, 16, 20)
    deed = lambda session: add_pattern(session, pattern, actor=town.actor, now=now)  # noqa: E731
    answers = act.at_once([deed, deed])
    assert len(set(answers)) == 1
    assert isinstance(answers[0], int)
    assert count(session, DutyPattern) == 2


@pytest.mark.parametrize(
    ("overrides", "field", "because"),
    [
        ({"begins": 15, "ends": 9}, "ends", "past_midnight"),
        ({"begins": 14, "ends": 18}, "begins", "overlap"),
        ({"valid_until": date(2027, 2, 1)}, "valid_until", "ends_before_it_begins"),
    ],
)
def test_a_duty_that_cannot_be_is_not_saved(session, town, now, overrides, field, because):
    with pytest.raises(DutyNotPossible) as refused:
        add_pattern(session, wanted(town, **overrides), actor=town.actor, now=now)
    assert (refused.value.field, refused.value.because) == (field, because)
    assert count(session, DutyPattern) == 1


def test_a_base_that_is_gone_and_a_stranger_are_refused(session, town, now):
    pattern = wanted(town, 16, 20)
    gone = replace(pattern, stretch=replace(pattern.stretch, base=99999))
    with pytest.raises(DutyNotPossible):
        add_pattern(session, gone, actor=town.actor, now=now)
    stranger = replace(pattern, stretch=replace(pattern.stretch, registrar=99999))
    with pytest.raises(NotFound):
        add_pattern(session, stranger, actor=town.actor, now=now)


def test_a_duty_that_somebody_needs_cannot_be_taken_away(session, town, now):
    reservation = town.reservation(11)
    pattern = pattern_of_anna(session, town)
    with pytest.raises(CeremoniesInTheWay) as refused:
        end_pattern(session, pattern.id, date(2027, 5, 31), actor=town.actor, now=now)
    (case,) = refused.value.cases
    assert (case.reference, case.day, case.venue) == (reservation.reference, DAY, "Schloss")
    assert not case.held


def test_what_would_help_is_computed_and_helps(session, town, now):
    """11:00 to 11:30 with 15 before and 10 after, 20 minutes each way: 10:25 to 12:00."""
    town.reservation(11)
    bert = make_registrar(session, name="Bert Busch")
    with pytest.raises(CeremoniesInTheWay) as refused:
        plan_day(session, town.anna.id, DAY, [], actor=town.actor, now=now)
    called = {
        remedy.registrar: remedy
        for remedy in refused.value.cases[0].remedies
        if remedy.kind is RemedyKind.CALL_IN
    }
    remedy = called[bert.id]
    assert remedy.base == town.office.id
    local = [f"{one.astimezone(None):%M}" for one in (remedy.begins_at, remedy.ends_at)]
    assert local == ["25", "00"]


def test_a_duty_that_only_has_to_be_longer_is_named(session, town, now):
    town.reservation(11)
    short = [Stretch(town.anna.id, 9 * 60, 11 * 60, town.office.id)]
    with pytest.raises(CeremoniesInTheWay) as refused:
        plan_day(session, town.anna.id, DAY, short, actor=town.actor, now=now)
    kinds = [remedy.kind for remedy in refused.value.cases[0].remedies]
    assert kinds == [RemedyKind.EXTEND]


def test_a_way_that_only_has_to_be_quicker_is_named_with_its_minutes(session, town, now):
    """Back at 12:00 with 20 minutes; on duty until 11:55 they may take 15."""
    town.reservation(11)
    short = [Stretch(town.anna.id, 9 * 60, 11 * 60 + 55, town.office.id)]
    with pytest.raises(CeremoniesInTheWay) as refused:
        plan_day(session, town.anna.id, DAY, short, actor=town.actor, now=now)
    (way,) = [
        remedy
        for remedy in refused.value.cases[0].remedies
        if remedy.kind is RemedyKind.SHORTER_WAY
    ]
    assert (way.origin, way.target, way.minutes) == (town.castle_place.id, town.office.id, 15)


def test_a_day_that_was_impossible_before_may_be_made_no_worse_but_better(session, town, now):
    town.reservation(18)
    town.reservation(11)
    longer = [Stretch(town.anna.id, 8 * 60, 15 * 60, town.office.id)]
    plan_day(session, town.anna.id, DAY, longer, actor=town.actor, now=now)
    with pytest.raises(CeremoniesInTheWay):
        plan_day(session, town.anna.id, DAY, [], actor=town.actor, now=now)


def test_a_change_from_a_day_on_leaves_what_was(session, town, now):
    old = pattern_of_anna(session, town)
    pattern = wanted(town, 10, 16, valid_from=date(2027, 7, 1))
    changed = change_pattern(session, old.id, pattern, actor=town.actor, now=now)
    assert old.valid_until == date(2027, 6, 30)
    assert (changed.begins_minute, changed.valid_from) == (600, date(2027, 7, 1))
    assert change_pattern(session, old.id, pattern, actor=town.actor, now=now) is changed
    assert count(session, DutyPattern) == 2


def test_a_pattern_that_would_never_apply_is_removed(session, town, now):
    pattern = pattern_of_anna(session, town)
    end_pattern(session, pattern.id, date(1999, 12, 31), actor=town.actor, now=now)
    assert count(session, DutyPattern) == 0


def test_a_day_by_hand_replaces_the_pattern_and_can_be_taken_back(session, town, now):
    slot, late = town.slot(11), town.slot(18)
    stretches = [Stretch(town.anna.id, 16 * 60, 20 * 60, town.office.id)]
    for _ in range(2):
        plan_day(session, town.anna.id, DAY, stretches, actor=town.actor, now=now)
    assert (slot.holdable, late.holdable) == (False, True)
    plan_day(session, town.anna.id, DAY, None, actor=town.actor, now=now)
    assert (slot.holdable, late.holdable) == (True, False)
    assert count(session, PlannedDay) == 0
    assert list(session.scalars(select(Entry.event))) == ["duty.day_planned", "duty.day_reset"]


def test_a_day_that_is_over_is_not_planned(session, town, now):
    with pytest.raises(DutyNotPossible, match="in_the_past"):
        plan_day(session, town.anna.id, date(2027, 2, 27), [], actor=town.actor, now=now)


def test_two_people_swap_a_day(session, town, now):
    bert = make_registrar(session)
    make_pattern(session, bert, town.office, weekday=SATURDAY, begins_minute=960)
    swap_day(session, DAY, town.anna.id, bert.id, actor=town.actor, now=now)
    stretches = get_stretches(session, DAY)
    assert [one.begins_minute for one in stretches[town.anna.id]] == [960]
    assert [one.begins_minute for one in stretches[bert.id]] == [540]


@pytest.mark.parametrize("because", ["same_person", "nothing_to_swap", "in_the_past"])
def test_a_swap_that_cannot_be(session, town, now, because):
    bert = make_registrar(session)
    other = town.anna.id if because == "same_person" else bert.id
    day = {"in_the_past": date(2027, 2, 27), "nothing_to_swap": date(2027, 6, 14)}.get(because, DAY)
    with pytest.raises(DutyNotPossible, match=because):
        swap_day(session, day, town.anna.id, other, actor=town.actor, now=now)


def test_a_swap_that_leaves_a_ceremony_alone_is_refused(session, town, now):
    town.reservation(11)
    bert = make_registrar(session)
    bert.unserved = [town.castle]
    session.flush()
    with pytest.raises(CeremoniesInTheWay):
        swap_day(session, DAY, town.anna.id, bert.id, actor=town.actor, now=now)


def test_of_two_who_take_the_last_duties_away_one_is_refused(act, session, town, now):
    town.reservation(11)
    bert = make_registrar(session)
    make_pattern(session, bert, town.office, weekday=SATURDAY, begins_minute=540, ends_minute=900)
    deeds = [
        lambda session, who=who: plan_day(session, who, DAY, [], actor=town.actor, now=now)
        for who in (town.anna.id, bert.id)
    ]
    answers = act.at_once(deeds)
    assert sorted(type(answer).__name__ for answer in answers) == ["CeremoniesInTheWay", "NoneType"]
    assert count(session, PlannedDay) == 1
