"""How long the roster thinks: about one day, and about everything that is free on one."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from functools import partial
from random import Random

from app.rules.calendar import instant_at
from app.rules.coverage import WeekdayClass
from app.rules.days import Ceremony, Claim, DayFacts, Finding, reckon_day
from app.rules.roster import TALLY, Duty, Task, plan
from app.rules.slots import Span
from app.rules.staffing import Staffing, VenueNeeds
from app.rules.travel import Ways, estimate_minutes
from tests.factories import NOW

DAY = date(2027, 6, 12)
VENUES, TIMES = 14, 8
NOTHING = Finding(None)


def lines(days: int = 2000) -> Iterator[str]:
    """Measure on random days and yield a line for each figure."""
    before = TALLY.gave_up
    spans = [_timed(partial(plan, *_work(Random(seed)))) for seed in range(days)]
    yield _line(f"roster, 10 registrars and 30 ceremonies, {days} days", spans)
    fewer = days // 20
    spans = [_timed(partial(reckon_day, _day(Random(seed)), now=NOW)) for seed in range(fewer)]
    yield _line(f"reckoning of {VENUES} venues with {TIMES} times each, {fewer} days", spans)
    yield f"searches that gave up: {TALLY.gave_up - before}"


def _timed(work: Callable[[], object]) -> float:
    """Return milliseconds of this process: what else the machine does must not count."""
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def _line(what: str, spans: list[float]) -> str:
    return f"{what:<60} median {statistics.median(spans):6.1f} ms  worst {max(spans):6.1f} ms"


def _at(clock: int) -> datetime:
    return instant_at(DAY, clock_time(clock // 60, clock % 60))


def _ways(rng: Random) -> Ways:
    points = {
        str(n): (51.52 + rng.random() / 9, 6.87 + rng.random() / 7) for n in range(1, VENUES + 1)
    }
    return Ways(
        {
            (one, other): timedelta(minutes=estimate_minutes(points[one], points[other]))
            for one in points
            for other in points
            if one != other
        }
    )


def _duties(rng: Random, count: int) -> tuple[Duty, ...]:
    return tuple(
        Duty(f"person-{n}", _at(begins), _at(begins + rng.choice((420, 480))), rng.choice("112"))
        for n in range(count)
        for begins in (rng.choice((480, 510, 570, 600)),)
    )


def _work(rng: Random) -> tuple[tuple[Duty, ...], list[Task], Ways]:
    """Return ten registrars, thirty ceremonies and the ways; about half can be performed."""
    tasks = []
    for n in range(30):
        begins = 540 + rng.randrange(0, 420, 15)
        venue = str(rng.randint(1, VENUES))
        tasks.append(Task(f"{n}", venue, _at(begins - 15), _at(begins + 40)))
    return _duties(rng, 10), tasks, _ways(rng)


def _day(rng: Random) -> DayFacts:
    """Return a Saturday with believable claims: as many as its registrars can perform."""
    ceremonies = [
        Ceremony(venue * TIMES + n, venue, Span(_at(begins), _at(begins + 30), 15))
        for venue in range(1, VENUES + 1)
        for n in range(TIMES)
        for begins in (570 + 60 * n + rng.choice((0, 15)),)
    ]
    staffing = Staffing(
        duties=_duties(rng, rng.randint(4, 7)),
        ways=_ways(rng),
        coverages={WeekdayClass.SATURDAY: DAY},
        venues={n: VenueNeeds(str(n), 15, 10) for n in range(1, VENUES + 1)},
        speakers={},
    )
    facts = DayFacts(
        DAY, tuple(ceremonies), (), (), False, frozenset(range(1, VENUES + 1)), staffing
    )
    for _ in range(rng.randint(0, 20)):
        found = reckon_day(facts, now=NOW).findings
        free = [one for one in ceremonies if found[one.slot_id] == NOTHING]
        if not free:
            break
        held = NOW + timedelta(minutes=rng.randint(1, 20)) if rng.random() < 0.2 else None
        claim = Claim(rng.choice(free), held)
        facts = replace(facts, claims=(*facts.claims, claim))
    return facts
