"""What was measured at a venue for people who cannot climb, reach or hear well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Hearing(StrEnum):
    """How somebody with a hearing aid follows the ceremony."""

    FIXED = "fixed"
    MOBILE = "mobile"
    NONE = "none"


@dataclass(frozen=True)
class Measures:
    """What is known; None is what nobody has measured yet."""

    #: Steps on the way in, and how high each is.
    steps: int | None = None
    step_cm: int | None = None
    #: Steepest ramp on the way.
    ramp_percent: int | None = None
    #: Narrowest door on the way.
    door_cm: int | None = None
    lift: bool | None = None
    #: Whether there is an accessible toilet, and how far away.
    toilet: bool | None = None
    toilet_m: int | None = None
    #: Accessible parking spaces, and how far away.
    parking: int | None = None
    parking_m: int | None = None
    hearing: Hearing | None = None
    checked_on: date | None = None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self != Measures()


#: The least and the most that can be true.
BOUNDS: dict[str, tuple[int, int]] = {
    "steps": (0, 500),
    "step_cm": (1, 40),
    "ramp_percent": (0, 30),
    "door_cm": (40, 600),
    "toilet_m": (0, 2000),
    "parking": (0, 500),
    "parking_m": (0, 5000),
}
YES_OR_NO = ("lift", "toilet")


class ImpossibleMeasure(ValueError):
    """Something is noted that cannot have been measured."""


def read_measures(data: Mapping[str, Any]) -> Measures:
    """Return the measures that are noted for a venue.

    Raises:
        ImpossibleMeasure: a name is unknown, a value has the wrong type or cannot be true.
    """
    return Measures(**{name: _read(name, value) for name, value in data.items()})


def _read(name: str, value: Any) -> Any:
    try:
        if name == "hearing":
            return Hearing(value)
        if name == "checked_on":
            return date.fromisoformat(value)
    except (ValueError, TypeError) as wrong:
        raise ImpossibleMeasure(f"{name} cannot be {value!r}") from wrong
    if name in YES_OR_NO and isinstance(value, bool):
        return value
    least, most = BOUNDS.get(name, (1, 0))
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise ImpossibleMeasure(f"{name} cannot be {value!r}")
