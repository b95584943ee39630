"""A day as the component ``day_timeline`` shows it: venues with their times on a line of hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from app.rules.calendar import berlin_time

#: Minutes per track of static/css/tracks.css, and the widest line it knows.
TRACK, LONGEST, SHORTEST = 5, 14, 6
#: A button is as wide as this many tracks, unless the next one is nearer.
WIDTH = 11


@dataclass(frozen=True)
class TimeButton:
    """One free time: what is posted, when it begins, whether this browser holds it already."""

    slot_id: int
    begins_at: datetime
    held: bool = False


@dataclass(frozen=True)
class VenueRow:
    """One venue on a day."""

    name: str
    href: str
    drawing: str
    #: „24 Gäste“, „stufenlos“, „66 €“.
    facts: tuple[str, ...]
    times: tuple[TimeButton, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a button lies: first track, and the track before which it ends."""

    start: int
    end: int

    @property
    def narrow(self) -> bool:
        """Whether the button is so narrow that its figures must be smaller."""
        return self.end - self.start < 8


@dataclass(frozen=True)
class Ruler:
    """The hours of the line."""

    first_hour: int
    hours: int

    def places(self, times: Iterable[TimeButton]) -> list[Place]:
        """Return where the buttons of one row lie, in order of their beginning."""
        starts = [self._track(button.begins_at) for button in times]
        nexts = [*starts[1:], self.hours * 60 // TRACK]
        return [
            Place(start, max(min(start + WIDTH, after), start + 1))
            for start, after in zip(starts, nexts, strict=True)
        ]

    def _track(self, begins_at: datetime) -> int:
        wall = berlin_time(begins_at)
        track = ((wall.hour - self.first_hour) * 60 + wall.minute) // TRACK
        return max(0, min(track, self.hours * 60 // TRACK - 1))


def ruler_for(rows: Iterable[VenueRow]) -> Ruler:
    """Return the line on which all times of the rows lie, whole hours, not too short to read."""
    walls: list[time] = [berlin_time(b.begins_at) for row in rows for b in row.times] or [time(9)]
    first = min(min(walls).hour, 24 - SHORTEST)
    hours = max(walls).hour + 1 - first
    return Ruler(first, max(SHORTEST, min(hours, LONGEST)))
