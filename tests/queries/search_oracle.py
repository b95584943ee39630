"""What a search must find, by going through every time one by one.

Written from the words of the product alone: nothing here asks the rules or the queries of the
search, and nothing reads what the day's reckoning stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.models import Closure, Fee, Reservation, Slot
from tests.queries.roster_oracle import BERLIN, HOLIDAYS, Roster

#: States of a couple that keep a time from all others.
KEEPS = {"requested", "reserved", "approved", "registered", "firm"}
LEAD_DAYS = 21
HOURS = {"vormittag": (0, 12), "nachmittag": (12, 17), "abend": (17, 24)}


@dataclass
class Search:
    """What a couple asks, as plain as it comes."""

    weekdays: set[int]
    part: str | None
    guests: int | None
    step_free: bool
    place: str | None
    euros: int | None
    venues: list[str]
    first: date | None
    last: date | None

    def without(self, name: str) -> Search:
        """Return the search without one of its questions."""
        empty: dict[str, dict[str, Any]] = {
            "zeitraum": {"first": None, "last": None},
            "tag": {"weekdays": set()},
            "zeit": {"part": None},
            "gaeste": {"guests": None},
            "stufenlos": {"step_free": False},
            "lage": {"place": None},
            "bis": {"euros": None},
            "ort": {"venues": []},
        }
        return Search(**{**self.__dict__, **empty[name]})


NAMES = ("zeitraum", "tag", "zeit", "gaeste", "stufenlos", "lage", "bis", "ort")


@dataclass
class Expected:
    """What must be found on some days."""

    free: list[int]
    per_day: dict[date, int]
    per_month: dict[tuple[int, int], int]
    opened: dict[str, int]
    hindered: dict[str, int]


class Oracle:
    """A city, and for each of its times whether it is free and why not."""

    def __init__(self, session: Session, now: datetime, closing_days: set[date]) -> None:
        self.now = now
        self.slots = session.query(Slot).filter_by(state="released").all()
        self.closures = [c for c in session.query(Closure).all() if c.lifted_at is None]
        self.closing_days = closing_days
        self.fees = session.query(Fee).all()
        self.roster = Roster(session)
        self.firm, self.held = defaultdict(list), defaultdict(list)
        for claim in session.query(Reservation).all():
            if claim.state in KEEPS:
                self.firm[claim.slot.day].append(claim)
            elif claim.state == "held" and claim.held_until > now:
                self.held[claim.slot.day].append(claim)
        self.why = {slot.id: self._why(slot) for slot in self.slots}
        self.fee = {slot.id: self._fee(slot) for slot in self.slots}

    def _why(self, slot: Slot) -> str:
        """Say the first thing in the way: what lasts, the opening, the notice, live holds.

        An empty word means that the time is free.
        """
        day = slot.begins_at.astimezone(BERLIN).date()
        lasting = self._closed(slot, day) or self._taken(slot, day) or self._unstaffed(slot, day)
        if lasting:
            return lasting
        if self.now < slot.opens_at:
            return "not_open"
        if day < self.now.astimezone(BERLIN).date() + timedelta(days=LEAD_DAYS):
            return "too_late"
        if any(self._collide(slot, one.slot) for one in self.held[day]):
            return "held"
        return "" if self._has_people(slot, self.firm[day] + self.held[day]) else "held"

    def _taken(self, slot: Slot, day: date) -> str:
        for claim in self.firm[day]:
            if self._collide(slot, claim.slot):
                return "taken" if claim.slot.id == slot.id else "overlap"
        return ""

    def _unstaffed(self, slot: Slot, day: date) -> str:
        if not self.roster.is_promised(slot):
            return "not_covered"
        if self._has_people(slot, self.firm[day]):
            return ""
        return self.roster.why_nobody(day, self.roster.job(slot))

    def _has_people(self, slot: Slot, claims: list[Reservation]) -> bool:
        """Answer whether the registrars can perform these and one more."""
        jobs = [self.roster.job(claim.slot, claim) for claim in claims]
        return self.roster.can(slot.day, [*jobs, self.roster.job(slot)])

    def _closed(self, slot: Slot, day: date) -> str:
        if day.weekday() == 6 or day in HOLIDAYS or day in self.closing_days:
            return "day_closed"
        venue = slot.venue
        if (venue.valid_from and day < venue.valid_from) or (
            venue.valid_until and day > venue.valid_until
        ):
            return "venue_not_in_use"
        for closure in self.closures:
            if closure.begins_at < slot.ends_at and slot.begins_at < closure.ends_at:
                if closure.venue_id is None:
                    return "day_closed"
                if closure.venue_id == slot.venue_id:
                    return "venue_closed"
        return ""

    def _collide(self, one: Slot, other: Slot) -> bool:
        if one.venue_id != other.venue_id:
            return False
        if one.id == other.id:
            return True
        one_over = one.ends_at + timedelta(minutes=one.buffer_minutes)
        other_over = other.ends_at + timedelta(minutes=other.buffer_minutes)
        return one.begins_at < other_over and other.begins_at < one_over

    def _fee(self, slot: Slot) -> int:
        weekday = slot.begins_at.astimezone(BERLIN).weekday()
        return sum(
            fee.cents
            for fee in self.fees
            if fee.venue_id == slot.venue_id and (not fee.weekdays or weekday in fee.weekdays)
        )

    def fits(self, slot: Slot, search: Search) -> bool:
        """Answer whether a time is what was asked, free or not."""
        local = slot.begins_at.astimezone(BERLIN)
        venue = slot.venue
        first, after = HOURS[search.part] if search.part else (0, 24)
        if not (search.first or date.min) <= local.date() <= (search.last or date.max):
            return False
        if local.weekday() not in (search.weekdays or range(7)) or not first <= local.hour < after:
            return False
        if search.guests is not None and venue.seats + venue.standing < search.guests:
            return False
        if search.step_free and venue.step_free != "yes":
            return False
        if venue.location not in (search.place or venue.location, "both"):
            return False
        if search.euros is not None and self.fee[slot.id] > 100 * search.euros:
            return False
        return not search.venues or venue.slug in search.venues

    def look(self, search: Search, first: date, last: date) -> Expected:
        """Return what must be found from ``first`` to ``last``."""
        shown = [slot for slot in self.slots if first <= slot.day <= last]
        fitting = [slot for slot in shown if self.fits(slot, search)]
        free = [slot for slot in fitting if not self.why[slot.id]]
        opened = {}
        for name in NAMES:
            looser = search.without(name)
            count = sum(not self.why[slot.id] and self.fits(slot, looser) for slot in shown)
            if count > len(free):
                opened[name] = count
        return Expected(
            free=[slot.id for slot in free],
            per_day=dict(Counter(slot.day for slot in free)),
            per_month=dict(Counter((slot.day.year, slot.day.month) for slot in free)),
            opened=opened,
            hindered=dict(Counter(why for slot in fitting if (why := self.why[slot.id]))),
        )
