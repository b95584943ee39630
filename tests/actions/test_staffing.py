"""Whatever is done to duties, absences, ways and promises, and refused or not: all stays true."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from random import Random

import pytest

from app.actions.absences import lift_absence, record_absence
from app.actions.coverage import set_coverages
from app.actions.days import BATCH, lock_days, reckon, reckon_pending
from app.actions.duties import add_pattern, change_pattern, end_pattern, plan_day, swap_day
from app.actions.registrars import WantedRegistrar, change_registrar
from app.actions.ways import WantedWay, change_place, set_ways
from app.models import Absence, AbsenceKind, Channel, DutyPattern
from app.queries import NotFound
from app.queries.days import get_progress
from app.queries.invariants import INVARIANTS, rosters, slots
from app.rules.calendar import instant_at
from app.rules.coverage import WeekdayClass
from app.rules.duties import Pattern, Stretch
from app.rules.refusals import Refusal
from app.rules.slots import Obstacle
from app.transaction import transaction
from tests.factories import (
    DAY,
    make_assignment,
    make_pattern,
    make_registrar,
    make_reservation,
    make_slot,
    make_venue,
    make_way,
    place_of,
)

STEPS = 25
#: Those about days and duties; rows of factories leave no mail and no line in the journal.
SENTENCES = [one for one in INVARIANTS if one.find.__module__ in (rosters.__name__, slots.__name__)]


@pytest.fixture
def people(session, town):
    """Anna, and two more with other hours; a second venue; times on two Saturdays, some taken."""
    mill = make_venue(session, staffed=False, name="Mühle", short_name="Mühle")
    for other, minutes in ((town.office, 10), (town.castle_place, 25)):
        make_way(session, place_of(session, mill), other, minutes)
    everybody = [town.anna]
    for name, begins in (("Bert", 480), ("Cem", 720)):
        one = make_registrar(session, name=name, short_name=name)
        make_pattern(
            session, one, town.office, weekday=5, begins_minute=begins, ends_minute=begins + 360
        )
        everybody.append(one)
    days = [DAY, DAY + timedelta(days=7)]
    for number, hour in enumerate((9, 10, 11, 12, 14)):
        for day in days:
            for venue in (town.castle, mill):
                slot = make_slot(session, venue, day=day, at=time(hour))
                if (number + day.day) % 3 == 0 and venue is town.castle:
                    taken = make_reservation(session, slot, channel=Channel.PHONE)
                    if hour == 11:
                        make_assignment(session, taken, everybody[1], pinned=True)
    lock_days(session, days)
    reckon(session, days, now=slot.created_at + timedelta(days=40))
    return [one.id for one in everybody]


def deeds(random, session, town, people, now):
    """Return what somebody in the office might do next."""
    who, other = random.sample(people, 2)
    day = DAY + timedelta(days=random.choice((0, 7)))
    begins = random.randrange(7, 15) * 60
    stretch = Stretch(who, begins, begins + random.choice((120, 240, 360)), town.office.id)
    pattern = Pattern(stretch, 5, random.choice((date(2027, 3, 1), day)))
    patterns = [row.id for row in session.query(DutyPattern)] or [0]
    absences = [row.id for row in session.query(Absence)] or [0]
    instants = [instant_at(day, time(hour)) for hour in sorted(random.sample(range(7, 19), 2))]
    sudden = random.random() < 0.4
    kind = AbsenceKind.SHORT_NOTICE if sudden else AbsenceKind.LEAVE
    name = f"N{who}"
    promised = {kind: random.choice((DAY, day, date(2030, 1, 1))) for kind in WeekdayClass}
    places = (town.office.id, town.castle_place.id)
    doing = {"actor": town.actor, "now": now}
    return [
        lambda s: add_pattern(s, pattern, **doing),
        lambda s: change_pattern(s, random.choice(patterns), pattern, **doing),
        lambda s: end_pattern(s, random.choice(patterns), day - timedelta(days=1), **doing),
        lambda s: plan_day(s, who, day, random.choice(([stretch], [], None)), **doing),
        lambda s: swap_day(s, day, who, other, **doing),
        lambda s: record_absence(
            s, who, *instants, kind, **doing, all_the_same=sudden, free_assignments=True
        ),
        lambda s: lift_absence(s, random.choice(absences), **doing),
        lambda s: set_ways(s, [WantedWay(*places, random.randrange(5, 60))], **doing),
        lambda s: change_place(
            s,
            places[1],
            "",
            None,
            preparation_minutes=random.randrange(40),
            follow_up_minutes=10,
            **doing,
        ),
        lambda s: set_coverages(s, promised, **doing),
        lambda s: change_registrar(
            s,
            who,
            WantedRegistrar(
                name, name, unserved=frozenset(random.sample([town.castle.id], random.randrange(2)))
            ),
            **doing,
        ),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_every_sentence_stays_true_whatever_is_changed(app, session, town, people, now, seed):
    random, done = Random(seed), Counter()
    session.commit()
    for _ in range(STEPS):
        deed = random.choice(deeds(random, session, town, people, now))
        session.rollback()
        with app.app_context():
            try:
                with transaction() as writing:
                    deed(writing)
                done["done"] += 1
            except (Refusal, NotFound) as refusal:
                done[type(refusal).__name__] += 1
        session.expire_all()
        assert [line for one in SENTENCES for line in one.find(session, now)] == []
        session.rollback()
    assert done["done"] >= STEPS // 4, done


def test_many_days_are_left_to_the_worker_and_are_not_free_meanwhile(session, town, now):
    times = [
        make_slot(session, town.castle, day=DAY + timedelta(days=7 * number))
        for number in range(BATCH + 1)
    ]
    pattern = Pattern(Stretch(town.anna.id, 960, 1080, town.office.id), 5, date(2027, 3, 1))
    add_pattern(session, pattern, actor=town.actor, now=now)
    assert {slot.obstacle for slot in times} == {Obstacle.RECKONING}
    assert get_progress(session, DAY).left == BATCH + 1
    while reckon_pending(session, now=now):
        pass
    # Christmas and New Year are Saturdays.
    assert Counter(slot.obstacle for slot in times) == {
        None: BATCH - 1,
        Obstacle.DAY_CLOSED: 2,
    }
    assert get_progress(session, DAY).is_done
