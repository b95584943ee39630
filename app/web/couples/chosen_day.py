"""The day that was chosen in a venue's own calendar: its times that fit, and how many others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.extensions import db
from app.models import Venue
from app.queries.free import is_slot_free, list_day
from app.rules.calendar import berlin_time
from app.rules.search import Wish
from app.web.couples.addresses import day_address, times_address
from app.web.couples.days import buttons_of, is_shown
from app.web.couples.looking import Looking
from app.web.couples.reasons import why_not
from app.web.timelines import TimeButton


@dataclass(frozen=True)
class ChosenDay:
    """A day at one venue."""

    day: date
    #: Its free times that fit.
    times: tuple[TimeButton, ...]
    #: How many free times do not fit.
    others: int
    #: If there are others only: why none of them fits.
    why_none: str | None
    #: The same day here, whatever was asked for, and everywhere with what was asked for.
    all_href: str
    elsewhere_href: str

    @property
    def priced_at(self) -> tuple[date, time] | None:
        """The day and the time of which the fees are shown; None: they depend."""
        return (self.day, berlin_time(self.times[0].begins_at)) if self.times else None


def chosen_day(venue: Venue, day: date, looking: Looking) -> ChosenDay:
    """Sort the free times of a day at a venue into those that fit and the others; one query."""
    there = list_day(db.session(), day, venue_id=venue.id)
    shown = [slot for slot in there if is_shown(slot, looking)]
    others = [
        slot
        for slot in there
        if slot not in shown and is_slot_free(slot, now=looking.now, policies=looking.policies)
    ]
    return ChosenDay(
        day=day,
        times=buttons_of(shown, looking),
        others=len(others),
        why_none=why_not(venue, others, None, looking) if others and not shown else None,
        all_href=times_address(venue.slug, Wish(), day),
        elsewhere_href=day_address(looking.wish, day),
    )
