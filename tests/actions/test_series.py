"""Creating times: what has a conflict is left out, and nothing is made twice."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import func, select

from app.actions.series import create_series, create_slots
from app.models import Entry, Series, Setting, Slot
from app.queries import NotFound
from app.rules.conflicts import Conflict
from app.rules.permissions import Actor, Role
from app.rules.refusals import EmptySeries
from app.rules.series import Pattern, WallTime, unfold
from app.rules.slots import SlotState
from tests.factories import make_account, make_closure, make_slot, make_venue
from tests.support.together import together

SATURDAYS = Pattern(
    weekdays=frozenset({5}),
    from_day=date(2027, 5, 8),
    until_day=date(2027, 9, 11),
    times=(time(10), time(11)),
    duration_minutes=45,
    buffer_minutes=15,
)


@pytest.fixture
def venue(session):
    return make_venue(session)


@pytest.fixture
def operator(session, venue):
    account = make_account(session, role=Role.OPERATOR, venues=[venue])
    return Actor(account.id, account.name, Role.OPERATOR, frozenset({venue.id}))


def states(session):
    return dict(session.execute(select(Slot.state, func.count()).group_by(Slot.state)).all())


def test_a_season_is_created_and_submitted_at_once(session, venue, operator, now):
    created = create_series(
        session, venue.id, "Samstage 2027", SATURDAYS, submit=True, actor=operator, now=now
    )
    session.commit()
    assert len(created.slots) == 38
    assert created.not_created == []
    assert states(session) == {SlotState.SUBMITTED: 38}
    assert {slot.series_id for slot in created.slots} == {created.series.id}
    assert all(slot.submitted_at == now for slot in created.slots)
    events = dict(session.execute(select(Entry.event, func.count()).group_by(Entry.event)).all())
    assert events == {"series.created": 1, "slot.created": 38, "slot.submitted": 38}


def test_a_created_time_keeps_its_wall_clock_hour(session, venue, operator, now):
    times = [WallTime(date(2027, 10, 30), time(10)), WallTime(date(2027, 11, 6), time(10))]
    created = create_slots(
        session, venue.id, times, duration_minutes=45, buffer_minutes=15, actor=operator, now=now
    )
    assert [slot.begins_at.hour for slot in created.slots] == [8, 9]
    assert {slot.minute for slot in created.slots} == {600}
    assert {slot.state for slot in created.slots} == {SlotState.DRAFT}


def test_only_ticked_times_without_conflict_are_created(session, venue, operator, now):
    make_slot(session, venue, day=date(2027, 6, 12), at=time(10, 30), state=SlotState.DRAFT)
    make_closure(session, venue)  # of 12 June
    times = unfold(SATURDAYS)
    created = create_series(
        session, venue.id, "Samstage", SATURDAYS, wanted=times[:20], actor=operator, now=now
    )
    assert len(created.slots) == 18
    assert [entry.time.day for entry in created.not_created] == [date(2027, 6, 12)] * 2
    assert {entry.conflict.conflict for entry in created.not_created} == {Conflict.VENUE_CLOSED}


def test_a_time_that_is_not_of_the_pattern_is_not_created(session, venue, operator, now):
    foreign = WallTime(date(2027, 6, 11), time(10))
    created = create_series(
        session, venue.id, "Samstage", SATURDAYS, wanted=[foreign], actor=operator, now=now
    )
    assert created.series is None
    assert session.scalar(select(func.count(Slot.id))) == 0


def test_the_same_series_again_makes_nothing_twice(session, venue, operator, now):
    first = create_series(session, venue.id, "Samstage", SATURDAYS, actor=operator, now=now)
    again = create_series(session, venue.id, "Samstage", SATURDAYS, actor=operator, now=now)
    assert again.series is first.series
    assert again.slots == []
    assert again.already == first.slots
    assert again.not_created == []


def test_another_series_at_the_same_hours_is_refused_time_by_time(session, venue, operator, now):
    create_series(session, venue.id, "Samstage", SATURDAYS, actor=operator, now=now)
    other = create_series(session, venue.id, "Noch einmal", SATURDAYS, actor=operator, now=now)
    assert other.series is None
    assert len(other.not_created) == 38
    assert {entry.conflict.conflict for entry in other.not_created} == {Conflict.DUPLICATE}


def test_a_pattern_without_dates_creates_nothing(session, venue, operator, now):
    empty = Pattern(frozenset(), date(2027, 5, 1), date(2027, 5, 31), (time(10),), 45, 15)
    with pytest.raises(EmptySeries):
        create_series(session, venue.id, "Leer", empty, actor=operator, now=now)


def test_a_foreign_venue_does_not_exist(session, operator, now):
    other = make_venue(session)
    with pytest.raises(NotFound):
        create_series(session, other.id, "Fremd", SATURDAYS, actor=operator, now=now)
    with pytest.raises(NotFound):
        create_series(session, 999_999, "Keiner", SATURDAYS, actor=operator, now=now)


def test_a_double_click_in_the_same_second_makes_one_series(app, session, venue, operator, now):
    venue_id = venue.id
    session.commit()

    def click(session):
        created = create_series(session, venue_id, "Samstage", SATURDAYS, actor=operator, now=now)
        return len(created.slots), len(created.already)

    answers = together(app, [click] * 4)
    assert sorted(answers) == [(0, 38), (0, 38), (0, 38), (38, 0)]
    assert session.scalar(select(func.count(Series.id))) == 1
    assert session.scalar(select(func.count(Slot.id))) == 38


def test_two_operators_who_create_overlapping_times_at_once(app, session, venue, operator, now):
    venue_id = venue.id
    session.commit()

    def create(at):
        def act(session):
            created = create_slots(
                session,
                venue_id,
                [WallTime(date(2027, 6, 12), at)],
                duration_minutes=45,
                buffer_minutes=15,
                actor=operator,
                now=now,
            )
            return len(created.slots)

        return act

    answers = together(app, [create(time(10, minute)) for minute in (0, 15, 30, 45)])
    assert sorted(answers) == [0, 0, 0, 1]


def test_two_who_create_times_that_meet_over_midnight(app, session, venue, operator, now):
    session.add(Setting(name="closed_weekdays", value=[], valid_from=date(2020, 1, 1), set_at=now))
    venue_id = venue.id
    session.commit()

    def create(day, at):
        def act(session):
            created = create_slots(
                session,
                venue_id,
                [WallTime(day, at)],
                duration_minutes=45,
                buffer_minutes=15,
                actor=operator,
                now=now,
            )
            return len(created.slots)

        return act

    late, early = create(date(2027, 6, 12), time(23, 30)), create(date(2027, 6, 13), time(0, 15))
    assert sorted(together(app, [late, early])) == [0, 1]
