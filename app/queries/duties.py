"""Who is on duty, how long the ways take, until when registrars are promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import bindparam, or_, select
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

# Built once: every reckoning asks all of them.
_IN_SERVICE = select(Registrar.id, Registrar.valid_until)
_WAYS = select(TravelTime.from_place_id, TravelTime.to_place_id, TravelTime.minutes)
_COVERAGES = select(Coverage.weekday_class, Coverage.last_on)
_UNSERVED = select(unserved_venues)
_NEEDS = select(Place.id, Venue.id, Venue.preparation_minutes, Venue.follow_up_minutes).join(
    Venue, Place.venue_id == Venue.id
)
_LANGUAGES = select(Registrar.id, Registrar.languages)
_PATTERNS = select(
    DutyPattern.registrar_id,
    DutyPattern.begins_minute,
    DutyPattern.ends_minute,
    DutyPattern.base_id,
    DutyPattern.weekday,
    DutyPattern.valid_from,
    DutyPattern.valid_until,
    DutyPattern.every_weeks,
).where(
    DutyPattern.valid_from <= bindparam("last"),
    or_(DutyPattern.valid_until.is_(None), DutyPattern.valid_until >= bindparam("first")),
)
_PLANNED = (
    select(
        PlannedDay.day,
        PlannedDay.registrar_id,
        PlannedDuty.id,
        PlannedDuty.begins_minute,
        PlannedDuty.ends_minute,
        PlannedDuty.base_id,
    )
    .outerjoin(PlannedDuty, PlannedDuty.planned_day_id == PlannedDay.id)
    .where(PlannedDay.day.in_(bindparam("days", expanding=True)))
)
_ABSENCES = select(Absence.registrar_id, Absence.begins_at, Absence.ends_at).where(
    Absence.lifted_at.is_(None),
    Absence.begins_at < bindparam("after"),
    Absence.ends_at > bindparam("since"),
)


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
    leaving = {row.id: row.valid_until for row in session.execute(_IN_SERVICE)}
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
    rows = session.execute(_WAYS)
    return Ways({(str(row[0]), str(row[1])): timedelta(minutes=row[2]) for row in rows})


def get_coverages(session: Session) -> Coverages:
    """Return the last promised day of each class of weekdays; one query."""
    rows = session.execute(_COVERAGES)
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
    for row in session.execute(_UNSERVED):
        unserved[row.venue_id].add(str(row.registrar_id))
    rows = session.execute(_NEEDS)
    return {
        venue_id: VenueNeeds(str(place_id), before, after, frozenset(unserved[venue_id]))
        for place_id, venue_id, before, after in rows
    }


def _speakers(session: Session) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for registrar_id, languages in session.execute(_LANGUAGES):
        for language in languages:
            found[language].add(str(registrar_id))
    return {language: frozenset(who) for language, who in found.items()}


def _patterns(session: Session, first: date, last: date) -> list[Pattern]:
    # Columns: as they are in the database now, whatever this session read before it had the lock.
    rows = session.execute(_PATTERNS, {"first": first, "last": last})
    return [Pattern(Stretch(*row[:4]), *row[4:]) for row in rows]


def pattern_of(row: DutyPattern) -> Pattern:
    """Return the pattern as the rules see it."""
    stretch = Stretch(row.registrar_id, row.begins_minute, row.ends_minute, row.base_id)
    return Pattern(stretch, row.weekday, row.valid_from, row.valid_until, row.every_weeks)


def _planned(session: Session, days: Collection[date]) -> dict[date, dict[int, list[Stretch]]]:
    found: dict[date, dict[int, list[Stretch]]] = defaultdict(dict)
    for day, registrar_id, duty_id, *stretch in session.execute(_PLANNED, {"days": list(days)}):
        stretches = found[day].setdefault(registrar_id, [])
        if duty_id is not None:
            stretches.append(Stretch(registrar_id, *stretch))
    return found


def _absences(session: Session, first: date, last: date) -> list[Away]:
    after = day_begins_at(last + timedelta(days=1))
    rows = session.execute(_ABSENCES, {"since": day_begins_at(first), "after": after})
    return [Away(*row) for row in rows]
