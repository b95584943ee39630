"""Patterns that fit many venues, so that a newcomer need not begin with an empty form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.models import Venue
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.series import Pattern, season_after


@dataclass(frozen=True)
class ReadyPattern:
    """A rule with a name."""

    word: str
    name: LazyString
    rule: LazyString
    weekdays: frozenset[int]
    times: tuple[time, ...]

    def period(self, today: date, policies: Policies) -> tuple[date, date]:
        """Return the season it is for: the next one that couples can still reserve wholly."""
        return season_after(first_reservable_day(today, policies))

    def pattern(self, venue: Venue, today: date, policies: Policies) -> Pattern:
        """Return the rule for a venue."""
        first, last = self.period(today, policies)
        return Pattern(
            weekdays=self.weekdays,
            from_day=first,
            until_day=last,
            times=self.times,
            duration_minutes=policies.ceremony_minutes,
            buffer_minutes=venue.buffer_minutes,
        )


READY = (
    ReadyPattern(
        "samstage",
        _l("Jeden Samstag"),
        _l("um 11:00 und 12:30 Uhr"),
        frozenset({5}),
        (time(11), time(12, 30)),
    ),
    ReadyPattern(
        "wochenende",
        _l("Freitag und Samstag"),
        _l("um 14:00 und 15:30 Uhr"),
        frozenset({4, 5}),
        (time(14), time(15, 30)),
    ),
)


def find_ready(word: str | None) -> ReadyPattern | None:
    """Return the pattern with this word in the address, or None."""
    return next((ready for ready in READY if ready.word == word), None)
