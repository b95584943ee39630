from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.actions.settings import change_policies, plan_change, preview_change
from app.models import Day, Entry, Setting
from app.queries.settings import get_policies
from app.rules.calendar import instant_at
from app.rules.refusals import ImpossiblePolicy
from app.rules.slots import Obstacle
from tests.factories import DAY, make_reservation, make_slot

TODAY = date(2027, 3, 1)


def change(session, head, now, valid_from=TODAY, **changes):
    """Change and flush."""
    done = change_policies(session, changes, valid_from=valid_from, actor=head, now=now)
    session.flush()
    return done


def test_a_value_applies_from_its_day_on(session, head, now):
    later = TODAY + timedelta(days=30)
    change(session, head, now, later, lead_days=10)
    assert get_policies(session, later - timedelta(days=1)).lead_days == 21
    assert get_policies(session, later).lead_days == 10


def test_the_journal_says_who_and_what(session, head, now):
    change(session, head, now, lead_days=10)
    entry = session.scalars(select(Entry)).one()
    assert entry.account_id == head.account_id
    assert entry.facts["before"] == {"lead_days": 21}
    assert entry.facts["after"] == {"lead_days": 10}


def test_the_same_value_twice_changes_nothing(session, head, now):
    change(session, head, now, lead_days=10)
    assert change(session, head, now, lead_days=10).names == ()
    assert len(session.scalars(select(Setting)).all()) == 1


def test_a_second_thought_on_the_same_day_replaces_the_first(session, head, now):
    change(session, head, now, lead_days=10)
    change(session, head, now, lead_days=12)
    assert session.scalars(select(Setting.value)).all() == [12]


def test_what_is_stored_for_later_stays_and_must_fit(session, head, now):
    later = TODAY + timedelta(days=100)
    change(session, head, now, later, horizon_months=4)
    with pytest.raises(ImpossiblePolicy) as refusal:
        change(session, head, now, lead_days=120)
    assert refusal.value.because == "lead_beyond_horizon"
    change(session, head, now, lead_days=119)
    assert get_policies(session, later).horizon_months == 4


def test_the_past_is_not_changed(session, head, now):
    with pytest.raises(ImpossiblePolicy) as refusal:
        change(session, head, now, TODAY - timedelta(days=1), lead_days=10)
    assert (refusal.value.name, refusal.value.because) == ("valid_from", "in_the_past")


def test_an_unknown_name_is_a_mistake_of_ours(session, head, now):
    with pytest.raises(ValueError, match="no such settings"):
        change(session, head, now, colour="blue")


def test_days_follow_at_once_and_only_from_then_on(session, head, now):
    before, after = make_slot(session), make_slot(session, day=DAY + timedelta(days=7))
    change(session, head, now, DAY + timedelta(days=1), closed_weekdays=(5, 6))
    assert before.holdable
    assert after.obstacle is Obstacle.DAY_CLOSED
    assert session.get_one(Day, after.day).version > 0


def test_a_reservation_on_a_closed_day_stays(session, head, now):
    reservation = make_reservation(session)
    planned = plan_change(session, {"closed_weekdays": (5, 6)}, valid_from=TODAY, now=now)
    touched = preview_change(session, planned, now=now)
    assert touched.reservations == (reservation,)
    assert touched.closing == 1
    assert session.scalars(select(Setting)).all() == []


def test_times_that_wait_for_their_opening_follow_the_horizon(session, head, now):
    day = date(2028, 6, 10)
    automatic = make_slot(session, day=day, opens_at=instant_at(date(2027, 6, 10), time(9)))
    announced = make_slot(session, day=day, opens_at=instant_at(date(2027, 9, 1), time(9)))
    opened = make_slot(session, day=day, opens_at=now - timedelta(days=1))
    kept = opened.opens_at
    planned = plan_change(session, {"horizon_months": 6}, valid_from=TODAY, now=now)
    assert preview_change(session, planned, now=now).moved == 1
    change(session, head, now, horizon_months=6)
    # 10 December 2027 is a Friday.
    assert automatic.opens_at == instant_at(date(2027, 12, 10), time(9))
    assert announced.opens_at == instant_at(date(2027, 9, 1), time(9))
    assert opened.opens_at == kept


def test_a_longer_horizon_opens_on_the_day_it_applies_and_not_before(session, head, now):
    slot = make_slot(
        session, day=date(2028, 6, 10), opens_at=instant_at(date(2027, 6, 10), time(9))
    )
    # 1 May 2027 is a Saturday and a holiday: Monday 3 May.
    change(session, head, now, date(2027, 5, 1), horizon_months=24)
    assert slot.opens_at == instant_at(date(2027, 5, 3), time(9))


def test_another_opening_hour_moves_the_openings(session, head, now):
    slot = make_slot(
        session, day=date(2028, 6, 10), opens_at=instant_at(date(2027, 6, 10), time(9))
    )
    change(session, head, now, opening_time=time(12))
    assert slot.opens_at == instant_at(date(2027, 6, 10), time(12))


def test_an_opening_before_the_change_applies_stays(session, head, now):
    opens_at = instant_at(date(2027, 6, 10), time(9))
    slot = make_slot(session, day=date(2028, 6, 10), opens_at=opens_at)
    change(session, head, now, date(2027, 7, 1), opening_time=time(12))
    assert slot.opens_at == opens_at
