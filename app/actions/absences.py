"""Registrars who cannot work for a while; never why, as far as it is nobody's business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.staffing import changing_staffing, lock_staffing
from app.models import Absence, AbsenceKind, Announcement, Assignment, Reservation, Slot
from app.queries.duties import get_registrar
from app.queries.in_the_way import list_cases_of
from app.queries.shifts import find_same_absence, get_absence
from app.rules.calendar import berlin_day, last_day_of
from app.rules.permissions import Actor
from app.rules.refusals import AbsenceHitsAssignments, DutyNotPossible
from app.rules.reservations import BLOCKING

#: Longer than a year and a half somebody is not away but gone.
MOST_DAYS = 550


def record_absence(
    session: Session,
    registrar_id: int,
    begins_at: datetime,
    ends_at: datetime,
    kind: AbsenceKind,
    *,
    actor: Actor,
    now: datetime,
    free_assignments: bool = False,
    all_the_same: bool = False,
) -> Absence:
    """Note that a registrar cannot work from one instant to another.

    The same absence once more is the absence there is.

    Args:
        free_assignments: ceremonies that they were given are to be given anew.
        all_the_same: ceremonies that nobody else can perform are no reason to refuse; their days
            are disturbed until somebody has solved it. Only for an absence at short notice.

    Raises:
        NotFound: no such registrar.
        DutyNotPossible: it ends before it begins, is over, or is too long.
        CeremoniesInTheWay: nobody else could perform these.
        AbsenceHitsAssignments: they were given these, which others could perform.
    """
    lock_staffing(session)
    get_registrar(session, registrar_id)
    _check_span(begins_at, ends_at, now=now)
    same = find_same_absence(session, registrar_id, begins_at, ends_at)
    if same is not None:
        return same
    over = all_the_same and kind is AbsenceKind.SHORT_NOTICE
    last = last_day_of(ends_at)
    with changing_staffing(session, berlin_day(begins_at), last, now=now, over_ceremonies=over):
        absence = Absence(
            registrar_id=registrar_id,
            begins_at=begins_at,
            ends_at=ends_at,
            kind=kind,
            created_at=now,
            created_by_id=actor.account_id,
        )
        session.add(absence)
        freed = _free(session, registrar_id, begins_at, ends_at, actor=actor, now=now)
    if freed and not (free_assignments or over):
        raise AbsenceHitsAssignments(cases=list_cases_of(session, freed))
    facts = {"registrar": registrar_id, "until": ends_at.isoformat(), "freed": len(freed)}
    record(
        session,
        "absence.recorded",
        "absence",
        absence.id,
        actor=actor,
        now=now,
        **facts,
        **{"from": begins_at.isoformat()},
    )
    return absence


def lift_absence(session: Session, absence_id: int, *, actor: Actor, now: datetime) -> Absence:
    """Take an absence back: they work after all. A second click is content.

    Raises:
        NotFound: there is none.
    """
    lock_staffing(session)
    absence = get_absence(session, absence_id)
    if absence.lifted_at is not None:
        return absence
    last = last_day_of(absence.ends_at)
    with changing_staffing(session, berlin_day(absence.begins_at), last, now=now):
        absence.lifted_at = now
    record(
        session,
        "absence.lifted",
        "absence",
        absence.id,
        actor=actor,
        now=now,
        registrar=absence.registrar_id,
    )
    return absence


def _check_span(begins_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    if ends_at <= begins_at:
        raise DutyNotPossible("last_day", "ends_before_it_begins")
    if ends_at <= now:
        raise DutyNotPossible("last_day", "in_the_past")
    if ends_at - begins_at > timedelta(days=MOST_DAYS):
        raise DutyNotPossible("last_day", "too_long")


def _free(
    session: Session,
    registrar_id: int,
    begins_at: datetime,
    ends_at: datetime,
    *,
    actor: Actor,
    now: datetime,
) -> Sequence[int]:
    """Take ceremonies within the time away from a registrar; returns the keys of their slots."""
    rows = session.execute(
        select(Assignment, Slot.id, Announcement.registrar_id)
        .join(Assignment.reservation)
        .join(Reservation.slot)
        .outerjoin(Announcement, Announcement.reservation_id == Reservation.id)
        .where(
            Assignment.registrar_id == registrar_id,
            Reservation.state.in_(BLOCKING),
            Slot.begins_at < ends_at,
            Slot.ends_at > begins_at,
            Slot.ends_at > now,
        )
    ).all()
    for assignment, _, told_to in rows:
        record(
            session,
            "reservation.unassigned",
            "reservation",
            assignment.reservation_id,
            actor=actor,
            now=now,
            registrar=registrar_id,
            told=told_to == registrar_id,
        )
        session.delete(assignment)
    return [slot_id for _, slot_id, _ in rows]
