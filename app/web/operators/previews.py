"""What the series editor proposes, and every date that would follow from a rule."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _

from app import clock
from app.extensions import db
from app.models import Venue
from app.queries.conflicts import plan_times
from app.queries.venue_times import find_last_length
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.series import LeftOut, Pattern, Planned, list_left_out, season_after, unfold


@dataclass(frozen=True)
class Preview:
    """Every date of a rule with its conflicts, as the page lists them."""

    days: list[tuple[date, list[Planned]]]
    #: Keys of the times whose box is ticked.
    ticked: frozenset[str]
    total: int
    possible: int
    #: Tells whether the rule was changed after it was shown.
    seal: str
    left_out: LeftOut

    @property
    def refused(self) -> int:
        """How many times have a conflict."""
        return self.total - self.possible


def propose(venue: Venue, policies: Policies) -> dict[str, object]:
    """Return what stands in an empty editor: as long as the venue’s ceremonies last already."""
    minutes, pause = usual_length(venue, policies)
    first, _last = season_after(first_reservable_day(clock.today(), policies))
    return {
        "name": _("Saison %(year)s", year=first.year),
        "skip_holidays": True,
        "duration_minutes": minutes,
        "buffer_minutes": pause,
    }


def usual_length(venue: Venue, policies: Policies) -> tuple[int, int]:
    """Return how long a new ceremony lasts here unless somebody says otherwise, and its pause."""
    length = find_last_length(db.session(), venue.id)
    return length or (policies.ceremony_minutes, venue.buffer_minutes)


def make_preview(venue: Venue, pattern: Pattern) -> Preview:
    """Return every date of a rule; boxes stay as they were ticked while the rule is the same."""
    planned = plan_pattern(venue, pattern)
    days: dict[date, list[Planned]] = defaultdict(list)
    for entry in planned:
        days[entry.time.day].append(entry)
    possible = [entry.time.key for entry in planned if entry.conflict is None]
    seal = hashlib.sha256(repr(sorted(vars(pattern).items(), key=str)).encode()).hexdigest()[:16]
    again = request.form.get("siegel") == seal
    ticked = set(request.form.getlist("termin")) if again else set(possible)
    return Preview(
        days=list(days.items()),
        ticked=frozenset(ticked & set(possible)),
        total=len(planned),
        possible=len(possible),
        seal=seal,
        left_out=list_left_out(pattern),
    )


def plan_pattern(venue: Venue, pattern: Pattern) -> list[Planned]:
    """Return each time of a rule with what stands in its way."""
    return plan_times(
        db.session(),
        venue,
        unfold(pattern),
        pattern.duration_minutes,
        pattern.buffer_minutes,
        now=clock.now(),
    )
