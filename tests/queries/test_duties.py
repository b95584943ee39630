from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.models import PlannedDay, PlannedDuty
from app.queries import NotFound
from app.queries.duties import (
    get_coverages,
    get_duties,
    get_registrar,
    get_ways,
    list_places,
    list_registrars,
)
from app.rules.coverage import WeekdayClass
from tests.factories import (
    DAY,
    NOW,
    cover,
    make_absence,
    make_pattern,
    make_place,
    make_registrar,
    make_venue,
    make_way,
)

FRIDAY = DAY - timedelta(days=1)


def hours(duties) -> list[tuple[str, float]]:
    return [(duty.registrar, (duty.ends - duty.begins).total_seconds() / 3600) for duty in duties]


def test_who_works_on_each_day(session):
    base = make_place(session)
    anna, bernd, carla = (make_registrar(session) for _ in range(3))
    carla.valid_until = FRIDAY
    for who in (anna, bernd, carla):
        for weekday in (4, 5):
            make_pattern(session, who, base, weekday=weekday, begins_minute=480, ends_minute=960)
    planned = PlannedDay(registrar_id=anna.id, day=DAY)
    planned.duties = [PlannedDuty(begins_minute=600, ends_minute=660, base_id=base.id)]
    session.add_all([planned, PlannedDay(registrar_id=bernd.id, day=FRIDAY)])
    make_absence(session, bernd)
    make_absence(session, carla, lifted_at=NOW, begins_at=NOW, ends_at=NOW + timedelta(days=200))
    session.flush()
    found = get_duties(session, [FRIDAY, DAY])
    assert hours(found[FRIDAY]) == [(str(anna.id), 8), (str(carla.id), 8)]
    assert hours(found[DAY]) == [(str(anna.id), 1)]
    assert {duty.base for duty in found[DAY]} == {str(base.id)}


@pytest.mark.parametrize("days", [1, 30])
def test_any_number_of_days_costs_the_same_queries(session, days):
    make_registrar(session, make_place(session))
    session.flush()
    asked = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
    found = get_duties(session, [DAY + timedelta(days=n) for n in range(days)])
    assert len(asked) == 4
    assert len(found) == days


def test_no_day_has_no_duty(session):
    assert get_duties(session, []) == {}


def test_ways_are_told_by_place(session):
    one, other = make_place(session), make_place(session)
    make_way(session, one, other, 25)
    ids = str(one.id), str(other.id)
    assert get_ways(session) == {
        ids: timedelta(minutes=25),
        ids[::-1]: timedelta(minutes=25),
    }
    assert not get_ways(session).knows(ids[0], "99")


def test_until_when_registrars_are_promised(session):
    assert get_coverages(session) == {}
    cover(session, date(2027, 8, 31))
    assert get_coverages(session)[WeekdayClass.SATURDAY] == date(2027, 8, 31)


def test_registrars_and_places_are_found(session):
    venue = make_venue(session, staffed=False, name="Aula")
    base = make_place(session, name="Zentrale")
    assert [place.name for place in list_places(session)] == ["Zentrale", "Aula"]
    gone = make_registrar(session, name="Anna", valid_until=FRIDAY)
    here = make_registrar(session, base, name="Bernd", unserved=[venue])
    assert list_registrars(session) == [gone, here]
    assert list_registrars(session, DAY) == [here]
    assert list_registrars(session, FRIDAY) == [gone, here]
    assert get_registrar(session, here.id).unserved == [venue]
    with pytest.raises(NotFound):
        get_registrar(session, 99)
