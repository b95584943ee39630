"""The roster of a week: who works when, how much there is, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import clock
from app.extensions import db
from app.models import Registrar
from app.queries.days import list_disturbed_days
from app.queries.duties import list_registrars
from app.queries.rosters import RosterDay, get_month_load, get_roster_days
from app.rules.roster import Duty
from app.web.registry.roster.words import duty_hours, hours


@dataclass(frozen=True)
class WeekCell:
    """One person on one day."""

    day: date
    duties: tuple[Duty, ...]
    ceremonies: int
    problems: int


@dataclass(frozen=True)
class WeekRow:
    """One person's week."""

    person: Registrar
    load: float
    cells: tuple[WeekCell, ...]


def week_page(monday: date) -> dict[str, Any]:
    """Return what the template needs; a constant number of queries."""
    session = db.session()
    days = [monday + timedelta(days=number) for number in range(7)]
    rosters = get_roster_days(session, days, now=clock.now())
    load = get_month_load(session, monday)
    people = list_registrars(session, monday)
    rows = [
        WeekRow(
            person,
            load.get(str(person.id), 0.0),
            tuple(_cell(rosters[day], str(person.id)) for day in days),
        )
        for person in people
    ]
    return {
        "monday": monday,
        "days": [rosters[day] for day in days],
        "disturbed": list_disturbed_days(session, monday),
        "rows": sorted(rows, key=lambda row: row.person.short_name),
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7),
        "today": clock.today(),
        "now": clock.now(),
        "words": {"duty": duty_hours, "hours": hours},
    }


def _cell(roster: RosterDay, name: str) -> WeekCell:
    lane = next((one for one in roster.lanes if one.registrar == name), None)
    if lane is None:
        return WeekCell(roster.day, (), 0, 0)
    stops = sum(problem.stops for problem in lane.problems)
    return WeekCell(roster.day, lane.duties, len(lane.jobs), stops)
