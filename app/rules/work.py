"""The work of a day: stretches of duty, tasks, and the ways between places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Duty:
    """One stretch of work; a registrar may have several a day."""

    registrar: str
    begins: datetime
    ends: datetime
    #: Place where the stretch starts and must end.
    base: str


@dataclass(frozen=True)
class Task:
    """A ceremony with preparation and follow-up inside begins..ends, or a home visit."""

    key: str
    place: str
    begins: datetime
    ends: datetime
    #: So many different registrars, all the time.
    crew: int = 1
    #: None: anyone on duty; a pin is a set of one.
    allowed: frozenset[str] | None = None


#: How long the way takes, per direction; same place: zero.
Travel = Mapping[tuple[str, str], timedelta]

#: Who performs each task, by its key.
Plan = Mapping[str, frozenset[str]]


def travel_time(travel: Travel, origin: str, target: str) -> timedelta:
    """Return the travel time from one place to another.

    Raises:
        ValueError: names the pair that is missing.
    """
    if origin == target:
        return timedelta()
    try:
        return travel[origin, target]
    except KeyError:
        raise ValueError(f"no travel time from {origin!r} to {target!r}") from None
