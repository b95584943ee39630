"""A day's roster as the page draws it: a row for each person, and what lies on the line of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil

from app.models import Registrar
from app.queries.rosters import Case, RosterDay
from app.rules.assignments import Gap, Job, Lane, Problem, Trouble, count_free, lane_of
from app.rules.calendar import berlin_day, berlin_time, instant_at
from app.rules.roster import Duty
from app.web.timelines import LONGEST, SHORTEST, TRACK

#: So much is shown before the first and after the last ceremony.
AROUND = timedelta(minutes=15)
#: A block of fewer tracks is written smaller.
WIDE = 14


@dataclass(frozen=True)
class Item:
    """One thing on a person's line: kind, first track, and the track before which it ends."""

    #: "duty", "block", "way", "slack", "tight" or "flag"; "ghost…" if it is only a preview.
    kind: str
    start: int
    end: int
    minutes: int = 0
    case: Case | None = None
    problem: Problem | None = None
    gap: Gap | None = None
    #: Lies over another block: in a second line.
    second: bool = False

    @property
    def narrow(self) -> bool:
        """Whether the words in it must be smaller."""
        return self.end - self.start < WIDE


@dataclass(frozen=True)
class Row:
    """One person's day."""

    person: Registrar
    duties: tuple[Duty, ...]
    load: float
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]

    @property
    def key(self) -> str:
        """The person's key."""
        return str(self.person.id)

    @property
    def lines(self) -> int:
        """How many lines of blocks it needs."""
        return 2 if any(item.second for item in self.items) else 1


@dataclass(frozen=True)
class Line:
    """The hours that are drawn."""

    day: date
    first_hour: int
    hours: int

    def track(self, instant: datetime) -> int:
        """Return the track that begins at an instant, or the nearest end of the line."""
        wall = berlin_time(instant)
        minutes = (wall.hour - self.first_hour) * 60 + wall.minute
        if berlin_day(instant) > self.day:
            minutes = self.hours * 60
        return max(0, min(minutes // TRACK, self.hours * 60 // TRACK))

    def item(self, kind: str, begins: datetime, ends: datetime, **more: object) -> Item:
        """Return a thing on the line; it takes one track at least."""
        start = min(self.track(begins), self.hours * 60 // TRACK - 1)
        return Item(kind, start, max(start + 1, self.track(ends)), **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Board:
    """The whole day."""

    line: Line
    rows: tuple[Row, ...]
    open_items: tuple[Item, ...]
    #: Free people by half hour: track, count.
    reserve: tuple[Item, ...]
    off_duty: tuple[Registrar, ...]


def board_of(
    roster: RosterDay,
    people: Mapping[str, Registrar],
    load: Mapping[str, float],
    *,
    ghosts: Iterable[tuple[str, Job]] = (),
) -> Board:
    """Return what the page draws.

    Args:
        ghosts: ceremonies that people would have: whose line, which one.
    """
    lanes = roster.lanes
    line = _line(roster)
    by_key = {case.job.key: case for case in roster.cases}
    planned: dict[str, list[Job]] = {}
    for name, job in ghosts:
        planned.setdefault(name, []).append(job)
    rows = [
        Row(
            people[lane.registrar],
            lane.duties,
            load.get(lane.registrar, 0.0),
            tuple(_items(lane, line, by_key, planned.get(lane.registrar, []), roster)),
            lane.problems,
        )
        for lane in lanes
        if lane.registrar in people
    ]
    busy = {row.key for row in rows}
    return Board(
        line,
        tuple(sorted(rows, key=lambda row: (not row.duties, row.person.short_name))),
        tuple(_blocks([case for case in roster.cases if case.is_open], line)),
        tuple(_reserve(lanes, line, roster)),
        tuple(person for key, person in people.items() if key not in busy),
    )


def _line(roster: RosterDay) -> Line:
    """Return the hours around the ceremonies; around the duties if there are none."""
    spans = [(job.task.begins - AROUND, job.task.ends + AROUND) for job in roster.jobs]
    spans = spans or [(duty.begins, duty.ends) for duty in roster.duties]
    first = min([berlin_time(begins).hour for begins, _ in spans], default=9)
    first = min(first, 24 - SHORTEST)
    last = max([_hour_after(ends) for _, ends in spans], default=first)
    return Line(roster.day, first, max(SHORTEST, min(last - first, LONGEST)))


def _hour_after(instant: datetime) -> int:
    wall = berlin_time(instant)
    return 24 if wall == time() else ceil((wall.hour * 60 + wall.minute) / 60)


def _items(
    lane: Lane, line: Line, cases: Mapping[str, Case], ghosts: list[Job], roster: RosterDay
) -> Iterator[Item]:
    for duty in lane.duties:
        yield line.item("duty", duty.begins, duty.ends)
    at_once = {problem.key for problem in lane.problems if problem.trouble is Trouble.AT_ONCE}
    between = {gap.after: gap for gap in lane.gaps if gap.before and gap.after}
    outs = {gap.after: gap for gap in lane.gaps if gap.before is None}
    backs = {gap.before: gap for gap in lane.gaps if gap.after is None}
    for job in lane.jobs:
        second = job.key in at_once
        if job.key in between:
            yield from _gap(between[job.key], line)
        if job.key in outs and outs[job.key].way:
            yield from _edge(outs[job.key], line)
        yield line.item("block", job.task.begins, job.task.ends, case=cases[job.key], second=second)
        if job.key in backs and backs[job.key].way:
            yield from _edge(backs[job.key], line)
    for problem in lane.problems:
        begins = problem.gap.begins if problem.gap else cases[problem.key].job.task.begins
        yield line.item("flag", begins, begins, problem=problem, case=cases[problem.key])
    if ghosts:
        yield from ghost_items(lane, line, ghosts, roster)


def ghost_items(lane: Lane, line: Line, ghosts: list[Job], roster: RosterDay) -> Iterator[Item]:
    """Yield what ceremonies would look like on somebody's line: ways and blocks."""
    keys = {job.key for job in ghosts}
    others = [other for other in lane.jobs if other.key not in keys]
    trial = lane_of(lane.registrar, lane.duties, [*others, *ghosts], roster.staffing.ways)
    for gap in trial.gaps:
        if gap.way and (gap.before in keys or gap.after in keys):
            for item in _gap(gap, line) if gap.before and gap.after else _edge(gap, line):
                if item.kind != "slack":
                    yield replace(item, kind=f"ghost-{item.kind}")
    for job in ghosts:
        over = any(o.task.begins < job.task.ends and job.task.begins < o.task.ends for o in others)
        case = roster.case_of(job.key)
        yield line.item("ghost", job.task.begins, job.task.ends, case=case, second=over)


def _gap(gap: Gap, line: Line) -> Iterator[Item]:
    """Yield way and slack between two ceremonies, or that it is too tight."""
    if gap.slack is None or gap.minutes < 0:
        return
    if gap.slack < 0:
        yield line.item("tight", gap.begins, gap.ends, minutes=-gap.slack, gap=gap)
        return
    arrived = gap.begins + timedelta(minutes=gap.way or 0)
    if gap.way:
        yield line.item("way", gap.begins, arrived, minutes=gap.way, gap=gap)
    if gap.slack:
        yield line.item("slack", arrived, gap.ends, minutes=gap.slack, gap=gap)


def _edge(gap: Gap, line: Line) -> Iterator[Item]:
    """Yield the way from the base or back to it."""
    way = timedelta(minutes=gap.way or 0)
    minutes = gap.way or 0
    if gap.before is None:
        yield line.item("way", gap.ends - way, gap.ends, minutes=minutes, gap=gap)
    else:
        yield line.item("way", gap.begins, gap.begins + way, minutes=minutes, gap=gap)


def _blocks(cases: Iterable[Case], line: Line) -> Iterator[Item]:
    """Yield the ceremonies without a person; those that overlap one above the other."""
    until: list[datetime] = []
    for case in sorted(cases, key=lambda one: one.job.task.begins):
        task = case.job.task
        place = next((n for n, end in enumerate(until) if end <= task.begins), len(until))
        until[place : place + 1] = [task.ends]
        yield line.item("block", task.begins, task.ends, case=case, minutes=place)


def _reserve(lanes: Iterable[Lane], line: Line, roster: RosterDay) -> Iterator[Item]:
    lanes = list(lanes)
    first = instant_at(line.day, time(line.first_hour))
    for half in range(line.hours * 2):
        begins = first + timedelta(minutes=30 * half)
        free = count_free(lanes, begins, begins + timedelta(minutes=30))
        yield Item("reserve", half * 6, half * 6 + 6, free)
