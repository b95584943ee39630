"""Until when registrars are promised."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from app.actions.coverage import Moved, count_moved, set_coverages
from app.models import Coverage, Entry
from app.queries.duties import get_coverages
from app.rules.coverage import WeekdayClass
from app.rules.slots import Obstacle
from tests.factories import DAY

SATURDAY = WeekdayClass.SATURDAY


def promise(session, day):
    """Return what is promised, Saturdays until a day."""
    return {**get_coverages(session), SATURDAY: day}


def test_a_promise_opens_and_closes_times_and_says_how_many(session, town, now):
    slots = [town.slot(11), town.slot(13)]
    wanted = promise(session, date(2027, 6, 11))
    assert count_moved(session, wanted, now=now) == Moved(0, 2)
    assert set_coverages(session, wanted, actor=town.actor, now=now) == Moved(0, 2)
    assert {slot.obstacle for slot in slots} == {Obstacle.NOT_COVERED}
    again = promise(session, DAY)
    assert set_coverages(session, again, actor=town.actor, now=now) == Moved(2, 0)
    assert all(slot.holdable for slot in slots)
    assert set_coverages(session, again, actor=town.actor, now=now) == Moved(0, 0)
    assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_a_class_can_be_promised_not_at_all(session, town, now):
    slot = town.slot()
    set_coverages(session, promise(session, None), actor=town.actor, now=now)
    assert session.get(Coverage, SATURDAY) is None
    assert slot.obstacle is Obstacle.NOT_COVERED


def test_what_is_reserved_stays(session, town, now):
    reservation = town.reservation()
    set_coverages(session, promise(session, date(2027, 6, 1)), actor=town.actor, now=now)
    assert reservation.slot.obstacle is Obstacle.TAKEN
