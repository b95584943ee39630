"""Submitted times in groups: a series, or the single times of a venue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Series, Slot
from app.queries import NotFound
from app.rules.refusals import TimeNotPossible
from app.web.refusals import sentence_for

OFTEN = (
    _l("montags"),
    _l("dienstags"),
    _l("mittwochs"),
    _l("donnerstags"),
    _l("freitags"),
    _l("samstags"),
    _l("sonntags"),
)


@dataclass(frozen=True)
class Group:
    """One card of the queue."""

    #: As it stands in addresses: „serie-12“, „ort-5“.
    key: str
    title: str
    rule: str
    slots: Sequence[Slot]
    #: Why a time cannot be, by its key.
    conflicts: Mapping[int, str]

    @property
    def free(self) -> list[Slot]:
        """The times without conflict."""
        return [slot for slot in self.slots if slot.id not in self.conflicts]

    @property
    def stopped(self) -> list[Slot]:
        """The times with a conflict."""
        return [slot for slot in self.slots if slot.id in self.conflicts]

    @property
    def since(self) -> datetime | None:
        """When the oldest of them was submitted."""
        return min((slot.submitted_at for slot in self.slots if slot.submitted_at), default=None)


def group_slots(slots: Iterable[Slot], conflicts: Mapping[int, TimeNotPossible]) -> list[Group]:
    """Return the cards of the queue, what has waited for longest first."""
    by_key: dict[str, list[Slot]] = {}
    for slot in slots:
        by_key.setdefault(key_of(slot), []).append(slot)
    groups = [_group(key, found, conflicts) for key, found in by_key.items()]
    return sorted(groups, key=lambda group: (str(group.since or ""), group.title))


def get_group(groups: Iterable[Group], key: str) -> Group:
    """Return one card.

    Raises:
        NotFound: it is not (or no longer) in the queue.
    """
    for group in groups:
        if group.key == key:
            return group
    raise NotFound


def key_of(slot: Slot) -> str:
    """Return to which card a time belongs."""
    return f"serie-{slot.series_id}" if slot.series_id else f"ort-{slot.venue_id}"


def rule_in_words(series: Series) -> str:
    """Write „samstags 10:00 und 11:00 Uhr, 1. April 2028 bis 12. August 2028“."""
    days = _listed([str(OFTEN[day]) for day in sorted(series.weekdays) if 0 <= day <= 6])
    times = _listed([time.removeprefix("0") for time in series.times])
    return _(
        "%(days)s %(times)s Uhr, %(first)s bis %(last)s",
        days=days[:1].upper() + days[1:],
        times=times,
        first=_day(series.from_day),
        last=_day(series.until_day),
    )


def _group(key: str, slots: list[Slot], conflicts: Mapping[int, TimeNotPossible]) -> Group:
    venue, series = slots[0].venue, slots[0].series
    if series is not None:
        title = _("%(venue)s, „%(series)s“", venue=venue.name, series=series.name)
        rule = rule_in_words(series)
    else:
        title = _("%(venue)s, Einzeltermine", venue=venue.name)
        rule = _("%(first)s bis %(last)s", first=_day(slots[0].day), last=_day(slots[-1].day))
    seats = venue.seats + venue.standing
    rule = f"{rule}, " + ngettext("%(num)d Gast", "%(num)d Gäste", seats)
    why = {slot.id: sentence_for(conflicts[slot.id]) for slot in slots if slot.id in conflicts}
    return Group(key, title, rule, slots, why)


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s und %(last)s", words=", ".join(words[:-1]), last=words[-1])


def _day(day: date) -> str:
    return str(format_date(day, "long"))
