"""The couple that looks: what this browser holds and has reserved."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime

from app.extensions import db
from app.models import Reservation
from app.queries.reservations import list_of_browser
from app.rules.reservations import LIVE, is_live_hold


@dataclass(frozen=True)
class Visitor:
    """What belongs to this browser; nothing for most."""

    hold: Reservation | None = None
    own: Reservation | None = None

    @property
    def key(self) -> Hashable:
        """What the page depends on that is this visitor's own, or None."""
        if self.hold is None and self.own is None:
            return None
        return tuple(
            (claim.id, claim.slot_id, claim.state, claim.held_until, claim.extensions)
            for claim in (self.hold, self.own)
            if claim is not None
        )

    def at(self, venue_id: int) -> Visitor:
        """Return what belongs to this browser at one venue, for the venue's own calendar."""
        there = [
            claim if claim is not None and claim.slot.venue_id == venue_id else None
            for claim in (self.hold, self.own)
        ]
        return Visitor(*there)

    @property
    def held_day(self) -> date | None:
        """The day of the hold."""
        return self.hold.slot.day if self.hold else None

    @property
    def own_day(self) -> date | None:
        """The day of the reservation."""
        return self.own.slot.day if self.own else None


def find_visitor(browser_hash: str | None, *, now: datetime) -> Visitor:
    """Return what belongs to a browser; a hold that has lapsed does not."""
    if browser_hash is None:
        return Visitor()
    found = list_of_browser(db.session(), browser_hash)
    held = (one for one in found if is_live_hold(one.state, one.held_until, now))
    own = (one for one in found if one.state in LIVE)
    return Visitor(next(held, None), next(own, None))
