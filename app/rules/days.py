"""Which slots of a day can be held, given everything that is on it.

This is the whole truth about "free", holds and the clock aside; what it says is stored on each slot
by ``actions/days.py`` and checked again by ``flask check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.rules.conflicts import why_day_is_closed
from app.rules.policies import Policies
from app.rules.slots import Obstacle, Span, overlap


@dataclass(frozen=True)
class Ceremony:
    """One time at one venue, as the day sees it."""

    slot_id: int
    venue_id: int
    span: Span


@dataclass(frozen=True)
class Claim:
    """A reservation that blocks its slot: for good, or as a hold until an instant."""

    ceremony: Ceremony
    held_until: datetime | None = None


@dataclass(frozen=True)
class Shut:
    """A closure of one venue, or of the office if it names none."""

    venue_id: int | None
    begins_at: datetime
    ends_at: datetime

    def touches(self, span: Span) -> bool:
        """Answer whether it covers any part of the ceremony; the buffer after it may be closed."""
        return self.begins_at < span.ends_at and span.begins_at < self.ends_at


@dataclass(frozen=True)
class DayFacts:
    """Everything that is on one Berlin day."""

    day: date
    #: The released slots.
    ceremonies: tuple[Ceremony, ...]
    claims: tuple[Claim, ...]
    closures: tuple[Shut, ...]
    #: Whether the office marries nobody on this day.
    office_closed: bool
    #: Venues that are on the list on this day.
    venues_in_use: frozenset[int]


@dataclass(frozen=True)
class Finding:
    """What the day says about one slot."""

    obstacle: Obstacle | None
    #: Live holds are in the way until then.
    blocked_until: datetime | None = None

    @property
    def holdable(self) -> bool:
        """Whether it may be held, live holds and the clock aside."""
        return self.obstacle is None


def is_office_closed(day: date, policies: Policies) -> bool:
    """Answer whether the office marries nobody on this day: weekday, public or closing day."""
    return why_day_is_closed(day, policies) is not None


def reckon_day(facts: DayFacts, *, now: datetime) -> Mapping[int, Finding]:
    """Return what the day says about each released slot.

    A claim that is for good makes a slot impossible; a live hold only until it ends; a hold that
    has lapsed does not count.
    """
    live = [claim for claim in facts.claims if not is_over(claim, now)]
    return {ceremony.slot_id: _finding(ceremony, facts, live) for ceremony in facts.ceremonies}


def is_over(claim: Claim, now: datetime) -> bool:
    """Answer whether the claim was a hold that has lapsed; at its very end it has."""
    return claim.held_until is not None and claim.held_until <= now


def _finding(ceremony: Ceremony, facts: DayFacts, live: Iterable[Claim]) -> Finding:
    obstacle = _closed(ceremony, facts)
    if obstacle is not None:
        return Finding(obstacle)
    blocked_until = None
    for claim in live:
        other = claim.ceremony
        if other.venue_id != ceremony.venue_id:
            continue
        own = other.slot_id == ceremony.slot_id
        if not own and not overlap(other.span, ceremony.span):
            continue
        if claim.held_until is None:
            return Finding(Obstacle.TAKEN if own else Obstacle.OVERLAP)
        blocked_until = max(blocked_until or claim.held_until, claim.held_until)
    return Finding(None, blocked_until)


def _closed(ceremony: Ceremony, facts: DayFacts) -> Obstacle | None:
    if facts.office_closed:
        return Obstacle.DAY_CLOSED
    if ceremony.venue_id not in facts.venues_in_use:
        return Obstacle.VENUE_NOT_IN_USE
    for shut in facts.closures:
        if shut.touches(ceremony.span):
            if shut.venue_id is None:
                return Obstacle.DAY_CLOSED
            if shut.venue_id == ceremony.venue_id:
                return Obstacle.VENUE_CLOSED
    return None
