"""Why a venue has no time on a day that fits: one short reason, the nearest to being helped."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import AnswerMode, Slot, StepFree, Surroundings, Venue
from app.queries.free import is_slot_free
from app.rules.search import PARTS_OF_DAY, Wish
from app.rules.slots import Obstacle
from app.web.couples.looking import Looking
from app.web.couples.openings import first_opening
from app.web.filters import clock, day_and_month, hour_minute, money

CLOSED = {Obstacle.VENUE_CLOSED, Obstacle.DAY_CLOSED, Obstacle.VENUE_NOT_IN_USE}
#: Nobody of the office can be there.
NOBODY = {Obstacle.NO_REGISTRAR, Obstacle.NO_TRAVEL_TIME}


def fits(wish: Wish, slot: Slot) -> bool:
    """Answer for one slot what the condition of the same name asks the database."""
    return why_venue_unfit(wish, slot.venue) is None and fits_slot(wish, slot)


def fits_slot(wish: Wish, slot: Slot) -> bool:
    """Answer whether time and fee of a slot are what was wished."""
    if wish.most_cents is not None and slot.fee_cents > wish.most_cents:
        return False
    if wish.part_of_day is None:
        return True
    first, after = PARTS_OF_DAY[wish.part_of_day]
    return first <= slot.minute < after


def why_not(venue: Venue, slots: list[Slot], closed: str | None, looking: Looking) -> str:
    """Say why nothing at this venue fits on the day of ``slots``; ``closed`` is a public reason."""
    if not slots:
        return closed or _no_times(venue)
    unfit = why_venue_unfit(looking.wish, venue)
    if unfit is not None:
        return unfit
    free = [
        slot for slot in slots if is_slot_free(slot, now=looking.now, policies=looking.policies)
    ]
    if free:
        return _why_slots_unfit(looking.wish, free)
    return closed or _why_not_free(slots, looking)


def why_venue_unfit(wish: Wish, venue: Venue) -> str | None:
    """Say why the venue is not what was wished, or None if it is."""
    if wish.venues and venue.slug not in wish.venues:
        return _("nicht ausgewählt")
    room = venue.seats + venue.standing
    if wish.guests is not None and room < wish.guests:
        return ngettext("fasst %(num)d Gast", "fasst %(num)d Gäste", room)
    if wish.step_free and venue.step_free is not StepFree.YES:
        partly = venue.step_free is StepFree.PARTLY
        return _("nur teilweise stufenlos") if partly else _("nicht stufenlos")
    if wish.surroundings == "indoors" and venue.location is Surroundings.OUTDOORS:
        return _("nur draußen")
    if wish.surroundings == "outdoors" and venue.location is Surroundings.INDOORS:
        return _("nur drinnen")
    return None


def _no_times(venue: Venue) -> str:
    if venue.mode is AnswerMode.INFORMATION:
        return _("nur über das Standesamt")
    return _("an diesem Tag keine Trauungen")


def _why_slots_unfit(wish: Wish, free: list[Slot]) -> str:
    if any(fits_slot(wish, slot) for slot in free):
        return _("frei, nur ist dieser Tag nicht gewählt")
    affordable = [
        slot for slot in free if wish.most_cents is None or slot.fee_cents <= wish.most_cents
    ]
    if not affordable:
        return _("ab %(fee)s", fee=money(min(slot.fee_cents for slot in free)))
    times = ", ".join(hour_minute(slot.begins_at) for slot in affordable[:3])
    return _("frei nur um %(times)s Uhr", times=times)


def _why_not_free(slots: Iterable[Slot], looking: Looking) -> str:
    slots = list(slots)
    if slots[0].day < looking.first_day:
        return _("zu kurzfristig, bitte anrufen")
    if all(slot.obstacle in CLOSED for slot in slots):
        return _("an diesem Tag geschlossen")
    if opens_at := first_opening(slots, looking.now):
        day, at = day_and_month(opens_at), clock(opens_at)
        return _("öffnet am %(day)s um %(clock)s", day=day, clock=at)
    held = [s.blocked_until for s in slots if s.holdable and s.blocked_until]
    if held:
        return _("gerade gehalten, vielleicht ab %(clock)s", clock=clock(min(held)))
    return _why_day_full({slot.obstacle for slot in slots})


def _why_day_full(obstacles: set[Obstacle | None]) -> str:
    if Obstacle.RECKONING in obstacles:
        return _("wird gerade neu berechnet")
    if Obstacle.NOT_COVERED in obstacles:
        return _("so weit im Voraus noch nicht geplant")
    if obstacles <= NOBODY:
        return _("keine Standesbeamtin und kein Standesbeamter frei")
    if obstacles == {Obstacle.OVERLAP}:
        return _("durch eine andere Trauung belegt")
    return _("ausgebucht")
