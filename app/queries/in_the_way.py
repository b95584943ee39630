"""Ceremonies that the registrars of their day cannot perform, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Absence, Day, Place, Reservation, Slot
from app.queries.days import get_day_facts
from app.queries.duties import list_registrars
from app.queries.shifts import find_usual_base
from app.rules.calendar import day_begins_at
from app.rules.duties import Away
from app.rules.in_the_way import InTheWay
from app.rules.remedies import Candidate, list_left_out, list_remedies
from app.rules.reservations import BLOCKING, ReservationState

#: So many cases are explained; a change that hits more is thought over anyway.
MOST_EXPLAINED = 12


def list_claimed_days(session: Session, days: Collection[date]) -> list[date]:
    """Return those of the days on which anything is reserved or held."""
    rows = session.scalars(
        select(Slot.day)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(Slot.day.in_(days), Reservation.state.in_(BLOCKING))
        .distinct()
    )
    return sorted(rows)


def get_left_out(
    session: Session, days: Collection[date], *, now: datetime
) -> dict[date, frozenset[int]]:
    """Return the slots of each day whose ceremonies nobody can perform; other days are missing."""
    facts = get_day_facts(session, list_claimed_days(session, days))
    found = {day: list_left_out(one, now=now) for day, one in facts.items()}
    return {
        day: frozenset(claim.ceremony.slot_id for claim in claims)
        for day, claims in found.items()
        if claims
    }


def list_cases(
    session: Session, left_out: Mapping[date, Collection[int]], *, now: datetime
) -> tuple[InTheWay, ...]:
    """Return these ceremonies by time, the first of them with what would solve each."""
    ids = [slot_id for slots in left_out.values() for slot_id in slots]
    cases = sorted(_cases(session, ids), key=lambda case: (case.begins_at, case.slot_id))
    explained = cases[:MOST_EXPLAINED]
    days = {case.day for case in explained}
    facts = get_day_facts(session, days)
    candidates = {day: _candidates(session, day) for day in days}
    found = []
    for case in explained:
        claims = [one for one in facts[case.day].claims if one.ceremony.slot_id == case.slot_id]
        remedies = list_remedies(facts[case.day], claims[0], candidates[case.day], now=now)
        found.append(replace(case, remedies=tuple(remedies)))
    return (*found, *cases[MOST_EXPLAINED:])


def is_disturbed(session: Session, day: date) -> bool:
    """Answer whether what is agreed on a day cannot all be performed."""
    found = session.get(Day, day)
    return found is not None and found.disturbed


def list_cases_of(session: Session, slot_ids: Collection[int]) -> tuple[InTheWay, ...]:
    """Return the ceremonies on these slots by time, without what would solve them."""
    return tuple(sorted(_cases(session, slot_ids), key=lambda case: (case.begins_at, case.slot_id)))


def _cases(session: Session, slot_ids: Collection[int]) -> list[InTheWay]:
    rows = session.scalars(
        select(Reservation)
        .join(Reservation.slot)
        .where(Slot.id.in_(slot_ids), Reservation.state.in_(BLOCKING))
        .options(joinedload(Reservation.slot).joinedload(Slot.venue))
    )
    return [
        InTheWay(
            slot_id=row.slot.id,
            reference=row.reference,
            day=row.slot.day,
            begins_at=row.slot.begins_at,
            venue=row.slot.venue.name,
            held=row.state is ReservationState.HELD,
        )
        for row in rows
    ]


def _candidates(session: Session, day: date) -> list[Candidate]:
    """Return who is in service on a day, with the base they mostly start from."""
    default = session.scalar(select(Place.id).order_by(Place.venue_id.is_not(None), Place.id))
    if default is None:
        return []
    away = _away(session, day)
    return [
        Candidate(
            str(one.id), str(find_usual_base(session, one.id) or default), tuple(away[one.id])
        )
        for one in list_registrars(session, day)
    ]


def _away(session: Session, day: date) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = session.execute(
        select(Absence.registrar_id, Absence.begins_at, Absence.ends_at).where(
            Absence.lifted_at.is_(None),
            Absence.begins_at < day_begins_at(day + timedelta(days=1)),
            Absence.ends_at > day_begins_at(day),
        )
    )
    for row in rows:
        found[row.registrar_id].append(Away(*row))
    return found
