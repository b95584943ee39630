"""Where the shortage is in a month: the released times by weekday and hour, in few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Slot
from app.queries.days import get_day_facts
from app.rules.calendar import month_days
from app.rules.shortage import CAUSES, Cause, Opening, open_by_shift
from app.rules.slots import Obstacle, SlotState


@dataclass(frozen=True)
class Shortage:
    """A month's released times."""

    #: By weekday and hour how many there are, and how many are kept from being free by what.
    totals: Counter[tuple[int, int]]
    causes: Counter[tuple[int, int, Cause]]
    openings: tuple[Opening, ...]

    @property
    def total(self) -> int:
        """How many times are released."""
        return sum(self.totals.values())

    @property
    def weekdays(self) -> list[int]:
        """The weekdays on which there are any."""
        return sorted({weekday for weekday, _hour in self.totals})

    @property
    def hours(self) -> list[int]:
        """The hours at which there are any."""
        return sorted({hour for _weekday, hour in self.totals})

    def lost_on(self, weekday: int, cause: Cause) -> int:
        """Return how many times are not free for this cause on a weekday."""
        return sum(self.causes[weekday, hour, cause] for hour in self.hours)

    def count(self, cause: Cause) -> int:
        """Return how many times are not free for this cause."""
        return sum(number for (_day, _hour, why), number in self.causes.items() if why == cause)


def get_shortage(session: Session, month: date, *, now: datetime) -> Shortage:
    """Return where the shortage of a month is; a constant number of queries."""
    days = month_days(month.year, month.month)
    rows = session.execute(
        select(Slot.day, Slot.minute, Slot.obstacle, func.count())
        .where(Slot.day.between(days[0], days[-1]), Slot.state == SlotState.RELEASED)
        .group_by(Slot.day, Slot.minute, Slot.obstacle)
    )
    totals: Counter[tuple[int, int]] = Counter()
    causes: Counter[tuple[int, int, Cause]] = Counter()
    for day, minute, obstacle, number in rows:
        totals[day.weekday(), minute // 60] += number
        if obstacle is not None and obstacle in CAUSES:
            causes[day.weekday(), minute // 60, CAUSES[obstacle]] += number
    return Shortage(totals, causes, tuple(_openings(session, days, now=now)))


def _openings(session: Session, days: list[date], *, now: datetime) -> list[Opening]:
    short: dict[date, set[int]] = defaultdict(set)
    for slot_id, day in session.execute(
        select(Slot.id, Slot.day).where(
            Slot.day.between(days[0], days[-1]),
            Slot.state == SlotState.RELEASED,
            Slot.obstacle == Obstacle.NO_REGISTRAR,
        )
    ):
        short[day].add(slot_id)
    if not short:
        return []
    facts = get_day_facts(session, list(short))
    return open_by_shift(facts, {day: frozenset(ids) for day, ids in short.items()}, now=now)
