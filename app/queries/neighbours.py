"""Where else something is free: the days before and after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Slot, Venue
from app.queries.free import fits, is_free, on_days
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.search import Wish

#: So many weeks around a day its weekday is looked at.
WEEKS_AROUND = 26


@dataclass(frozen=True)
class Neighbours:
    """The nearest days before and after a day with something free; None where there is none."""

    before: date | None
    after: date | None
    #: The same of its weekday: whoever wants a Saturday is not helped by a Monday.
    same_before: date | None
    same_after: date | None

    @property
    def days(self) -> list[date]:
        """All of them, in order."""
        found = (self.before, self.after, self.same_before, self.same_after)
        return sorted({day for day in found if day is not None})


def find_free_neighbours(
    session: Session, day: date, wish: Wish, *, now: datetime, policies: Policies
) -> Neighbours:
    """Return the nearest days with a free slot that fits; one query."""
    fitting = (
        select(Slot.day)
        .join(Venue, Slot.venue_id == Venue.id)
        .where(is_free(now, policies), fits(wish), on_days(wish, berlin_day(now), policies))
        .limit(1)
    )
    weeks = [timedelta(weeks=number) for number in range(1, WEEKS_AROUND + 1)]
    earlier, later = fitting.order_by(Slot.day.desc()), fitting.order_by(Slot.day)
    wanted = (
        earlier.where(Slot.day < day),
        later.where(Slot.day > day),
        earlier.where(Slot.day.in_([day - distance for distance in weeks])),
        later.where(Slot.day.in_([day + distance for distance in weeks])),
    )
    found = session.execute(select(*(one.scalar_subquery() for one in wanted))).one()
    return Neighbours(found[0], found[1], found[2], found[3])
