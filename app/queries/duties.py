"""Who is on duty, how long the ways take, until when registrars are promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from app.models import (
    Absence,
    Coverage,
    DutyPattern,
    Place,
    PlannedDay,
    PlannedDuty,
    Registrar,
    TravelTime,
    Venue,
)
from app.models.registrar import unserved_venues
from app.queries import NotFound
from app.rules.calendar import day_begins_at
from app.rules.coverage import Coverages
from app.rules.duties import Away, Pattern, Stretch, duties_on
from app.rules.roster import Duty
from app.rules.staffing import Staffing, VenueNeeds
from app.rules.travel import Ways


def get_staffing(session: Session, days: Collection[date]) -> dict[date, Staffing]:
    """Return the registrars of each of the days; eight queries however many days are asked."""
    duties = get_duties(session, days)
    ways, coverages = get_ways(session), get_coverages(session)
    venues = _venues(session)
    speakers = _speakers(session)
    return {day: Staffing(tuple(duties[day]), ways, coverages, venues, speakers) for day in days}


def get_duties(session: Session, days: Collection[date]) -> dict[date, list[Duty]]:
    """Return who works when on each of the days; four queries however many days are asked."""
    if not days:
        return {}
    first, last = min(days), max(days)
    rows = session.execute(select(Registrar.id, Registrar.valid_until))
    leaving = {row.id: row.valid_until for row in rows}
    patterns = _patterns(session, first, last)
    planned = _planned(session, days)
    absences = _absences(session, first, last)
    return {
        day: duties_on(
            day,
            registrars={who for who, until in leaving.items() if until is None or day <= until},
            patterns=patterns,
            planned=planned[day],
            absences=absences,
        )
        for day in days
    }


def get_ways(session: Session) -> Ways:
    """Return how long every known way takes, by the ids of the two places as text; one query."""
    rows = session.execute(
        select(TravelTime.from_place_id, TravelTime.to_place_id, TravelTime.minutes)
    )
    return Ways({(str(row[0]), str(row[1])): timedelta(minutes=row[2]) for row in rows})


def get_coverages(session: Session) -> Coverages:
    """Return the last promised day of each class of weekdays; one query."""
    rows = session.execute(select(Coverage.weekday_class, Coverage.last_on))
    return {row.weekday_class: row.last_on for row in rows}


def list_registrars(session: Session, day: date | None = None) -> list[Registrar]:
    """Return all registrars, or those in service on a day, by name, with what they do not serve."""
    wanted = select(Registrar).options(selectinload(Registrar.unserved))
    if day is not None:
        wanted = wanted.where(or_(Registrar.valid_until.is_(None), Registrar.valid_until >= day))
    return list(session.scalars(wanted.order_by(Registrar.name, Registrar.id)))


def get_registrar(session: Session, registrar_id: int) -> Registrar:
    """Return one registrar.

    Raises:
        NotFound: there is none.
    """
    registrar = session.get(Registrar, registrar_id)
    if registrar is None:
        raise NotFound
    return registrar


def list_places(session: Session) -> list[Place]:
    """Return all places, those without a venue first, by name."""
    return list(session.scalars(select(Place).order_by(Place.venue_id.is_not(None), Place.name)))


def _venues(session: Session) -> dict[int, VenueNeeds]:
    unserved: dict[int, set[str]] = defaultdict(set)
    for row in session.execute(select(unserved_venues)):
        unserved[row.venue_id].add(str(row.registrar_id))
    rows = session.execute(
        select(Place.id, Venue.id, Venue.preparation_minutes, Venue.follow_up_minutes).join(
            Venue, Place.venue_id == Venue.id
        )
    )
    return {
        venue_id: VenueNeeds(str(place_id), before, after, frozenset(unserved[venue_id]))
        for place_id, venue_id, before, after in rows
    }


def _speakers(session: Session) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for registrar_id, languages in session.execute(select(Registrar.id, Registrar.languages)):
        for language in languages:
            found[language].add(str(registrar_id))
    return {language: frozenset(who) for language, who in found.items()}


def _patterns(session: Session, first: date, last: date) -> list[Pattern]:
    rows = session.scalars(
        select(DutyPattern)
        .where(
            DutyPattern.valid_from <= last,
            or_(DutyPattern.valid_until.is_(None), DutyPattern.valid_until >= first),
        )
        # As they are in the database now, whatever this session has read before it had the lock.
        .execution_options(populate_existing=True)
    )
    return [pattern_of(row) for row in rows]


def pattern_of(row: DutyPattern) -> Pattern:
    """Return the pattern as the rules see it."""
    stretch = Stretch(row.registrar_id, row.begins_minute, row.ends_minute, row.base_id)
    return Pattern(stretch, row.weekday, row.valid_from, row.valid_until, row.every_weeks)


def _planned(session: Session, days: Collection[date]) -> dict[date, dict[int, list[Stretch]]]:
    rows = session.execute(
        select(PlannedDay.day, PlannedDay.registrar_id, PlannedDuty)
        .outerjoin(PlannedDuty, PlannedDuty.planned_day_id == PlannedDay.id)
        .where(PlannedDay.day.in_(days))
        .execution_options(populate_existing=True)
    )
    found: dict[date, dict[int, list[Stretch]]] = defaultdict(dict)
    for day, registrar_id, duty in rows:
        stretches = found[day].setdefault(registrar_id, [])
        if duty is not None:
            stretches.append(
                Stretch(registrar_id, duty.begins_minute, duty.ends_minute, duty.base_id)
            )
    return found


def _absences(session: Session, first: date, last: date) -> list[Away]:
    rows = session.execute(
        select(Absence.registrar_id, Absence.begins_at, Absence.ends_at).where(
            Absence.lifted_at.is_(None),
            Absence.begins_at < day_begins_at(last + timedelta(days=1)),
            Absence.ends_at > day_begins_at(first),
        )
    )
    return [Away(*row) for row in rows]
