"""What a day knows of its registrars, and what a ceremony needs of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.calendar import berlin_time
from app.rules.coverage import Coverages, is_covered
from app.rules.roster import Duty, Task
from app.rules.slots import Span
from app.rules.travel import Ways


@dataclass(frozen=True)
class VenueNeeds:
    """What a ceremony at a venue needs, whoever performs it."""

    #: Where the venue is on the map of ways.
    place: str
    #: How long before it the registrar is there, and how long after it still.
    preparation_minutes: int
    follow_up_minutes: int
    #: Registrars who do not go there.
    unserved_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """Who may perform one ceremony, beside being free."""

    #: None: German, which everybody speaks.
    language: str | None = None
    #: Only this registrar.
    pinned_to: str | None = None


ANYBODY = Wanted()


@dataclass(frozen=True)
class Staffing:
    """The registrars of one day."""

    duties: tuple[Duty, ...]
    ways: Ways
    coverages: Coverages
    #: By venue; one that is missing has no place, so nobody can go there.
    venues: Mapping[int, VenueNeeds]
    #: Who speaks a language.
    speakers: Mapping[str, frozenset[str]]

    def task(self, key: str, venue_id: int, span: Span, wanted: Wanted = ANYBODY) -> Task:
        """Return a ceremony as the roster sees it: with what comes before and after."""
        needs = self.venues.get(venue_id, _NOWHERE)
        return Task(
            key=key,
            place=needs.place,
            begins=span.begins_at - timedelta(minutes=needs.preparation_minutes),
            ends=span.ends_at + timedelta(minutes=needs.follow_up_minutes),
            allowed=self._allowed(needs, wanted),
        )

    def is_promised(self, day: date, span: Span) -> bool:
        """Answer whether registrars are promised for so late a day at this time."""
        clock = berlin_time(span.begins_at)
        return is_covered(day, clock.hour * 60 + clock.minute, self.coverages)

    def missing_ways(self, task: Task) -> list[tuple[str, str]]:
        """Return the ways that nobody has timed, for which somebody on duty cannot perform it."""
        pairs = {
            pair
            for duty in self.duties
            if (task.allowed is None or duty.registrar in task.allowed)
            and duty.begins <= task.begins
            and task.ends <= duty.ends
            for pair in ((duty.base, task.place), (task.place, duty.base))
        }
        return sorted(pair for pair in pairs if not self.ways.knows(*pair))

    def _allowed(self, needs: VenueNeeds, wanted: Wanted) -> frozenset[str] | None:
        # A pin is the decision of somebody who knows more than we do.
        if wanted.pinned_to is not None:
            return frozenset({wanted.pinned_to})
        if wanted.language is None and not needs.unserved_by:
            return None
        names = frozenset(duty.registrar for duty in self.duties)
        if wanted.language is not None:
            names &= self.speakers.get(wanted.language, frozenset())
        return names - needs.unserved_by


_NOWHERE = VenueNeeds("", 0, 0)
