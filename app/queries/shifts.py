"""Duties as people look at them: what was planned for somebody, who works when, who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import (
    Absence,
    Assignment,
    DutyPattern,
    Place,
    PlannedDay,
    Registrar,
    Reservation,
    Slot,
    Venue,
)
from app.queries import NotFound
from app.queries.duties import get_duties, list_registrars, pattern_of
from app.rules.calendar import day_begins_at, days_between
from app.rules.duties import Stretch
from app.rules.reservations import BLOCKING


@dataclass(frozen=True)
class Shift:
    """One stretch of work as the overview shows it, absences taken off."""

    begins_at: datetime
    ends_at: datetime
    base_id: int
    base: str


@dataclass(frozen=True)
class PersonDay:
    """A registrar on one day."""

    registrar: Registrar
    day: date
    shifts: tuple[Shift, ...]
    #: Planned by hand, patterns or not.
    by_hand: bool
    absences: tuple[Absence, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.shifts or self.by_hand or self.absences)


def list_assigned_days(
    session: Session, registrar_id: int, begins_at: datetime, ends_at: datetime, *, now: datetime
) -> list[date]:
    """Return the days within a time on which somebody was given ceremonies that are not over."""
    return list(
        session.scalars(
            select(Slot.day)
            .join(Reservation, Reservation.slot_id == Slot.id)
            .join(Assignment, Assignment.reservation_id == Reservation.id)
            .where(
                Assignment.registrar_id == registrar_id,
                Reservation.state.in_(BLOCKING),
                Slot.begins_at < ends_at,
                Slot.ends_at > max(begins_at, now),
            )
            .distinct()
            .order_by(Slot.day)
        )
    )


def list_person_days(session: Session, days: Sequence[date]) -> dict[Registrar, list[PersonDay]]:
    """Return what each registrar in service does on these days; seven queries."""
    duties = get_duties(session, days)
    bases = _bases_in_short(session)
    planned = select(PlannedDay.registrar_id, PlannedDay.day).where(PlannedDay.day.in_(days))
    by_hand = {(row.registrar_id, row.day) for row in session.execute(planned)}
    absences = _absences_by_day(session, days)
    shifts: dict[tuple[str, date], list[Shift]] = defaultdict(list)
    for day in days:
        for duty in duties[day]:
            base = bases.get(duty.base, "")
            shift = Shift(duty.begins, duty.ends, int(duty.base), base)
            shifts[duty.registrar, day].append(shift)
    return {
        one: [
            PersonDay(
                one,
                day,
                tuple(shifts[str(one.id), day]),
                (one.id, day) in by_hand,
                tuple(absences[one.id, day]),
            )
            for day in days
        ]
        for one in list_registrars(session, min(days))
    }


def list_patterns_of(session: Session, registrar_id: int) -> list[DutyPattern]:
    """Return all patterns of a registrar, by weekday and time."""
    return list(
        session.scalars(
            select(DutyPattern)
            .where(DutyPattern.registrar_id == registrar_id)
            .options(joinedload(DutyPattern.base))
            .order_by(
                DutyPattern.weekday,
                DutyPattern.begins_minute,
                DutyPattern.valid_from,
                DutyPattern.id,
            )
        )
    )


def find_planned_day(session: Session, registrar_id: int, day: date) -> PlannedDay | None:
    """Return the day of a registrar that was planned by hand, if it was."""
    return session.scalar(
        select(PlannedDay)
        .where(PlannedDay.registrar_id == registrar_id, PlannedDay.day == day)
        .options(selectinload(PlannedDay.duties))
    )


def list_planned_days(session: Session, registrar_id: int, first: date) -> list[PlannedDay]:
    """Return the days of a registrar from one on that were planned by hand."""
    return list(
        session.scalars(
            select(PlannedDay)
            .where(PlannedDay.registrar_id == registrar_id, PlannedDay.day >= first)
            .options(selectinload(PlannedDay.duties))
            .order_by(PlannedDay.day)
        )
    )


def get_stretches(session: Session, day: date) -> Mapping[int, list[Stretch]]:
    """Return what was planned for each registrar on a day, absences left aside."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    planned = session.scalars(
        select(PlannedDay).where(PlannedDay.day == day).options(selectinload(PlannedDay.duties))
    )
    by_hand = set()
    for one in planned:
        by_hand.add(one.registrar_id)
        found[one.registrar_id] += [
            Stretch(one.registrar_id, duty.begins_minute, duty.ends_minute, duty.base_id)
            for duty in one.duties
        ]
    for row in session.scalars(select(DutyPattern).where(DutyPattern.weekday == day.weekday())):
        pattern = pattern_of(row)
        if row.registrar_id not in by_hand and pattern.applies(day):
            found[row.registrar_id].append(pattern.stretch)
    return {who: sorted(all_, key=lambda one: one.begins_minute) for who, all_ in found.items()}


def list_absences(
    session: Session, since: datetime, *, registrar_id: int | None = None
) -> list[Absence]:
    """Return the absences that are not yet over at an instant, by time."""
    wanted = select(Absence).where(Absence.lifted_at.is_(None), Absence.ends_at > since)
    if registrar_id is not None:
        wanted = wanted.where(Absence.registrar_id == registrar_id)
    wanted = wanted.options(joinedload(Absence.registrar))
    return list(session.scalars(wanted.order_by(Absence.begins_at, Absence.id)))


def get_absence(session: Session, absence_id: int) -> Absence:
    """Return one absence.

    Raises:
        NotFound: there is none.
    """
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    return absence


def find_same_absence(
    session: Session, registrar_id: int, begins_at: datetime, ends_at: datetime
) -> Absence | None:
    """Return the absence of just this time that is in force, if any."""
    return session.scalar(
        select(Absence).where(
            Absence.registrar_id == registrar_id,
            Absence.begins_at == begins_at,
            Absence.ends_at == ends_at,
            Absence.lifted_at.is_(None),
        )
    )


def count_patterns(session: Session, day: date) -> Mapping[int, int]:
    """Return how many patterns each registrar has that apply on a day or later."""
    found: dict[int, int] = defaultdict(int)
    rows = session.scalars(
        select(DutyPattern.registrar_id).where(
            or_(DutyPattern.valid_until.is_(None), DutyPattern.valid_until >= day)
        )
    )
    for registrar_id in rows:
        found[registrar_id] += 1
    return found


def find_usual_base(session: Session, registrar_id: int) -> int | None:
    """Return the key of the place from which somebody starts most often; else where all do."""
    for wanted in (DutyPattern.registrar_id == registrar_id, true()):
        base_id = session.scalar(
            select(DutyPattern.base_id)
            .where(wanted)
            .group_by(DutyPattern.base_id)
            .order_by(func.count().desc(), DutyPattern.base_id)
            .limit(1)
        )
        if base_id is not None:
            return base_id
    return None


def _bases_in_short(session: Session) -> dict[str, str]:
    rows = session.execute(
        select(Place.id, Place.name, Venue.short_name).outerjoin(Venue, Place.venue_id == Venue.id)
    )
    return {str(row.id): row.short_name or row.name for row in rows}


def _absences_by_day(
    session: Session, days: Collection[date]
) -> dict[tuple[int, date], list[Absence]]:
    found: dict[tuple[int, date], list[Absence]] = defaultdict(list)
    first, last = min(days), max(days)
    rows = session.scalars(
        select(Absence).where(
            Absence.lifted_at.is_(None),
            Absence.begins_at < day_begins_at(last + timedelta(days=1)),
            Absence.ends_at > day_begins_at(first),
        )
    )
    for absence in rows:
        for day in days_between(first, last):
            begins, ends = day_begins_at(day), day_begins_at(day + timedelta(days=1))
            if absence.begins_at < ends and absence.ends_at > begins:
                found[absence.registrar_id, day].append(absence)
    return found
