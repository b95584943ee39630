"""Where the shortage is in a month: the released times by weekday and hour, in few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import DutyPattern, Place, Slot, TravelTime
from app.queries.days import get_day_facts
from app.queries.duties import get_duties
from app.rules.calendar import month_days
from app.rules.days import DayFacts
from app.rules.shortage import Opening, bases_by_weekday, open_by_shift
from app.rules.slots import Obstacle, SlotState

#: So much is reckoned for one page, in steps of a few microseconds: about a second. A day costs its
#: times times the square of its ceremonies.
BUDGET = 200_000


@dataclass(frozen=True)
class Shortage:
    """A month's released times."""

    #: By day how many there are, and how many of them nobody from the office can serve.
    by_day: Counter[date]
    short: Counter[date]
    #: By weekday and hour how many there are, and how many are kept from being free by what.
    totals: Counter[tuple[int, int]]
    obstacles: Counter[tuple[int, int, Obstacle]]
    openings: tuple[Opening, ...]
    #: How many of the short ones are still to come; only these can be opened.
    short_ahead: int
    #: The names of the places from which the openings set out.
    bases: Mapping[str, str]
    #: On how many of the short days to come the openings were reckoned, and how many there are.
    days_tried: int
    days_short: int

    @property
    def total(self) -> int:
        """How many times are released."""
        return sum(self.totals.values())

    @property
    def free(self) -> int:
        """How many of them nothing keeps from being free, holds aside."""
        return self.total - sum(self.obstacles.values())

    @property
    def weekdays(self) -> list[int]:
        """The weekdays on which there are any."""
        return sorted({weekday for weekday, _hour in self.totals})

    @property
    def hours(self) -> list[int]:
        """The hours at which there are any."""
        return sorted({hour for _weekday, hour in self.totals})

    def lost_on(self, weekday: int, obstacle: Obstacle) -> int:
        """Return how many times are not free for this reason on a weekday."""
        return sum(self.obstacles[weekday, hour, obstacle] for hour in self.hours)

    def count(self, obstacle: str) -> int:
        """Return how many times are not free for this reason."""
        return sum(
            number for (_day, _hour, why), number in self.obstacles.items() if why == obstacle
        )


def get_shortage(session: Session, month: date, *, now: datetime) -> Shortage:
    """Return where the shortage of a month is; a constant number of queries."""
    days = month_days(month.year, month.month)
    rows = session.execute(
        select(Slot.day, Slot.minute, Slot.obstacle, func.count())
        .where(Slot.day.between(days[0], days[-1]), Slot.state == SlotState.RELEASED)
        .group_by(Slot.day, Slot.minute, Slot.obstacle)
    )
    by_day: Counter[date] = Counter()
    short: Counter[date] = Counter()
    totals: Counter[tuple[int, int]] = Counter()
    obstacles: Counter[tuple[int, int, Obstacle]] = Counter()
    for day, minute, obstacle, number in rows:
        by_day[day] += number
        totals[day.weekday(), minute // 60] += number
        if obstacle is not None:
            obstacles[day.weekday(), minute // 60, obstacle] += number
        if obstacle == Obstacle.NO_REGISTRAR:
            short[day] += number
    ahead = _short_ahead(session, days, now=now)
    facts = get_day_facts(session, list(ahead))
    tried = {day: ahead[day] for day in affordable(facts, ahead)}
    openings = tuple(_openings(session, days, facts, tried, now=now))
    bases = _names(session, {opening.base for opening in openings})
    left = sum(map(len, ahead.values()))
    return Shortage(by_day, short, totals, obstacles, openings, left, bases, len(tried), len(ahead))


def affordable(
    facts: Mapping[date, DayFacts],
    short: Mapping[date, Collection[int]],
    budget: int = BUDGET,
) -> list[date]:
    """Return the days that can be reckoned for one page, those that lack most first.

    At least one, so that there is always an answer.
    """
    chosen: list[date] = []
    for day in sorted(short, key=lambda day: (-len(short[day]), day)):
        budget -= len(short[day]) * (len(facts[day].claims) + 3) ** 2
        if chosen and budget < 0:
            break
        chosen.append(day)
    return sorted(chosen)


def _short_ahead(
    session: Session, days: list[date], *, now: datetime
) -> dict[date, frozenset[int]]:
    """Return by day the times to come that nobody from the office can serve."""
    short: dict[date, set[int]] = defaultdict(set)
    for slot_id, day in session.execute(
        select(Slot.id, Slot.day).where(
            Slot.day.between(days[0], days[-1]),
            Slot.state == SlotState.RELEASED,
            Slot.obstacle == Obstacle.NO_REGISTRAR,
            Slot.begins_at > now,
        )
    ):
        short[day].add(slot_id)
    return {day: frozenset(ids) for day, ids in short.items()}


def _openings(
    session: Session,
    days: list[date],
    facts: Mapping[date, DayFacts],
    short: Mapping[date, frozenset[int]],
    *,
    now: datetime,
) -> list[Opening]:
    if not short:
        return []
    bases = bases_by_weekday(get_duties(session, days), _some_base(session))
    return open_by_shift({day: facts[day] for day in short}, short, bases, now=now)


def _some_base(session: Session) -> str | None:
    """Return from where people set out when nobody does this month.

    It is the place of most weekly duties, else a place from which ways are known, best no venue.
    """
    used = session.scalars(
        select(DutyPattern.base_id)
        .group_by(DutyPattern.base_id)
        .order_by(func.count().desc(), DutyPattern.base_id)
        .limit(1)
    ).first()
    reached = session.scalars(
        select(Place.id)
        .join(TravelTime, TravelTime.from_place_id == Place.id)
        .group_by(Place.id)
        .order_by(Place.venue_id.is_not(None), func.count().desc(), Place.id)
        .limit(1)
    ).first()
    base = reached if used is None else used
    return None if base is None else str(base)


def _names(session: Session, bases: set[str]) -> dict[str, str]:
    wanted = [int(base) for base in bases]
    rows = session.execute(select(Place.id, Place.name).where(Place.id.in_(wanted)))
    return {str(row.id): row.name for row in rows}
