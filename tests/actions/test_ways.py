"""Places, ways, and what a venue needs before and after."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.actions.days import reckon
from app.actions.ways import (
    WantedWay,
    add_place,
    change_place,
    estimate_ways,
    set_ways,
)
from app.models import Entry, Place, TravelTime
from app.queries.places import get_way_rows, list_missing, list_places_with_venues
from app.rules.refusals import CeremoniesInTheWay, DutyNotPossible
from app.rules.slots import Obstacle
from tests.factories import DAY


def minutes(session):
    """Return all ways by the keys of their places."""
    return {pair: row.minutes for pair, row in get_way_rows(session).items()}


def test_a_way_is_alike_in_both_directions_unless_said_otherwise(session, town, now):
    one, other = town.office.id, town.castle_place.id
    assert set_ways(session, [WantedWay(one, other, 25)], actor=town.actor, now=now) == 1
    assert minutes(session) == {(one, other): 25, (other, one): 25}
    assert set_ways(session, [WantedWay(one, other, 25)], actor=town.actor, now=now) == 0
    set_ways(session, [WantedWay(one, other, 25, 30)], actor=town.actor, now=now)
    assert minutes(session) == {(one, other): 25, (other, one): 30}
    assert session.scalar(select(func.count()).select_from(Entry)) == 2


def test_a_way_decides_what_is_free(session, town, now):
    """Anna is on duty from 9; there at 10:45 and back by 15."""
    slot = town.slot(10)
    reckon(session, [DAY], now=now)
    assert slot.holdable
    way = WantedWay(town.office.id, town.castle_place.id, 50)
    set_ways(session, [way], actor=town.actor, now=now)
    assert slot.obstacle is Obstacle.NO_REGISTRAR


@pytest.mark.parametrize("length", [0, -5, 241, 10_000])
def test_a_way_of_no_minutes_or_of_days_is_refused(session, town, now, length):
    wanted = [WantedWay(town.office.id, town.castle_place.id, length)]
    with pytest.raises(DutyNotPossible, match="minutes_of_way"):
        set_ways(session, wanted, actor=town.actor, now=now)
    assert set(minutes(session).values()) == {20}


def test_a_longer_way_may_not_break_what_is_agreed(session, town, now):
    town.reservation(10)
    session.commit()
    way = WantedWay(town.office.id, town.castle_place.id, 50)
    with pytest.raises(CeremoniesInTheWay):
        set_ways(session, [way], actor=town.actor, now=now)
    session.rollback()
    with pytest.raises(CeremoniesInTheWay):
        change_place(
            session,
            town.castle_place.id,
            "",
            None,
            preparation_minutes=60,
            follow_up_minutes=10,
            actor=town.actor,
            now=now,
        )


def test_what_a_venue_needs_before_and_after_counts(session, town, now):
    slot = town.slot(10)
    values = {"preparation_minutes": 60, "follow_up_minutes": 0}
    point = (51.5, 6.9)
    change_place(session, town.castle_place.id, "", point, **values, actor=town.actor, now=now)
    assert slot.obstacle is Obstacle.NO_REGISTRAR
    with pytest.raises(DutyNotPossible, match="minutes_of_buffer"):
        change_place(
            session,
            town.castle_place.id,
            "",
            None,
            preparation_minutes=241,
            follow_up_minutes=0,
            actor=town.actor,
            now=now,
        )


def test_gaps_are_filled_from_coordinates_and_marked(session, town, now):
    near = add_place(session, "Rathaus Nord", (51.53, 6.93), actor=town.actor, now=now)
    far = add_place(session, "Rathaus Süd", (51.48, 6.88), actor=town.actor, now=now)
    nowhere = add_place(session, "Irgendwo", None, actor=town.actor, now=now)
    assert estimate_ways(session, actor=town.actor, now=now) == 1
    row = session.get(TravelTime, (near.id, far.id))
    assert row.estimated
    missing = list_missing(list_places_with_venues(session), get_way_rows(session))
    assert {nowhere} <= {place for pair in missing for place in pair}
    assert estimate_ways(session, actor=town.actor, now=now) == 0
    looked_at = [WantedWay(near.id, far.id, row.minutes)]
    assert set_ways(session, looked_at, actor=town.actor, now=now) == 1
    assert not row.estimated


def test_a_name_belongs_to_one_place(act, session, town, now):
    def deed(session):
        return add_place(session, "Rathaus", None, actor=town.actor, now=now)

    answers = act.at_once([deed, deed])
    assert sorted(type(answer).__name__ for answer in answers) == ["DutyNotPossible", "int"]
    assert session.scalar(select(func.count()).select_from(Place)) == 3


def test_a_way_to_itself_is_none(session, town, now):
    with pytest.raises(DutyNotPossible, match="same_place"):
        set_ways(session, [WantedWay(town.office.id, town.office.id, 5)], actor=town.actor, now=now)
