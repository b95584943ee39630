"""What became of dates that are kept in mind, and what is free near those that went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flask_babel import gettext as _

from app.extensions import db
from app.models import Slot
from app.queries.favourites import list_near, list_published
from app.queries.free import is_slot_free
from app.rules.calendar import berlin_day
from app.rules.favourites import Favourites
from app.rules.search import nearest
from app.rules.slots import Obstacle, SlotState
from app.web.couples.addresses import day_address, venue_address
from app.web.couples.days import guests_fact, step_fact
from app.web.couples.looking import Looking
from app.web.couples.offers import Offer, offer_of
from app.web.filters import clock, day_and_month, long_date, money

#: For so many that are gone similar ones are looked for, so many each.
MOST_GONE, SIMILAR = 5, 2


class Standing(Enum):
    """What a remembered date is now."""

    OWN = "own"
    OWN_HOLD = "own_hold"
    FREE = "free"
    HELD = "held"
    OPENS = "opens"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    TAKEN = "taken"


#: These cannot be had any more.
GONE = {Standing.LATE, Standing.WITHDRAWN, Standing.CLOSED, Standing.TAKEN}
SIGNS = {
    Standing.OWN: "bookmark",
    Standing.OWN_HOLD: "hourglass",
    Standing.FREE: "circle",
    Standing.HELD: "hourglass",
    Standing.OPENS: "clock",
    Standing.LATE: "slash",
    Standing.WITHDRAWN: "return",
    Standing.CLOSED: "bar",
    Standing.TAKEN: "cross",
}


@dataclass(frozen=True)
class FavouriteRow:
    """One remembered date."""

    slot: Slot
    note: str
    standing: Standing
    words: str
    looking: Looking
    similar: tuple[Offer, ...] = ()

    @property
    def sign(self) -> str:
        """The icon of the state."""
        return SIGNS[self.standing]

    @property
    def gone(self) -> bool:
        """Whether it cannot be had any more."""
        return self.standing in GONE

    @property
    def free(self) -> bool:
        """Whether it can be held now."""
        return self.standing is Standing.FREE

    @property
    def facts(self) -> tuple[str, str, str]:
        """Guests, steps, fee."""
        venue = self.slot.venue
        return guests_fact(venue), step_fact(venue), money(self.slot.fee_cents)

    @property
    def held(self) -> bool:
        """Whether this browser holds it."""
        return self.standing is Standing.OWN_HOLD

    @property
    def label(self) -> str:
        """The date in full, for buttons that are heard."""
        day, at = long_date(self.slot.day), clock(self.slot.begins_at)
        venue = self.slot.venue.short_name
        return _("%(day)s, %(clock)s, %(venue)s", day=day, clock=at, venue=venue)

    @property
    def venue_href(self) -> str:
        """The venue on that day."""
        return venue_address(self.slot.venue.slug, self.looking.wish, am=self.slot.day)

    @property
    def day_href(self) -> str:
        """Everything else on that day."""
        return day_address(self.looking.wish, self.slot.day)


def list_rows(favourites: Favourites, looking: Looking) -> list[FavouriteRow]:
    """Return what became of each date, by time; two queries. What was never published is left out.

    A date may be remembered by number only, so nobody learns here what an operator still plans.
    """
    slots = list_published(db.session(), [item.slot_id for item in favourites])
    notes = {item.slot_id: item.note for item in favourites}
    standings = {slot.id: standing_of(slot, looking) for slot in slots}
    gone = [slot for slot in slots if standings[slot.id] in GONE][:MOST_GONE]
    near = list_near(db.session(), gone, now=looking.now, policies=looking.policies)
    near = [slot for slot in near if slot.id not in notes]
    return [
        FavouriteRow(
            slot=slot,
            note=notes[slot.id],
            standing=standings[slot.id],
            words=_words(slot, standings[slot.id], looking),
            looking=looking,
            similar=tuple(offer_of(slot, other) for other in nearest(slot, near, SIMILAR))
            if slot in gone
            else (),
        )
        for slot in slots
    ]


def standing_of(slot: Slot, looking: Looking) -> Standing:
    """Return what a date is for the couple that looks."""
    visitor = looking.visitor
    if visitor.own and visitor.own.slot_id == slot.id:
        return Standing.OWN
    if visitor.hold and visitor.hold.slot_id == slot.id:
        return Standing.OWN_HOLD
    if slot.state is not SlotState.RELEASED:
        return Standing.WITHDRAWN
    if slot.day < looking.first_day:
        return Standing.LATE
    if is_slot_free(slot, now=looking.now, policies=looking.policies):
        return Standing.FREE
    return _why_not_free(slot, looking)


def _why_not_free(slot: Slot, looking: Looking) -> Standing:
    if not slot.holdable:
        closed = (Obstacle.VENUE_CLOSED, Obstacle.DAY_CLOSED, Obstacle.VENUE_NOT_IN_USE)
        return Standing.CLOSED if slot.obstacle in closed else Standing.TAKEN
    if slot.opens_at is not None and slot.opens_at > looking.now:
        return Standing.OPENS
    return Standing.HELD


def _words(slot: Slot, standing: Standing, looking: Looking) -> str:
    """Say what a date is now, in a few words."""
    hold = looking.visitor.hold
    match standing:
        case Standing.OWN_HOLD if hold is not None and hold.held_until is not None:
            return _("für Sie gehalten bis %(clock)s", clock=clock(hold.held_until))
        case Standing.HELD if slot.blocked_until is not None:
            until = clock(slot.blocked_until)
            return _("gerade gehalten, vielleicht ab %(clock)s", clock=until)
        case Standing.OPENS if slot.opens_at is not None:
            day, at = day_and_month(berlin_day(slot.opens_at)), clock(slot.opens_at)
            return _("öffnet am %(day)s um %(clock)s", day=day, clock=at)
    return {
        Standing.OWN: _("Ihr Termin"),
        Standing.FREE: _("frei"),
        Standing.LATE: _("online zu spät, bitte anrufen"),
        Standing.WITHDRAWN: _("zurückgezogen"),
        Standing.CLOSED: _("geschlossen"),
        Standing.TAKEN: _("vergeben"),
    }[standing]
