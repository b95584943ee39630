"""How long the way between two places probably takes, and how long it can take at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from math import asin, ceil, cos, radians, sin, sqrt

#: No way within a city takes longer; more is a slip of the hand.
LONGEST_MINUTES = 240

#: Roads are longer than the line through the air.
DETOUR = 1.35
#: Through the whole town, lights included.
KM_PER_HOUR = 32.0
#: Getting to the car, finding a space, walking to the door.
PARKING_MINUTES = 6
#: Nobody plans to the minute.
STEP_MINUTES = 5

EARTH_KM = 6371.0

#: Latitude and longitude in degrees.
Point = tuple[float, float]


def distance_km(one: Point, other: Point) -> float:
    """Return the distance through the air (haversine)."""
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(north / 2) ** 2
    half += cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def estimate_minutes(one: Point, other: Point) -> int:
    """Return a first guess by car, rounded up to five minutes: staff look at it and correct it."""
    driving = distance_km(one, other) * DETOUR / KM_PER_HOUR * 60
    minutes = ceil(round((driving + PARKING_MINUTES) / STEP_MINUTES, 6)) * STEP_MINUTES
    return min(minutes, LONGEST_MINUTES)


class Ways(dict[tuple[str, str], timedelta]):
    """How long the way takes between the places of a city; one that is not known is endless."""

    #: Longer than any day, so that nobody can go there.
    NEVER = timedelta(days=7)

    def __missing__(self, _pair: tuple[str, str]) -> timedelta:
        """Let nobody go a way that is not known."""
        return self.NEVER

    def knows(self, origin: str, target: str) -> bool:
        """Answer whether somebody has said how long the way takes."""
        return origin == target or (origin, target) in self

    def seconds(self, origin: str, target: str) -> float:
        """Return how long the direct way takes."""
        return 0.0 if origin == target else self[origin, target].total_seconds()

    def least(self, origin: str, target: str) -> float:
        """Return how many seconds it takes at least, by way of anywhere else."""
        return 0.0 if origin == target else self._least.get((origin, target), self._never)

    @property
    def _never(self) -> float:
        return self.NEVER.total_seconds()

    @cached_property
    def _least(self) -> Mapping[tuple[str, str], float]:
        places = sorted({place for pair in self for place in pair})
        found = {pair: way.total_seconds() for pair, way in self.items()}
        for over in places:
            for origin in places:
                first = found.get((origin, over))
                if first is None:
                    continue
                for target in places:
                    second = found.get((over, target))
                    if second is not None and first + second < found.get(
                        (origin, target), self._never
                    ):
                        found[origin, target] = first + second
        return found
