"""The sheet of a day: who goes where when, with the ways; for the office and for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Registrar
from app.queries.rosters import Case, RosterDay
from app.rules.assignments import Gap, Lane, Trouble
from app.web.registry.roster.words import problem_words


@dataclass(frozen=True)
class SheetLine:
    """One ceremony on the sheet."""

    case: Case
    #: Who performs it; empty: nobody yet.
    who: str
    #: The way after it, or what does not work.
    way: str
    stops: bool = False
    #: For the one who goes there: when to leave, how long the way is, when to be there.
    leave_at: datetime | None = None
    minutes: int | None = None
    origin: str = ""

    @property
    def there_at(self) -> datetime:
        """When its registrar has to be there."""
        return self.case.job.task.begins


def sheet_of(
    roster: RosterDay, people: Mapping[str, Registrar], bases: Mapping[str, str] | None = None
) -> list[SheetLine]:
    """Return the ceremonies of the day by time."""
    lanes = {lane.registrar: lane for lane in roster.lanes}
    return [_line(case, roster, lanes, people, bases or {}) for case in roster.cases]


def own_lines(lines: Iterable[SheetLine], key: str) -> list[SheetLine]:
    """Return the lines of one person."""
    return [line for line in lines if line.case.job.registrar == key]


def _line(
    case: Case,
    roster: RosterDay,
    lanes: Mapping[str, Lane],
    people: Mapping[str, Registrar],
    bases: Mapping[str, str],
) -> SheetLine:
    name = case.job.registrar
    if name is None:
        return SheetLine(case, "", _("ohne Person"), stops=True)
    lane = lanes[name]
    who = people[name].short_name if name in people else "–"
    way, stops = _way(case, roster, lane)
    arrival = next((gap for gap in lane.gaps if gap.after == case.job.key and gap.before), None)
    arrival = arrival or next((gap for gap in lane.gaps if gap.after == case.job.key), None)
    if arrival is None or arrival.way is None:
        return SheetLine(case, who, way, stops)
    leave_at = arrival.ends - timedelta(minutes=arrival.way)
    origin = _origin(arrival, case, roster, lane, bases)
    return SheetLine(case, who, way, stops, leave_at, arrival.way, origin)


def _way(case: Case, roster: RosterDay, lane: Lane) -> tuple[str, bool]:
    own = [problem for problem in lane.problems if problem.key == case.job.key]
    if own:
        worst = next((problem for problem in own if problem.stops), own[0])
        return problem_words(worst, roster), worst.trouble is not Trouble.NO_SLACK
    after = next((gap for gap in lane.gaps if gap.before == case.job.key and gap.after), None)
    if after is None or not after.way:
        return "", False
    words = ngettext("danach %(num)d Min. Weg", "danach %(num)d Min. Weg", after.way)
    return words, False


def _origin(gap: Gap, case: Case, roster: RosterDay, lane: Lane, bases: Mapping[str, str]) -> str:
    if gap.before is not None:
        return roster.case_of(gap.before).reservation.slot.venue.short_name
    duty = next((duty for duty in lane.duties if duty.begins == gap.begins), None)
    return bases.get(duty.base, "") if duty is not None else ""
