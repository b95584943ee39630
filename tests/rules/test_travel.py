from __future__ import annotations

import pytest

from app.rules.travel import LONGEST_MINUTES, distance_km, estimate_minutes

TOWN_HALL = (51.5239, 6.9286)
KIRCHHELLEN = (51.6053, 6.9217)
FELDHAUSEN = (51.6228, 6.9814)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (TOWN_HALL, TOWN_HALL, 0),
        (TOWN_HALL, KIRCHHELLEN, 9.06),
        (TOWN_HALL, FELDHAUSEN, 11.59),
        ((0, 0), (0, 90), 10007.5),
    ],
)
def test_the_distance_through_the_air(one, other, km):
    assert distance_km(one, other) == pytest.approx(km, abs=0.02 if km < 100 else 1)
    assert distance_km(one, other) == distance_km(other, one)


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        # Six minutes to park and to walk, rounded up to five.
        (TOWN_HALL, TOWN_HALL, 10),
        # 9.06 km × 1.35 at 32 km/h: 22.9 and 6 minutes.
        (TOWN_HALL, KIRCHHELLEN, 30),
        # 11.59 km: 29.3 and 6 minutes.
        (TOWN_HALL, FELDHAUSEN, 40),
        # An odd coordinate makes an odd guess, never one that cannot be stored.
        ((0, 0), (0, 90), LONGEST_MINUTES),
    ],
)
def test_the_first_guess_of_a_way(one, other, minutes):
    assert estimate_minutes(one, other) == minutes
    assert estimate_minutes(other, one) == minutes
