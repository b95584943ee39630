"""What a day says when registrars are the limit: tables of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from app.rules.coverage import WeekdayClass
from app.rules.days import (
    Ceremony,
    Claim,
    DayFacts,
    Finding,
    is_over,
    reckon_claim,
    reckon_day,
    roster_of,
    tasks_of,
)
from app.rules.roster import Duty, plan
from app.rules.slots import Obstacle, Span
from app.rules.staffing import Staffing, VenueNeeds, Wanted
from app.rules.travel import Ways

DAY = date(2027, 6, 12)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TOWN_HALL, CASTLE, MILL = 1, 2, 3


def at(clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(2027, 6, 12, hour, minute, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def ceremony(slot_id: int, venue: int, clock: str, lasts: int = 30) -> Ceremony:
    return Ceremony(slot_id, venue, Span(at(clock), at(clock) + minutes(lasts), 0))


def duty(name: str, begins: str = "07:00", ends: str = "17:00", base: str = "rathaus") -> Duty:
    return Duty(name, at(begins), at(ends), base)


def ways() -> Ways:
    places = ("rathaus", "schloss", "muehle")
    return Ways({(one, two): minutes(20) for one in places for two in places if one != two})


def staffing(*duties: Duty, **overrides) -> Staffing:
    values = {
        "duties": duties,
        "ways": ways(),
        "coverages": {WeekdayClass.SATURDAY: DAY},
        "venues": {
            TOWN_HALL: VenueNeeds("rathaus", 15, 10),
            CASTLE: VenueNeeds("schloss", 15, 10),
            MILL: VenueNeeds("muehle", 15, 10, frozenset({"anna"})),
        },
        "speakers": {"de": frozenset({"anna", "bernd"}), "en": frozenset({"bernd"})},
    }
    return Staffing(**{**values, **overrides})


def facts(*ceremonies: Ceremony, claims=(), of: Staffing) -> DayFacts:
    return DayFacts(DAY, ceremonies, tuple(claims), (), False, frozenset({1, 2, 3}), of)


def held(slot_id: int, venue: int, clock: str, for_minutes: float) -> Claim:
    return Claim(ceremony(slot_id, venue, clock), NOW + minutes(for_minutes))


def firm(slot_id: int, venue: int, clock: str, **wanted) -> Claim:
    return Claim(ceremony(slot_id, venue, clock), wanted=Wanted(**wanted))


def finding(asked: Ceremony, of: Staffing, *claims: Claim) -> Finding:
    return reckon_day(facts(asked, claims=claims, of=of), now=NOW).findings[asked.slot_id]


ONE = staffing(duty("anna"))
TWO = staffing(duty("anna"), duty("bernd"))
TEN = ceremony(1, CASTLE, "10:00")
NO_ONE, NO_WAY = Obstacle.NO_REGISTRAR, Obstacle.NO_TRAVEL_TIME


@pytest.mark.parametrize(
    ("who", "asked", "claims", "obstacle"),
    [
        pytest.param(staffing(), TEN, [], NO_ONE, id="nobody is recorded"),
        pytest.param(ONE, TEN, [], None, id="somebody is there"),
        pytest.param(
            staffing(duty("anna", "09:25", "11:00")), TEN, [], None, id="there and back in time"
        ),
        pytest.param(
            staffing(duty("anna", "09:26", "11:00")), TEN, [], NO_ONE, id="a minute late to prepare"
        ),
        pytest.param(
            staffing(duty("anna", "09:25", "10:59")), TEN, [], NO_ONE, id="back a minute too late"
        ),
        pytest.param(
            ONE, TEN, [firm(2, TOWN_HALL, "10:00")], NO_ONE, id="two at once, one registrar"
        ),
        pytest.param(TWO, TEN, [firm(2, TOWN_HALL, "10:00")], None, id="two at once, two of them"),
        pytest.param(
            ONE, TEN, [firm(2, TOWN_HALL, "11:15")], None, id="10 after, 20 on the way, 15 before"
        ),
        pytest.param(
            ONE, TEN, [firm(2, TOWN_HALL, "11:14")], NO_ONE, id="a minute short of the way"
        ),
        pytest.param(
            TWO,
            TEN,
            [firm(2, TOWN_HALL, "10:00"), firm(3, CASTLE, "14:00", pinned_to="anna")],
            None,
            id="a pin later on leaves both free now",
        ),
        pytest.param(
            TWO,
            TEN,
            [firm(2, TOWN_HALL, "10:00", pinned_to="bernd"), firm(3, MILL, "11:00")],
            NO_ONE,
            id="a pin binds bernd, and anna does not go to the mill",
        ),
        pytest.param(
            TWO, ceremony(1, MILL, "10:00"), [], None, id="bernd goes where anna does not"
        ),
        pytest.param(
            ONE, ceremony(1, MILL, "10:00"), [], NO_ONE, id="the only one does not go there"
        ),
        pytest.param(
            TWO,
            TEN,
            [firm(2, TOWN_HALL, "10:00", language="en")],
            None,
            id="bernd speaks English, anna comes here",
        ),
        pytest.param(
            TWO,
            ceremony(1, MILL, "10:00"),
            [firm(2, TOWN_HALL, "10:00", language="en")],
            NO_ONE,
            id="only bernd speaks English, only bernd goes to the mill",
        ),
        pytest.param(
            TWO,
            TEN,
            [firm(2, TOWN_HALL, "14:00", language="uk")],
            NO_ONE,
            id="what is agreed cannot be performed, so nothing more is",
        ),
        pytest.param(
            staffing(duty("anna"), ways=Ways()), TEN, [], NO_WAY, id="nobody has timed the way"
        ),
        pytest.param(
            staffing(duty("anna"), ways=Ways({("rathaus", "schloss"): minutes(20)})),
            TEN,
            [],
            NO_WAY,
            id="nobody has timed the way back",
        ),
        pytest.param(
            staffing(duty("anna"), venues={}), TEN, [], NO_WAY, id="the venue has no place"
        ),
        pytest.param(
            staffing(duty("anna", "14:00"), ways=Ways()),
            TEN,
            [],
            NO_ONE,
            id="nobody is on duty, so the way does not matter",
        ),
        pytest.param(
            staffing(duty("anna"), duty("bernd", base="schloss"), ways=Ways()),
            TEN,
            [],
            None,
            id="another one is there already",
        ),
        pytest.param(
            staffing(duty("anna"), duty("bernd", base="dorf")),
            TEN,
            [firm(2, TOWN_HALL, "10:00")],
            NO_ONE,
            id="who could come is busy, so the way of another does not matter",
        ),
        pytest.param(
            staffing(duty("anna"), coverages={}), TEN, [], Obstacle.NOT_COVERED, id="not promised"
        ),
        pytest.param(
            staffing(coverages={}),
            TEN,
            [firm(1, CASTLE, "10:00")],
            Obstacle.TAKEN,
            id="that it is taken weighs more",
        ),
    ],
)
def test_a_time_is_free_if_a_registrar_can_be_there(who, asked, claims, obstacle):
    assert finding(asked, who, *claims).obstacle is obstacle


@pytest.mark.parametrize(
    ("who", "claims", "until"),
    [
        pytest.param(ONE, [held(2, TOWN_HALL, "10:00", 20)], 20, id="the only one is held"),
        pytest.param(ONE, [held(2, TOWN_HALL, "10:00", 0)], None, id="a hold that is over"),
        pytest.param(TWO, [held(2, TOWN_HALL, "10:00", 20)], None, id="one of two is held"),
        pytest.param(
            TWO,
            [held(2, TOWN_HALL, "10:00", 20), held(3, MILL, "10:00", 7)],
            7,
            id="one of two is free as soon as the first hold ends",
        ),
        pytest.param(
            TWO,
            [firm(2, TOWN_HALL, "10:00"), held(3, MILL, "10:00", 20), held(4, MILL, "14:00", 9)],
            20,
            id="a hold that is not in the way does not count",
        ),
        pytest.param(
            ONE,
            [
                held(n, TOWN_HALL, clock, n)
                for n, clock in ((2, "09:40"), (3, "10:20"), (5, "16:00"))
            ],
            3,
            id="two are in the way, one after the other",
        ),
        pytest.param(
            ONE,
            [held(1, CASTLE, "10:00", 20), held(2, TOWN_HALL, "10:00", 9)],
            20,
            id="the time itself is held longer",
        ),
        pytest.param(
            ONE,
            [held(1, CASTLE, "10:00", 9), held(2, TOWN_HALL, "10:30", 20)],
            20,
            id="the time itself is held, its registrar longer",
        ),
        pytest.param(
            staffing(duty("anna"), duty("bernd")),
            [held(1, CASTLE, "10:00", 9)],
            9,
            id="a second registrar does not help at the same venue",
        ),
    ],
)
def test_holds_block_until_the_first_end_after_which_it_is_feasible(who, claims, until):
    expected = None if until is None else NOW + minutes(until)
    assert finding(TEN, who, *claims) == Finding(None, expected)


def test_a_day_is_disturbed_if_what_is_agreed_cannot_be_performed():
    claims = [firm(2, TOWN_HALL, "10:00"), firm(3, MILL, "10:00")]
    told = reckon_day(facts(TEN, ceremony(4, TOWN_HALL, "15:00"), claims=claims, of=ONE), now=NOW)
    assert told.disturbed
    assert {finding.obstacle for finding in told.findings.values()} == {NO_ONE}
    assert not reckon_day(facts(TEN, claims=claims, of=TWO), now=NOW).disturbed


def test_holds_alone_disturb_no_day():
    claims = [held(2, TOWN_HALL, "10:00", 20), held(3, CASTLE, "10:00", 10)]
    told = reckon_day(facts(ceremony(4, TOWN_HALL, "15:00"), claims=claims, of=ONE), now=NOW)
    assert not told.disturbed
    assert told.findings[4] == Finding(None, NOW + minutes(10))


@pytest.mark.parametrize(
    ("own", "others", "obstacle"),
    [
        (firm(1, CASTLE, "10:00"), [], None),
        (firm(1, CASTLE, "10:00"), [firm(2, TOWN_HALL, "10:00")], NO_ONE),
        (firm(1, CASTLE, "10:00", language="en"), [], NO_ONE),
        (firm(1, CASTLE, "10:00", pinned_to="bernd"), [], NO_ONE),
        (firm(1, CASTLE, "10:00", pinned_to="anna"), [], None),
        (firm(1, CASTLE, "10:00"), [held(2, TOWN_HALL, "10:00", 20)], None),
    ],
)
def test_a_claim_is_asked_as_if_it_were_not_there_but_with_its_own_wishes(own, others, obstacle):
    day = facts(claims=[own, *others], of=staffing(duty("anna"), coverages={}))
    assert reckon_claim(day, own, now=NOW).obstacle is obstacle


def test_who_was_told_keeps_the_ceremony_where_possible():
    for name in ("anna", "bernd"):
        claim = Claim(ceremony(1, CASTLE, "10:00"), told_to=name)
        assert roster_of(facts(of=TWO), [claim]).plan == {"1": frozenset({name})}


@pytest.mark.parametrize("seed", range(60))
def test_what_a_day_says_is_what_the_roster_says_at_each_instant(seed):
    """For each slot: try every end of a hold, and ask the roster for the whole day."""
    day = _random_day(Random(seed))
    told = reckon_day(day, now=NOW)
    ends = sorted({claim.held_until for claim in day.claims if claim.held_until})
    agreed = [claim for claim in day.claims if claim.held_until is None]
    assert told.disturbed is not _is_possible(day, agreed)
    for asked in day.ceremonies:
        feasible = [instant for instant in [NOW, *ends] if _fits(day, asked, instant)]
        found = told.findings[asked.slot_id]
        assert found.holdable is bool(feasible), asked
        if found.holdable:
            assert (found.blocked_until or NOW) == feasible[0], asked


def _fits(day: DayFacts, asked: Ceremony, instant: datetime) -> bool:
    claims = [claim for claim in day.claims if not is_over(claim, instant)]
    if any(claim.ceremony.venue_id == asked.venue_id and _meet(claim, asked) for claim in claims):
        return False
    return _is_possible(day, [*claims, Claim(asked)])


def _is_possible(day: DayFacts, claims: list[Claim]) -> bool:
    of = day.staffing
    return plan(of.duties, tasks_of(day, claims), of.ways) is not None


def _meet(claim: Claim, asked: Ceremony) -> bool:
    one, two = claim.ceremony.span, asked.span
    return one.begins_at < two.ends_at and two.begins_at < one.ends_at


def _random_day(rng: Random) -> DayFacts:
    duties = [
        duty(name, rng.choice(("07:00", "08:30")), rng.choice(("12:00", "15:00", "17:00")))
        for name in ("anna", "bernd", "carla")[: rng.randint(1, 3)]
    ]
    slots = [
        ceremony(slot_id, venue, f"{8 + hour}:{rng.choice(('00', '10', '20'))}".zfill(5))
        for slot_id, (venue, hour) in enumerate(
            ((venue, hour) for venue in (TOWN_HALL, CASTLE, MILL) for hour in range(7)), start=1
        )
    ]
    claims = []
    for slot in rng.sample(slots, rng.randint(0, 8)):
        hold = NOW + minutes(rng.randint(0, 30)) if rng.random() < 0.6 else None
        language = rng.choice((None, None, "en"))
        pin = rng.choice((None, None, None, "anna"))
        claims.append(Claim(slot, hold, Wanted(language, pin)))
    return facts(*slots, claims=claims, of=staffing(*duties))
