"""From patterns, days planned by hand and absences to the stretches of work of one day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.rules.calendar import BERLIN
from app.rules.roster import Duty

#: Minutes of a day on the clock; a duty ends at midnight at the latest.
MIDNIGHT = 24 * 60


@dataclass(frozen=True)
class Stretch:
    """A stretch of work on some day, in minutes since midnight on the clock in Berlin."""

    registrar: int
    begins_minute: int
    ends_minute: int
    #: The place where it starts and ends.
    base: int


@dataclass(frozen=True)
class Pattern:
    """A stretch that comes back on a weekday, from a day on and perhaps until one (included)."""

    stretch: Stretch
    weekday: int
    valid_from: date
    valid_until: date | None = None
    #: 2: every second week, that of ``valid_from`` being the first.
    every_weeks: int = 1

    def applies(self, day: date) -> bool:
        """Answer whether the stretch is worked on this day."""
        if day.weekday() != self.weekday or day < self.valid_from:
            return False
        if self.valid_until is not None and day > self.valid_until:
            return False
        return (_monday(day) - _monday(self.valid_from)).days // 7 % self.every_weeks == 0


@dataclass(frozen=True)
class Away:
    """A registrar cannot work from one instant to another."""

    registrar: int
    begins_at: datetime
    ends_at: datetime


def duties_on(
    day: date,
    *,
    registrars: Collection[int],
    patterns: Iterable[Pattern],
    planned: Mapping[int, Sequence[Stretch]],
    absences: Iterable[Away],
) -> list[Duty]:
    """Return who works when on a day, by registrar and time.

    Args:
        registrars: those who are in service on the day.
        planned: the stretches of registrars whose day was planned by hand; none means a day off.
    """
    stretches = [one for stretches in planned.values() for one in stretches]
    stretches += [
        pattern.stretch
        for pattern in patterns
        if pattern.applies(day) and pattern.stretch.registrar not in planned
    ]
    away = list(absences)
    duties = [
        duty
        for stretch in stretches
        if stretch.registrar in registrars
        for duty in _at_work(stretch, day, [one for one in away if _concerns(one, stretch)])
    ]
    return sorted(duties, key=lambda duty: (int(duty.registrar), duty.begins))


def begins_at(day: date, minute: int) -> datetime:
    """Return when a stretch begins; where the clocks leave a doubt, the later instant."""
    return max(_instants(day, minute))


def ends_at(day: date, minute: int) -> datetime:
    """Return when a stretch ends; where the clocks leave a doubt, the earlier instant."""
    return min(_instants(day, minute))


def _instants(day: date, minute: int) -> list[datetime]:
    days, rest = divmod(minute, MIDNIGHT)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), BERLIN)
    return [wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]


def _at_work(stretch: Stretch, day: date, absences: Iterable[Away]) -> Iterator[Duty]:
    """Yield what is left of a stretch; each piece starts and ends at the base."""
    pieces = [(begins_at(day, stretch.begins_minute), ends_at(day, stretch.ends_minute))]
    for away in absences:
        pieces = [
            piece
            for begins, ends in pieces
            for piece in ((begins, min(ends, away.begins_at)), (max(begins, away.ends_at), ends))
        ]
        pieces = [(begins, ends) for begins, ends in pieces if begins < ends]
    for begins, ends in pieces:
        if begins < ends:
            yield Duty(str(stretch.registrar), begins, ends, str(stretch.base))


def _concerns(away: Away, stretch: Stretch) -> bool:
    return away.registrar == stretch.registrar


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
