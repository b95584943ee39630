from __future__ import annotations

import pytest
from sqlalchemy import select

from app.actions.assignments import assign, undo
from app.actions.days import lock_days, reckon
from app.actions.disruptions import solve_day
from app.models import Assignment, Day, Entry
from app.queries.disruptions import get_disruption
from app.queries.rosters import find_assignment
from app.rules.refusals import SuggestionOutdated
from tests.factories import DAY, NOW, make_assignment


def solving(session, staff, **other):
    """Return the deed of somebody who looked at the desk just now."""
    session.commit()
    found = get_disruption(session, DAY, now=NOW)
    shown = {change.key: int(change.after) for change in found.rescue.changes}
    values = {"version": found.version, "actor": staff, "now": NOW, **other}
    session.rollback()
    return lambda session: solve_day(session, DAY, shown, **values)


def performed_by(session, wedding):
    found = find_assignment(session, wedding.id)
    return found and found.registrar.short_name


def at_ten(city, session):
    """Two at ten, both of which Anna has."""
    other = city.wedding(city.mill, 10)
    first = city.wedding(city.castle, 10)
    for wedding in (first, other):
        make_assignment(session, wedding, city.anna)
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)
    return first, other


def test_all_that_can_be_solved_is_solved_at_once_and_the_journal_says_so(
    session, city, act, staff
):
    first, other = at_ten(city, session)
    entry = session.get(Entry, act(solving(session, staff)))
    assert sorted([performed_by(session, first), performed_by(session, other)]) == [
        "Demir",
        "Okafor",
    ]
    assert (entry.event, entry.facts["what"], entry.account_id) == (
        "roster.changed",
        "rescued",
        staff.account_id,
    )
    assert get_disruption(session, DAY, now=NOW).is_calm


def test_a_second_click_finds_it_done(session, city, act, staff):
    at_ten(city, session)
    deed = solving(session, staff)
    assert act(deed)
    assert act(deed) is None


def test_it_can_be_undone(session, city, act, staff):
    first, other = at_ten(city, session)
    entry = act(solving(session, staff))
    act(lambda session: undo(session, entry, actor=staff, now=NOW))
    assert {performed_by(session, one) for one in (first, other)} == {"Demir"}


def test_a_day_that_has_changed_since_is_shown_anew(session, city, act, staff):
    first, _other = at_ten(city, session)
    deed = solving(session, staff)
    session.get(Day, DAY).version += 1
    with pytest.raises(SuggestionOutdated):
        act(deed)
    assert performed_by(session, first) == "Demir"


def test_nothing_shown_is_nothing_done(session, city, act, staff):
    city.wedding(city.castle, 10)
    version = session.get(Day, DAY).version if session.get(Day, DAY) else 0
    with pytest.raises(SuggestionOutdated):
        act(lambda session: solve_day(session, DAY, {}, version=version, actor=staff, now=NOW))


def test_of_two_colleagues_who_solve_it_at_the_same_instant_one_does(session, city, act, staff):
    at_ten(city, session)
    deed = solving(session, staff)
    answers = act.at_once([deed, deed, deed])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(answer is None for answer in answers) == 2
    changes = session.scalars(select(Entry).where(Entry.event == "roster.changed")).all()
    assert len(changes) == 1


def test_who_assigns_by_hand_meanwhile_wins_or_loses_whole(session, city, act, staff):
    first, other = at_ten(city, session)
    wedding, bea, anna = first.id, city.bea.id, city.anna.id
    by_hand = lambda session: assign(  # noqa: E731
        session, wedding, bea, seen=anna, actor=staff, now=NOW
    )
    act.at_once([solving(session, staff), by_hand])
    names = sorted([performed_by(session, first), performed_by(session, other)])
    assert names == ["Demir", "Okafor"]
    assert len(session.scalars(select(Assignment)).all()) == 2
