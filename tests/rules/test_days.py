from datetime import UTC, date, datetime, timedelta

import pytest

from app.rules.coverage import WeekdayClass
from app.rules.days import Ceremony, Claim, DayFacts, Finding, Shut, is_office_closed, reckon_day
from app.rules.policies import Policies
from app.rules.roster import Duty
from app.rules.slots import Obstacle, Span
from app.rules.staffing import Staffing, VenueNeeds
from app.rules.travel import Ways

DAY = date(2027, 6, 12)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def at(hour, minute=0):
    return datetime(2027, 6, 12, hour, minute, tzinfo=UTC)


def ceremony(slot_id, hour, minute=0, *, venue_id=1, lasts=30, buffer=15):
    begins_at = at(hour, minute)
    return Ceremony(
        slot_id, venue_id, Span(begins_at, begins_at + timedelta(minutes=lasts), buffer)
    )


#: At each venue somebody from midnight to midnight, who goes nowhere else.
STAFFED = Staffing(
    duties=tuple(Duty(f"person-{n}", at(0), at(0) + timedelta(days=1), f"ort-{n}") for n in (1, 2)),
    ways=Ways(),
    coverages={WeekdayClass.SATURDAY: DAY},
    venues={n: VenueNeeds(f"ort-{n}", 0, 0) for n in (1, 2)},
    speakers={},
)


def facts(*ceremonies, claims=(), closures=(), office_closed=False, venues=(1, 2)):
    return DayFacts(DAY, ceremonies, claims, closures, office_closed, frozenset(venues), STAFFED)


TEN = ceremony(1, 10)


@pytest.mark.parametrize(
    ("other", "obstacle"),
    [
        (ceremony(1, 10), Obstacle.TAKEN),
        (ceremony(2, 9, 30), Obstacle.OVERLAP),  # its buffer reaches into the ceremony
        (ceremony(2, 9, 15), None),  # its buffer ends as the ceremony begins
        (ceremony(2, 9, 16), Obstacle.OVERLAP),  # a minute too much
        (ceremony(2, 10, 44), Obstacle.OVERLAP),  # our buffer is not over
        (ceremony(2, 10, 45), None),
        (ceremony(2, 10, venue_id=2), None),  # another venue
        (ceremony(2, 9, lasts=180), Obstacle.OVERLAP),  # embraces it
    ],
)
def test_a_claim_for_good_takes_its_slot_and_what_overlaps_it(other, obstacle):
    found = reckon_day(facts(TEN, claims=(Claim(other),)), now=NOW).findings
    assert found[1] == Finding(obstacle)


@pytest.mark.parametrize(
    ("held_until", "blocked_until"),
    [
        (NOW + timedelta(minutes=20), NOW + timedelta(minutes=20)),
        (NOW + timedelta(seconds=1), NOW + timedelta(seconds=1)),
        (NOW, None),  # at its very end a hold is over
        (NOW - timedelta(seconds=1), None),
    ],
)
def test_a_hold_blocks_until_it_ends(held_until, blocked_until):
    found = reckon_day(facts(TEN, claims=(Claim(TEN, held_until),)), now=NOW).findings
    assert found[1] == Finding(None, blocked_until)


def test_of_two_holds_in_the_way_the_later_end_counts():
    claims = (
        Claim(ceremony(2, 9, 45), NOW + timedelta(minutes=5)),
        Claim(ceremony(3, 10, 30), NOW + timedelta(minutes=9)),
    )
    found = reckon_day(facts(TEN, claims=claims), now=NOW).findings
    assert found[1].blocked_until == NOW + timedelta(minutes=9)


@pytest.mark.parametrize(
    ("shut", "obstacle"),
    [
        (Shut(1, at(0), at(22)), Obstacle.VENUE_CLOSED),
        (Shut(2, at(0), at(22)), None),
        (Shut(None, at(0), at(22)), Obstacle.DAY_CLOSED),
        (Shut(1, at(9), at(10)), None),  # ends as the ceremony begins
        (Shut(1, at(10, 29), at(12)), Obstacle.VENUE_CLOSED),
        (Shut(1, at(10, 30), at(12)), None),  # begins as it ends
    ],
)
def test_a_closure_keeps_away_what_it_touches(shut, obstacle):
    assert reckon_day(facts(TEN, closures=(shut,)), now=NOW).findings[1].obstacle == obstacle


def test_a_closed_office_and_a_venue_not_in_use_marry_nobody():
    closed = reckon_day(facts(TEN, office_closed=True), now=NOW)
    assert closed.findings[1].obstacle is Obstacle.DAY_CLOSED
    gone = reckon_day(facts(TEN, venues=(2,)), now=NOW)
    assert gone.findings[1].obstacle is Obstacle.VENUE_NOT_IN_USE


@pytest.mark.parametrize(
    ("day", "policies", "closed"),
    [
        (date(2027, 6, 12), Policies(), False),
        (date(2027, 6, 13), Policies(), True),  # Sunday
        (date(2027, 6, 13), Policies(closed_weekdays=()), False),
        (date(2027, 5, 27), Policies(), True),  # Corpus Christi, a holiday in NRW
        (date(2027, 5, 27), Policies(closed_on_holidays=False), False),
        (date(2026, 12, 24), Policies(), False),
        (date(2026, 12, 24), Policies(closing_days=(date(2026, 12, 24),)), True),
    ],
)
def test_when_the_office_is_closed(day, policies, closed):
    assert is_office_closed(day, policies) is closed
