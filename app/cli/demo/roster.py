"""Only couples whom the demo's registrars can marry get a time, and the next ones know by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.cli.demo.planning import DemoCity
from app.models import Announcement, Assignment, Slot
from app.queries.days import get_day_facts
from app.queries.duties import get_staffing
from app.rules.days import roster_of
from app.rules.one_more import DayRoster
from app.rules.reservations import ReservationState
from app.rules.roster import Task
from app.rules.slots import Span

#: So many days ahead ceremonies are given to somebody, and so many ahead they were told.
ASSIGNED_DAYS, TOLD_DAYS = 28, 10

AGREED = frozenset({ReservationState.APPROVED, ReservationState.REGISTERED, ReservationState.FIRM})


class Book:
    """The ceremonies of each day so far, to be asked for one more."""

    def __init__(self, session: Session, days: Collection[date]) -> None:
        """Read who works when."""
        self._staffing = get_staffing(session, days)
        self._rosters: dict[date, DayRoster] = {}
        self._tasks: dict[date, list[Task]] = {}

    def takes(self, slot: Slot) -> bool:
        """Answer whether registrars are promised and one can be there; if so it is theirs."""
        staffing = self._staffing[slot.day]
        span = Span(slot.begins_at, slot.ends_at, slot.buffer_minutes)
        if not staffing.is_promised(slot.day, span):
            return False
        task = staffing.task(str(slot.id), slot.venue_id, span)
        tasks = self._tasks.setdefault(slot.day, [])
        if slot.day not in self._rosters:
            self._rosters[slot.day] = DayRoster(staffing.duties, tasks, staffing.ways)
        if not self._rosters[slot.day].takes(task):
            return False
        tasks.append(task)
        del self._rosters[slot.day]
        return True


def assignments(session: Session, city: DemoCity) -> Iterator[Assignment]:
    """Yield who performs the ceremonies of the coming weeks; every seventh is pinned."""
    last = city.today + timedelta(days=ASSIGNED_DAYS)
    coming = {
        str(reservation.slot_id): reservation
        for reservation in city.reservations
        if reservation.state in AGREED and city.today <= reservation.slot.day <= last
    }
    facts = get_day_facts(session, sorted({one.slot.day for one in coming.values()}))
    number = 0
    for _day, found in sorted(facts.items()):
        plan = roster_of(found, found.claims).plan or {}
        for key, crew in sorted(plan.items()):
            if key not in coming:
                continue
            number += 1
            yield Assignment(
                reservation=coming[key],
                registrar_id=int(min(crew)),
                pinned=number % 7 == 0,
                assigned_at=city.now - timedelta(days=2),
            )


def announcements(made: Iterable[Assignment], city: DemoCity) -> Iterator[Announcement]:
    """Yield what people were told yesterday, of the next days."""
    last = city.today + timedelta(days=TOLD_DAYS)
    for one in made:
        if one.reservation.slot.day <= last:
            yield Announcement(
                reservation_id=one.reservation_id,
                slot_id=one.reservation.slot_id,
                registrar_id=one.registrar_id,
                told_at=city.now - timedelta(days=1),
            )
