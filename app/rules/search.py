"""A couple's wish, why a time is not free, what a change of the wish would open, what lies near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.slots import Obstacle

#: Berlin wall-clock minutes since midnight: first, and first no longer.
PARTS_OF_DAY: dict[str, tuple[int, int]] = {
    "vormittag": (0, 12 * 60),
    "nachmittag": (12 * 60, 17 * 60),
    "abend": (17 * 60, 24 * 60),
}

#: More is a slip of the keys.
MOST_GUESTS, MOST_EUROS = 9999, 99_999

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
    #: First and last day of the period; open where None.
    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == Wish()

    def allows(self, day: date) -> bool:
        """Answer whether this day lies in the period and its weekday is wished."""
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return not self.weekdays or day.weekday() in self.weekdays

    def without(self, name: str) -> Wish:
        """Return the wish without one of its questions, by a name of QUESTIONS."""
        nothing = Wish()
        return replace(self, **{field: getattr(nothing, field) for field in QUESTIONS[name]})


#: Each single question of a wish, by its name in the address.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "zeitraum": ("first", "last"),
    "tag": ("weekdays",),
    "zeit": ("part_of_day",),
    "gaeste": ("guests",),
    "stufenlos": ("step_free",),
    "lage": ("surroundings",),
    "bis": ("most_cents",),
    "ort": ("venues",),
}


def loosened(wish: Wish) -> dict[str, Wish]:
    """Return the wish without each single question that it asks, by the name of the question."""
    without = {name: wish.without(name) for name in QUESTIONS}
    return {name: looser for name, looser in without.items() if looser != wish}


class Order(StrEnum):
    """How found times are ranked, as it stands in the address."""

    #: By day; within a day what fits best comes first.
    DATE = "datum"
    #: What fits best first, whenever it is.
    FIT = "passend"
    FEE = "gebuehr"
    #: The smallest that has room for the guests that were asked for; the largest if none were.
    ROOM = "plaetze"


class Hindrance(StrEnum):
    """Why a released time that its day could take is not free at an instant."""

    #: Couples may reserve it later.
    NOT_OPEN = "not_open"
    #: The lead time has run out.
    TOO_LATE = "too_late"
    #: Another couple holds it, or holds one so near that it is in the way.
    HELD = "held"


def why_not_free(
    *,
    obstacle: Obstacle | None,
    opens_at: datetime | None,
    day: date,
    blocked_until: datetime | None,
    now: datetime,
    policies: Policies,
) -> Obstacle | Hindrance | None:
    """Return why a released time cannot be held at this instant, or None if it can.

    The first that is so, from what lasts to what passes: what the day says, the opening, the lead
    time, a live hold. Holding a time asks in the same order.
    """
    if obstacle is not None:
        return obstacle
    if opens_at is None or now < opens_at:
        return Hindrance.NOT_OPEN
    if day < first_reservable_day(berlin_day(now), policies):
        return Hindrance.TOO_LATE
    if blocked_until is not None and now < blocked_until:
        return Hindrance.HELD
    return None


@dataclass(frozen=True)
class Tally:
    """How many released times of a day share one answer to why they are not free."""

    day: date
    #: Empty if they are free.
    why: str
    #: How many of them each wish wants, its days left aside, by the name of the wish.
    wanted: Mapping[str, int]


@dataclass(frozen=True)
class Findings:
    """What a search found, and what is in its way."""

    #: Free times that fit.
    fitting: int
    #: How many would be free and fit without each question, if that is more.
    opened: Mapping[str, int]
    #: How many times would fit but are not free, by the reason.
    hindered: Mapping[str, int]


#: The wish itself among those that are counted.
AS_ASKED = ""


def sum_up(tallies: Iterable[Tally], wishes: Mapping[str, Wish]) -> Findings:
    """Return what the tallies of the days say about a wish and each single change of it.

    Args:
        wishes: the wish under ``AS_ASKED``, and what ``loosened`` made of it.
    """
    free = dict.fromkeys(wishes, 0)
    hindered: dict[str, int] = {}
    for tally in tallies:
        for name, wish in wishes.items():
            if not wish.allows(tally.day) or not tally.wanted[name]:
                continue
            if not tally.why:
                free[name] += tally.wanted[name]
            elif name == AS_ASKED:
                hindered[tally.why] = hindered.get(tally.why, 0) + tally.wanted[name]
    fitting = free.pop(AS_ASKED)
    opened = {name: count for name, count in free.items() if count > fitting}
    return Findings(fitting, opened, hindered)


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
