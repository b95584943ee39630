from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.announcements import NOBODY, announce_day
from app.actions.assignments import apply_suggestion, assign, undo
from app.models import Announcement, Entry
from app.queries.rosters import find_assignment, get_roster_day
from app.rules.announcements import Told
from app.rules.refusals import AnnouncementOutdated
from tests.factories import (
    DAY,
    NOW,
    make_announcement,
    make_assignment,
    make_venue,
    make_way,
    place_of,
)


@pytest.fixture
def announce(act, staff):
    """Announce what the page showed as new: ``announce({wedding: anna})``, None for nobody."""

    def do(shown, *, now=NOW):
        facts = {str(one.slot_id): who.id if who else NOBODY for one, who in shown.items()}
        return act(lambda session: announce_day(session, DAY, facts, actor=staff, now=now))

    return do


@pytest.fixture
def give(act, staff):
    """Give a ceremony to somebody else, or to nobody."""

    def do(wedding, who, seen):
        wedding_id, who_id, seen_id = wedding.id, who and who.id, seen and seen.id
        return act(lambda s: assign(s, wedding_id, who_id, seen=seen_id, actor=staff, now=NOW))

    return do


def told(session, wedding):
    roster = get_roster_day(session, DAY, now=NOW)
    return roster.case_of(str(wedding.slot_id)).told


def test_everybody_is_told_and_the_journal_says_so(session, city, announce, staff):
    one, other = city.wedding(city.castle, 9), city.wedding(city.mill, 11)
    unassigned = city.wedding(city.mill, 14)
    make_assignment(session, one, city.anna)
    make_assignment(session, other, city.bea)
    assert told(session, one) is Told.NOT_YET
    assert announce({one: city.anna, other: city.bea}) == 2
    assert [told(session, wedding) for wedding in (one, other, unassigned)] == [
        Told.TOLD,
        Told.TOLD,
        Told.NOTHING,
    ]
    entries = session.scalars(select(Entry).order_by(Entry.id)).all()
    assert [(entry.event, entry.subject_id, entry.account_id) for entry in entries] == [
        ("reservation.announced", one.id, staff.account_id),
        ("reservation.announced", other.id, staff.account_id),
        ("roster.announced", DAY.toordinal(), staff.account_id),
    ]


def test_a_second_click_finds_it_done(session, city, act, announce, staff):
    wedding = city.wedding(city.castle, 9)
    make_assignment(session, wedding, city.anna)
    assert announce({wedding: city.anna}) == 1
    assert announce({wedding: city.anna}, now=NOW + timedelta(minutes=1)) == 0
    assert session.scalars(select(Announcement.told_at)).all() == [NOW]


def test_two_clicks_at_the_same_instant_tell_once(session, city, act, staff):
    wedding = city.wedding(city.castle, 9)
    make_assignment(session, wedding, city.anna)
    shown = {str(wedding.slot_id): city.anna.id}
    deed = lambda session: announce_day(session, DAY, shown, actor=staff, now=NOW)  # noqa: E731
    assert sorted(act.at_once([deed, deed, deed])) == [0, 0, 1]
    events = session.scalars(select(Entry.event)).all()
    assert events.count("roster.announced") == 1


def test_what_nobody_has_seen_is_not_announced(session, city, announce, give):
    wedding, other = city.wedding(city.castle, 9), city.wedding(city.mill, 11)
    make_assignment(session, wedding, city.anna)
    # A colleague has given the second one away since the page was shown, or the first to another.
    give(other, city.bea, None)
    for shown in ({wedding: city.anna}, {}, {wedding: city.bea, other: city.bea}):
        with pytest.raises(AnnouncementOutdated):
            announce(shown)
    assert session.scalars(select(Announcement)).all() == []


def test_what_changes_afterwards_is_news_until_it_is_told_again(session, city, announce, give):
    wedding = city.wedding(city.castle, 9)
    make_assignment(session, wedding, city.anna)
    announce({wedding: city.anna})
    give(wedding, city.bea, city.anna)
    assert told(session, wedding) is Told.CHANGED
    give(wedding, None, city.bea)
    assert told(session, wedding) is Told.CHANGED
    assert announce({wedding: None}) == 1
    assert told(session, wedding) is Told.NOTHING
    give(wedding, city.bea, None)
    assert told(session, wedding) is Told.NOT_YET
    assert announce({wedding: city.bea}) == 1
    assert told(session, wedding) is Told.TOLD


def test_taking_back_a_change_restores_what_people_know(session, city, act, announce, give, staff):
    wedding = city.wedding(city.castle, 9)
    make_assignment(session, wedding, city.anna)
    announce({wedding: city.anna})
    for who in (city.bea, None):
        entry = give(wedding, who, city.anna)
        assert told(session, wedding) is Told.CHANGED
        act(lambda s, entry=entry: undo(s, entry, actor=staff, now=NOW))
        assert told(session, wedding) is Told.TOLD


def test_announcing_can_still_be_followed_by_taking_back(session, city, act, announce, give, staff):
    wedding = city.wedding(city.castle, 9)
    entry = give(wedding, city.anna, None)
    announce({wedding: city.anna})
    act(lambda s: undo(s, entry, actor=staff, now=NOW))
    assert told(session, wedding) is Told.CHANGED


@pytest.mark.parametrize("spared", ["Demir", "Okafor"])
def test_a_suggestion_moves_whom_nobody_has_told(session, city, act, staff, spared):
    """Two at nine, one for each; a third in English at the castle needs Anna, so one must move.

    Cem has time for whichever it is; the one who knows already keeps hers if the other can go.
    """
    city.bea.languages = ["de", "en"]
    city.tower = make_venue(session, staffed=False, name="Turm")
    for other in (city.office, *(place_of(session, one) for one in (city.castle, city.mill))):
        make_way(session, place_of(session, city.tower), other, 20)
    late = city.registrar("Cem Lange", "Lange")
    people = {"Demir": city.anna, "Okafor": city.bea}
    weddings = {}
    for name, venue in (("Demir", city.castle), ("Okafor", city.mill)):
        weddings[name] = city.wedding(venue, 9)
        made = make_assignment(session, weddings[name], people[name])
        if name == spared:
            make_announcement(session, made)
    english = city.wedding(city.tower, 9, ceremony_language="en")
    (other,) = set(people) - {spared}
    shown = {
        str(weddings[other].slot_id): late.id,
        str(english.slot_id): people[other].id,
    }
    act(lambda s: apply_suggestion(s, DAY, shown, actor=staff, now=NOW))
    assert find_assignment(session, weddings[spared].id).registrar_id == people[spared].id
    assert told(session, weddings[spared]) is Told.TOLD
    assert find_assignment(session, english.id).registrar_id == people[other].id
