"""Who performs what on a day: what the pages of the roster show, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.models import (
    Absence,
    AbsenceKind,
    Announcement,
    Assignment,
    Entry,
    Registrar,
    Reservation,
    Slot,
)
from app.queries import NotFound
from app.queries.duties import get_staffing, list_registrars
from app.queries.reservations import WITH_SLOT
from app.rules.announcements import NEWS, Post, Told, told_of
from app.rules.assignments import Job, Lane, lanes_of, problems_of
from app.rules.calendar import day_begins_at, month_days
from app.rules.reservations import LIVE, ReservationState
from app.rules.roster import Duty, Task
from app.rules.slots import Span
from app.rules.staffing import Staffing, Wanted

#: What is shown on a roster: what lives, and what has been performed.
SHOWN = LIVE | {ReservationState.MARRIED}


@dataclass(frozen=True)
class Case:
    """One ceremony of the day and who performs it."""

    reservation: Reservation
    assignment: Assignment | None
    job: Job
    #: What people were told last.
    announcement: Announcement | None = None

    @property
    def told(self) -> Told:
        """What people know of who performs it."""
        return _told(self.reservation, self.assignment, self.announcement)

    @property
    def is_provisional(self) -> bool:
        """Whether somebody is to perform it who was not told that it is settled."""
        return not self.is_open and self.reservation.state in LIVE and self.told in NEWS

    @property
    def is_open(self) -> bool:
        """Whether nobody performs it yet."""
        return self.assignment is None


@dataclass(frozen=True)
class RosterDay:
    """One day with its people and ceremonies."""

    day: date
    #: By time.
    cases: tuple[Case, ...]
    #: Times that are held for couples; they need somebody, too.
    holds: tuple[Task, ...]
    staffing: Staffing

    @property
    def duties(self) -> Sequence[Duty]:
        """Who works when."""
        return self.staffing.duties

    @property
    def people(self) -> int:
        """How many are on duty."""
        return len({duty.registrar for duty in self.duties})

    @cached_property
    def jobs(self) -> list[Job]:
        """The ceremonies as the rules see them."""
        return [case.job for case in self.cases]

    @cached_property
    def lanes(self) -> list[Lane]:
        """Everybody's day."""
        return lanes_of(self.duties, self.jobs, self.staffing.ways)

    @property
    def open_cases(self) -> list[Case]:
        """The ceremonies without a person."""
        return [case for case in self.cases if case.is_open]

    @property
    def news(self) -> list[Case]:
        """The ceremonies about which people do not know how it stands."""
        return [case for case in self.cases if case.reservation.state in LIVE and case.told in NEWS]

    def count_problems(self) -> int:
        """Return how many things do not work."""
        return sum(problem.stops for problem in problems_of(self.lanes, self.jobs))

    def case_of(self, key: str) -> Case:
        """Return the ceremony with this key.

        Raises:
            NotFound: there is none on the day.
        """
        for case in self.cases:
            if case.job.key == key:
                return case
        raise NotFound

    def find_case(self, reference: str | None) -> Case | None:
        """Return the ceremony of this reservation if it is on the day."""
        return next((one for one in self.cases if one.reservation.reference == reference), None)


def get_roster_day(session: Session, day: date, *, now: datetime) -> RosterDay:
    """Return one day; ten queries."""
    return get_roster_days(session, [day], now=now)[day]


def get_roster_days(
    session: Session, days: Collection[date], *, now: datetime
) -> dict[date, RosterDay]:
    """Return several days; ten queries, however many."""
    staffing = get_staffing(session, days)
    rows = session.execute(
        select(Reservation, Assignment, Announcement)
        .join(Reservation.slot)
        .outerjoin(Assignment, Assignment.reservation_id == Reservation.id)
        .outerjoin(Announcement, Announcement.reservation_id == Reservation.id)
        .where(Slot.day.in_(days), Reservation.state.in_(SHOWN | {ReservationState.HELD}))
        .options(WITH_SLOT, joinedload(Announcement.registrar))
        .order_by(Slot.begins_at, Reservation.id)
    ).all()
    cases: dict[date, list[Case]] = defaultdict(list)
    holds: dict[date, list[Task]] = defaultdict(list)
    for reservation, assignment, announcement in rows:
        day = reservation.slot.day
        if reservation.state is not ReservationState.HELD:
            job = _job(staffing[day], reservation, assignment, announcement)
            cases[day].append(Case(reservation, assignment, job, announcement))
        elif reservation.held_until is not None and reservation.held_until > now:
            holds[day].append(_job(staffing[day], reservation, None).task)
    return {
        day: RosterDay(day, tuple(cases[day]), tuple(holds[day]), staffing[day]) for day in days
    }


def find_assignment(session: Session, reservation_id: int) -> Assignment | None:
    """Return who performs a ceremony, if anybody."""
    return session.scalar(
        select(Assignment)
        .where(Assignment.reservation_id == reservation_id)
        .options(joinedload(Assignment.registrar))
    )


def list_wedding_days(session: Session, after: date, most: int) -> list[date]:
    """Return the next days after a day on which there are ceremonies; one query."""
    return list(
        session.scalars(
            select(Slot.day)
            .join(Reservation, Reservation.slot_id == Slot.id)
            .where(Slot.day > after, Reservation.state.in_(SHOWN))
            .distinct()
            .order_by(Slot.day)
            .limit(most)
        )
    )


def get_month_load(session: Session, day: date) -> dict[str, float]:
    """Return how many hours of ceremonies each registrar has in the month; one query."""
    days = month_days(day.year, day.month)
    rows = session.execute(
        select(Assignment.registrar_id, Slot)
        .join(Reservation, Assignment.reservation_id == Reservation.id)
        .join(Reservation.slot)
        .where(Slot.day.between(days[0], days[-1]), Reservation.state.in_(SHOWN))
        .options(joinedload(Slot.venue))
    )
    load: dict[str, float] = defaultdict(float)
    for registrar_id, slot in rows:
        around = slot.venue.preparation_minutes + slot.venue.follow_up_minutes
        took = slot.ends_at - slot.begins_at + timedelta(minutes=around)
        load[str(registrar_id)] += took.total_seconds() / 3600
    return dict(load)


def get_people(session: Session, roster: RosterDay) -> dict[str, Registrar]:
    """Return everybody in service on the day, and who is assigned on it, by key; two queries."""
    people = {str(one.id): one for one in list_registrars(session, roster.day)}
    for case in roster.cases:
        if case.assignment is not None:
            people.setdefault(str(case.assignment.registrar_id), case.assignment.registrar)
    return people


def get_absences(session: Session, day: date) -> dict[str, AbsenceKind]:
    """Return who is away on the day, and why; one query."""
    rows = session.execute(
        select(Absence.registrar_id, Absence.kind).where(
            Absence.lifted_at.is_(None),
            Absence.begins_at < day_begins_at(day + timedelta(days=1)),
            Absence.ends_at > day_begins_at(day),
        )
    )
    return {str(registrar_id): kind for registrar_id, kind in rows}


def find_change(session: Session, entry_id: int) -> Entry | None:
    """Return the journal's line of a change of a roster."""
    return session.scalar(
        select(Entry).where(Entry.id == entry_id, Entry.event == "roster.changed")
    )


def find_last_change(session: Session, day: date) -> Entry | None:
    """Return the last change of a day's roster, with who made it, if there was any; one query."""
    return session.scalar(
        select(Entry)
        .where(
            Entry.subject == "day",
            Entry.subject_id == day.toordinal(),
            Entry.event == "roster.changed",
        )
        .options(joinedload(Entry.account))
        .order_by(Entry.id.desc())
        .limit(1)
    )


def count_free_slots(session: Session, day: date) -> int:
    """Return how many released times of the day could still be held; one query."""
    return session.scalar(select(func.count()).where(Slot.day == day, Slot.holdable)) or 0


def _told(
    reservation: Reservation, assignment: Assignment | None, announcement: Announcement | None
) -> Told:
    now = Post(reservation.slot_id, assignment.registrar_id if assignment is not None else None)
    if announcement is None:
        return told_of(now, None)
    return told_of(now, Post(announcement.slot_id, announcement.registrar_id))


def _job(
    staffing: Staffing,
    reservation: Reservation,
    assignment: Assignment | None,
    announcement: Announcement | None = None,
) -> Job:
    slot, language = reservation.slot, reservation.ceremony_language
    who = str(assignment.registrar_id) if assignment is not None else None
    span = Span(slot.begins_at, slot.ends_at, slot.buffer_minutes)
    needs = staffing.venues.get(slot.venue_id)
    return Job(
        task=staffing.task(str(slot.id), slot.venue_id, span, Wanted(language)),
        begins=slot.begins_at,
        ends=slot.ends_at,
        registrar=who,
        pinned=assignment is not None and assignment.pinned,
        told=_told(reservation, assignment, announcement) is Told.TOLD,
        speakers=None if language is None else staffing.speakers.get(language, frozenset()),
        unserved_by=needs.unserved_by if needs is not None else frozenset(),
    )
