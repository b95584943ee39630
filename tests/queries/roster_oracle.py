"""Who could perform the ceremonies of a day, by trying everybody for everything.

Written from the words of the product alone: nothing here asks the rules of the roster, the duties
or the ways, and nothing reads what the day's reckoning stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy.orm import Session

from app.models import (
    Absence,
    Assignment,
    Coverage,
    DutyPattern,
    Place,
    PlannedDay,
    Registrar,
    Slot,
    TravelTime,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAYS = holidays.country_holidays("DE", subdiv="NW", years=[2027])


@dataclass(frozen=True)
class Shift:
    """A stretch of work."""

    registrar_id: int
    begins: datetime
    ends: datetime
    base_id: int


@dataclass(frozen=True)
class Job:
    """A ceremony with what comes before and after it, and who may do it."""

    place_id: int
    begins: datetime
    ends: datetime
    people: frozenset[int]


class Roster:
    """The registrars of a city."""

    def __init__(self, session: Session) -> None:
        self.people = session.query(Registrar).all()
        self.patterns = session.query(DutyPattern).all()
        self.planned = {(p.registrar_id, p.day): p for p in session.query(PlannedDay).all()}
        self.absences = [a for a in session.query(Absence).all() if a.lifted_at is None]
        self.ways = {
            (way.from_place_id, way.to_place_id): timedelta(minutes=way.minutes)
            for way in session.query(TravelTime).all()
        }
        self.promised = {
            str(one.weekday_class): one.last_on for one in session.query(Coverage).all()
        }
        self.place = {place.venue_id: place.id for place in session.query(Place).all()}
        self.assigned = {one.reservation_id: one for one in session.query(Assignment).all()}
        self._shifts: dict[date, list[Shift]] = {}

    # ── what is promised ──────────────────────────────────────────────────────
    def is_promised(self, slot: Slot) -> bool:
        """Answer whether the office has said that somebody will be there."""
        local = slot.begins_at.astimezone(BERLIN)
        half = "morning" if local.hour < 12 else "afternoon"
        weekday = local.weekday()
        if weekday == 6 or local.date() in HOLIDAYS:
            kind = "sunday_or_holiday"
        elif weekday == 5:
            kind = "saturday"
        else:
            kind = f"{'friday' if weekday == 4 else 'weekday'}_{half}"
        return kind in self.promised and local.date() <= self.promised[kind]

    # ── who works ─────────────────────────────────────────────────────────────
    def shifts(self, day: date) -> list[Shift]:
        """Return who works when."""
        if day not in self._shifts:
            self._shifts[day] = [
                piece for person in self.people for piece in self._shifts_of(person, day)
            ]
        return self._shifts[day]

    def _shifts_of(self, person: Registrar, day: date) -> Iterator[Shift]:
        if person.valid_until is not None and day > person.valid_until:
            return
        planned = self.planned.get((person.id, day))
        rows: Sequence[Any]
        if planned is not None:
            rows = planned.duties
        else:
            rows = [
                one
                for one in self.patterns
                if one.registrar_id == person.id and self._repeats(one, day)
            ]
        for row in rows:
            begins, ends = (_at(day, n) for n in (row.begins_minute, row.ends_minute))
            for start, end in self._present(person, begins, ends):
                yield Shift(person.id, start, end, row.base_id)

    def _repeats(self, pattern: DutyPattern, day: date) -> bool:
        if day.weekday() != pattern.weekday or day < pattern.valid_from:
            return False
        if pattern.valid_until is not None and day > pattern.valid_until:
            return False
        # Calendar weeks since that of the first day.
        weeks = day.isocalendar().week - pattern.valid_from.isocalendar().week
        return weeks % pattern.every_weeks == 0

    def _present(
        self, person: Registrar, begins: datetime, ends: datetime
    ) -> list[tuple[datetime, datetime]]:
        """Return what absences leave of a stretch."""
        edges = {begins, ends}
        away = [one for one in self.absences if one.registrar_id == person.id]
        for one in away:
            edges |= {edge for edge in (one.begins_at, one.ends_at) if begins < edge < ends}
        steps = sorted(edges)
        found: list[tuple[datetime, datetime]] = []
        for start, end in zip(steps, steps[1:], strict=False):
            if any(one.begins_at < end and start < one.ends_at for one in away):
                continue
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    # ── what they can do ──────────────────────────────────────────────────────
    def job(self, slot: Slot, claim: Any = None) -> Job:
        """Return a ceremony, of a couple that has it or of anybody."""
        venue = slot.venue
        people = {p.id for p in self.people if venue not in p.unserved}
        if claim is not None and claim.ceremony_language is not None:
            people &= {p.id for p in self.people if claim.ceremony_language in p.languages}
        assigned = self.assigned.get(claim.id) if claim is not None else None
        if assigned is not None and assigned.pinned:
            people = {assigned.registrar_id}
        return Job(
            self.place[venue.id],
            slot.begins_at - timedelta(minutes=venue.preparation_minutes),
            slot.ends_at + timedelta(minutes=venue.follow_up_minutes),
            frozenset(people),
        )

    def can(self, day: date, jobs: Sequence[Job]) -> bool:
        """Answer whether they can do all of it: try everybody for everything, in order of time."""
        return self._try(self.shifts(day), sorted(jobs, key=lambda job: job.begins), {})

    def _try(self, shifts: list[Shift], jobs: list[Job], last: dict[Shift, Job]) -> bool:
        if not jobs:
            return True
        first, *others = jobs
        return any(
            self._try(shifts, others, last | {shift: first})
            for shift in shifts
            if self._does(shift, first) and self._reaches(last.get(shift), first)
        )

    def _does(self, shift: Shift, job: Job) -> bool:
        if shift.registrar_id not in job.people:
            return False
        there, back = self.way(shift.base_id, job.place_id), self.way(job.place_id, shift.base_id)
        if there is None or back is None:
            return False
        return shift.begins + there <= job.begins and job.ends + back <= shift.ends

    def _reaches(self, before: Job | None, job: Job) -> bool:
        if before is None:
            return True
        way = self.way(before.place_id, job.place_id)
        return way is not None and before.ends + way <= job.begins

    def way(self, origin: int, target: int) -> timedelta | None:
        """Return how long a way takes, or None if nobody knows."""
        return timedelta() if origin == target else self.ways.get((origin, target))

    def why_nobody(self, day: date, job: Job) -> str:
        """Say why nobody can do it: for want of a way, or of a person."""
        shifts = self.shifts(day)
        if any(self._does(shift, job) for shift in shifts):
            return "no_registrar"
        for shift in shifts:
            on_duty = shift.begins <= job.begins and job.ends <= shift.ends
            ways = {
                self.way(shift.base_id, job.place_id),
                self.way(job.place_id, shift.base_id),
            }
            if shift.registrar_id in job.people and on_duty and None in ways:
                return "no_travel_time"
        return "no_registrar"


def _at(day: date, minute: int) -> datetime:
    """Return the instant at which the clock in Berlin shows so many minutes after midnight."""
    midnight = datetime.combine(day, time(), BERLIN)
    if minute == 24 * 60:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=minute // 60, minute=minute % 60)
