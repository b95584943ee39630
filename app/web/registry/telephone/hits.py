"""What is free for a caller’s wish, by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from app import clock
from app.models import Slot
from app.queries.free import count_days, list_free
from app.rules.calendar import add_months
from app.rules.reservations import first_reservable_day
from app.rules.search import Wish
from app.rules.wishes import Asked
from app.web.office import todays_policies

#: Days that are shown at once, times of all of them together, and times near a wish without any.
DAYS, TIMES, NEAR = 4, 200, 3


@dataclass(frozen=True)
class DayHits:
    """The free times of a day."""

    day: date
    slots: Sequence[Slot]


@dataclass(frozen=True)
class Hits:
    """What is free for a wish, and if nothing is, what is near."""

    days: Sequence[DayHits] = ()
    #: Times and days that fit, shown or not.
    total: int = 0
    day_total: int = 0
    #: The first day that fits and is not shown, for the next look.
    further_from: date | None = None
    near: Sequence[Slot] = ()

    @property
    def shown(self) -> int:
        """How many times are shown."""
        return sum(len(entry.slots) for entry in self.days)


def find_hits(session: Session, asked: Asked, wish: Wish, *, since: date | None) -> Hits:
    """Return the days that fit from ``since`` on with their times; two queries."""
    now, policies, today = clock.now(), todays_policies(), clock.today()
    first = max(asked.first or today, first_reservable_day(today, policies))
    last = asked.last or add_months(today, policies.horizon_months)
    counts = count_days(session, first, last, wish, now=now, policies=policies)
    fitting = {
        day: count.fitting
        for day, count in sorted(counts.items())
        if count.fitting and asked.takes(day)
    }
    if not fitting:
        near = list_free(session, wish, now=now, policies=policies, first=first, limit=NEAR)
        return Hits(near=near)
    wanted = [day for day in fitting if since is None or day >= since] or list(fitting)
    shown, further = wanted[:DAYS], wanted[DAYS:]
    slots = list_free(session, wish, now=now, policies=policies, days=shown, limit=TIMES)
    return Hits(
        days=[DayHits(day, list(found)) for day, found in groupby(slots, lambda slot: slot.day)],
        total=sum(fitting.values()),
        day_total=len(fitting),
        further_from=further[0] if further else None,
    )
