"""A couple's wish, and which free slots lie nearest to one that is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

#: Berlin wall-clock minutes since midnight: first, and first no longer.
PARTS_OF_DAY: dict[str, tuple[int, int]] = {
    "vormittag": (0, 12 * 60),
    "nachmittag": (12 * 60, 17 * 60),
    "abend": (17 * 60, 24 * 60),
}

#: As they stand in the address; Monday first.
WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")


@dataclass(frozen=True)
class Wish:
    """What a couple asks of a date; nothing asked, everything fits."""

    #: Monday 0; any if empty.
    weekdays: frozenset[int] = field(default_factory=frozenset)
    #: A word of PARTS_OF_DAY.
    part_of_day: str | None = None
    #: Guests, the couple not counted.
    guests: int | None = None
    step_free: bool = False
    #: "indoors" or "outdoors".
    surroundings: str | None = None
    #: All fees together at most.
    most_cents: int | None = None
    #: Slugs.
    venues: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == Wish()

    def allows(self, day: date) -> bool:
        """Answer whether the weekday of this day is wished."""
        return not self.weekdays or day.weekday() in self.weekdays


class Timed(Protocol):
    """What nearness is measured by."""

    @property
    def venue_id(self) -> int:
        """The venue."""

    @property
    def begins_at(self) -> datetime:
        """The instant."""


Place = TypeVar("Place", bound=Timed)

#: Another venue is as far as this many hours on the same day.
OTHER_VENUE_HOURS = 3.0
#: Another day is as far as this many hours.
OTHER_DAY_HOURS = 8.0


def distance(wanted: Timed, other: Timed) -> float:
    """Return how far ``other`` is from ``wanted``: hours, another venue and another day weighed."""
    apart = abs((other.begins_at - wanted.begins_at).total_seconds()) / 3600
    days = round(apart / 24)
    hours = abs(apart - 24 * days) + OTHER_DAY_HOURS * days
    return hours + (0.0 if wanted.venue_id == other.venue_id else OTHER_VENUE_HOURS)


def nearest(wanted: Timed, candidates: Iterable[Place], most: int = 3) -> Sequence[Place]:
    """Return the candidates that lie nearest, the nearest first."""
    return sorted(
        candidates, key=lambda place: (distance(wanted, place), place.begins_at, place.venue_id)
    )[:most]
