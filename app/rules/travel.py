"""How long the way between two places probably takes, and how long it can take at all."""

from __future__ import annotations

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
