"""Registrars who are away: planned leave leaves no ceremony alone, a sudden one disturbs a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.actions.absences import lift_absence, record_absence
from app.models import Absence, AbsenceKind, Assignment, Entry
from app.queries.days import list_disturbed_days
from app.queries.in_the_way import is_disturbed
from app.rules.calendar import day_begins_at
from app.rules.refusals import AbsenceHitsAssignments, CeremoniesInTheWay, DutyNotPossible
from app.rules.slots import Obstacle
from tests.factories import DAY, make_assignment, make_pattern, make_registrar

BEGIN, END = day_begins_at(DAY), day_begins_at(DAY + timedelta(days=1))
LEAVE, SUDDEN = AbsenceKind.LEAVE, AbsenceKind.SHORT_NOTICE


def away(session, town, now, *, kind=LEAVE, begins_at=BEGIN, ends_at=END, **choices):
    """Record an absence of Anna's."""
    return record_absence(
        session, town.anna.id, begins_at, ends_at, kind, actor=town.actor, now=now, **choices
    )


def make_bert(session, town):
    """Return somebody who works the same hours as Anna."""
    bert = make_registrar(session, name="Bert Busch")
    make_pattern(session, bert, town.office, weekday=5, begins_minute=540, ends_minute=900)
    return bert


def count(session):
    """Return how many absences there are."""
    return session.scalar(select(func.count()).select_from(Absence))


def test_who_is_away_is_not_on_duty_and_is_again_when_it_is_lifted(session, town, now):
    slot = town.slot()
    absence = away(session, town, now)
    assert slot.obstacle is Obstacle.NO_REGISTRAR
    for _ in range(2):
        lift_absence(session, absence.id, actor=town.actor, now=now)
    assert slot.holdable
    events = list(session.scalars(select(Entry.event).order_by(Entry.id)))
    assert events == ["absence.recorded", "absence.lifted"]


def test_the_journal_says_nothing_about_why(session, town, now):
    away(session, town, now, kind=SUDDEN)
    (entry,) = session.scalars(select(Entry))
    assert set(entry.facts) == {"registrar", "from", "until", "freed"}


def test_the_same_absence_is_recorded_once(act, session, town, now):
    anna_id = town.anna.id

    def deed(session):
        return record_absence(session, anna_id, BEGIN, END, LEAVE, actor=town.actor, now=now)

    answers = act.at_once([deed, deed])
    assert len(set(answers)) == 1
    assert count(session) == 1


@pytest.mark.parametrize("kind", [LEAVE, SUDDEN])
def test_an_absence_that_leaves_a_ceremony_alone_is_refused(session, town, now, kind):
    reservation = town.reservation()
    with pytest.raises(CeremoniesInTheWay) as refused:
        away(session, town, now, kind=kind)
    assert [case.reference for case in refused.value.cases] == [reservation.reference]


def test_a_sudden_absence_can_be_recorded_all_the_same_and_the_day_is_disturbed(session, town, now):
    town.reservation()
    other = town.slot(14)
    absence = away(session, town, now, kind=SUDDEN, all_the_same=True)
    assert list_disturbed_days(session, DAY - timedelta(days=7)) == [DAY]
    assert not other.holdable
    lift_absence(session, absence.id, actor=town.actor, now=now)
    session.expire_all()
    assert not is_disturbed(session, DAY)


def test_planned_leave_cannot_be_forced(session, town, now):
    town.reservation()
    with pytest.raises(CeremoniesInTheWay):
        away(session, town, now, kind=LEAVE, all_the_same=True)


def test_an_absence_over_assignments_is_said_and_frees_them_when_asked(session, town, now):
    reservation = town.reservation()
    make_bert(session, town)
    make_assignment(session, reservation, town.anna, pinned=True)
    session.commit()
    with pytest.raises(AbsenceHitsAssignments) as refused:
        away(session, town, now)
    assert [case.reference for case in refused.value.cases] == [reservation.reference]
    session.rollback()
    assert count(session) == 0
    away(session, town, now, free_assignments=True)
    assert session.scalar(select(func.count()).select_from(Assignment)) == 0
    assert not is_disturbed(session, DAY)


def test_of_two_who_take_leave_on_one_day_the_second_is_told(act, session, town, now):
    town.reservation()
    bert = make_bert(session, town)
    deeds = [
        lambda session, who=who: record_absence(
            session, who, BEGIN, END, LEAVE, actor=town.actor, now=now
        )
        for who in (town.anna.id, bert.id)
    ]
    answers = act.at_once(deeds)
    assert sorted(type(answer).__name__ for answer in answers) == ["CeremoniesInTheWay", "int"]
    assert count(session) == 1


@pytest.mark.parametrize(
    ("begins_at", "ends_at", "because"),
    [
        (END, BEGIN, "ends_before_it_begins"),
        (BEGIN, BEGIN, "ends_before_it_begins"),
        (BEGIN - timedelta(days=300), BEGIN - timedelta(days=200), "in_the_past"),
        (BEGIN, END + timedelta(days=600), "too_long"),
    ],
)
def test_a_time_that_cannot_be_is_refused(session, town, now, begins_at, ends_at, because):
    with pytest.raises(DutyNotPossible, match=because):
        away(session, town, now, begins_at=begins_at, ends_at=ends_at)
    assert count(session) == 0
