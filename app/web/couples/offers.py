"""Free times near one that is gone: why each is near, and what it offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.extensions import db
from app.models import Slot, StepFree, Venue
from app.queries.alternatives import list_alternatives
from app.queries.free import list_free
from app.rules.search import MOST_GUESTS, Wish
from app.web.filters import medium_date_time, money
from app.web.office import todays_policies


@dataclass(frozen=True)
class Offer:
    """One free time as the component ``offers`` shows it."""

    why: str
    venue: str
    facts: str
    drawn: str
    slot_id: int
    label: str


@dataclass(frozen=True)
class Roomier:
    """A larger venue on the same day, with its free times."""

    venue: Venue
    facts: str
    slots: Sequence[Slot]


def offers_near(slot: Slot, guests: int | None) -> list[Offer]:
    """Return the three free times nearest to one that is gone."""
    found = list_alternatives(
        db.session(), slot, guests or 0, now=clock.now(), policies=todays_policies()
    )
    return [offer_of(slot, other) for other in found]


def offer_of(wanted: Slot, other: Slot) -> Offer:
    """Return one time as an offer, with the reason for it first."""
    return Offer(
        why=why_near(wanted, other),
        venue=other.venue.name,
        facts=facts_of(other.venue, [other]),
        drawn=other.venue.drawing,
        slot_id=other.id,
        label=_("%(when)s halten", when=medium_date_time(other.begins_at)),
    )


def list_roomier(slot: Slot, guests: int) -> list[Roomier]:
    """Return the venues that have room for so many on the day of ``slot``, with their times."""
    if guests > MOST_GUESTS:
        return []
    found = list_free(
        db.session(),
        Wish(guests=guests),
        now=clock.now(),
        policies=todays_policies(),
        days=[slot.day],
        limit=60,
    )
    by_venue = sorted(
        (other for other in found if other.venue_id != slot.venue_id),
        key=lambda other: (other.venue.name, other.begins_at),
    )
    return [
        Roomier(slots[0].venue, facts_of(slots[0].venue, slots), slots)
        for slots in (list(group) for _id, group in groupby(by_venue, key=lambda s: s.venue_id))
    ]


def why_near(wanted: Slot, other: Slot) -> str:
    """Say why a time lies near: „Gleicher Ort, 90 Minuten später“."""
    same_place = other.venue_id == wanted.venue_id
    if other.day == wanted.day:
        return _same_day(same_place, other.minute - wanted.minute)
    return _other_day(same_place, (other.day - wanted.day).days)


def _same_day(same_place: bool, minutes: int) -> str:
    if minutes == 0:
        return _("Gleiche Uhrzeit, anderer Ort")
    span = _span(abs(minutes))
    if same_place:
        late, early = _("Gleicher Ort, %(span)s später"), _("Gleicher Ort, %(span)s früher")
    else:
        late, early = (
            _("Gleicher Tag, anderer Ort, %(span)s später"),
            _("Gleicher Tag, anderer Ort, %(span)s früher"),
        )
    return (late if minutes > 0 else early) % {"span": span}


def _span(minutes: int) -> str:
    if minutes < 120 or minutes % 60:
        return ngettext("%(num)d Minute", "%(num)d Minuten", minutes)
    return ngettext("%(num)d Stunde", "%(num)d Stunden", minutes // 60)


def _other_day(same_place: bool, days: int) -> str:
    count = abs(days)
    if same_place and days > 0:
        return ngettext(
            "Gleicher Ort, %(num)d Tag später", "Gleicher Ort, %(num)d Tage später", count
        )
    if same_place:
        return ngettext(
            "Gleicher Ort, %(num)d Tag früher", "Gleicher Ort, %(num)d Tage früher", count
        )
    if days > 0:
        return ngettext(
            "Anderer Ort, %(num)d Tag später", "Anderer Ort, %(num)d Tage später", count
        )
    return ngettext("Anderer Ort, %(num)d Tag früher", "Anderer Ort, %(num)d Tage früher", count)


def facts_of(venue: Venue, slots: Iterable[Slot]) -> str:
    """Say what decides, in a few words: guests, steps, fee."""
    room = ngettext("%(num)d Gast", "%(num)d Gäste", venue.seats + venue.standing)
    steps = {
        StepFree.YES: _("stufenlos"),
        StepFree.PARTLY: _("teilweise stufenlos"),
        StepFree.NO: _("mit Stufen"),
    }[venue.step_free]
    fees = sorted({slot.fee_cents for slot in slots})
    fee = money(fees[0])
    if len(fees) > 1:
        fee = _("%(least)s bis %(most)s", least=fee, most=money(fees[-1]))
    return " · ".join((room, steps, fee))
