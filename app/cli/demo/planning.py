"""The demo city while it is being built, and the times its venues plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from app.cli.demo.patterns import PATTERNS, DemoPattern
from app.models import Account, Closure, Reservation, Series, Slot, Venue
from app.rules.calendar import add_months, days_between, instant_at
from app.rules.days import is_office_closed
from app.rules.policies import Policies
from app.rules.slots import SlotState, opening_of

#: Days before today that the demo remembers, and months after the horizon that are being planned.
PAST_DAYS, PLANNED_MONTHS = 60, 10

#: Months after the horizon that are released already and open by themselves.
OPENING_MONTHS = 3

#: What venues have planned beyond that, by venue and habit.
PLANNING = {
    ("schloss-beck", "Samstage"): SlotState.SUBMITTED,
    ("malakoffturm", "Freitage"): SlotState.SUBMITTED,
    ("lokschuppen", "Erster und dritter Samstag"): SlotState.SUBMITTED,
    ("hof-juenger", "Erster Samstag"): SlotState.RETURNED,
    ("overbeckshof", "Samstage"): SlotState.DRAFT,
}


@dataclass
class DemoCity:
    """What is being built."""

    today: date
    now: datetime
    rng: Random
    policies: Policies
    venues: list[Venue]
    operators: dict[int, Account]
    closures: list[Closure]
    #: Months ahead that are released.
    months: int
    slots: list[Slot] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    withdrawn: list[tuple[Slot, datetime]] = field(default_factory=list)

    @property
    def horizon(self) -> date:
        """The last day that couples can reserve today, or more for measuring."""
        return add_months(self.today, self.months)


def publish(city: DemoCity, venue: Venue, operator: Account) -> None:
    """Plan the times of a venue, from the past to as far ahead as it has thought."""
    first = city.today - timedelta(days=PAST_DAYS)
    last = add_months(city.horizon, PLANNED_MONTHS)
    model = venue.slug if venue.slug in PATTERNS else venue.drawing
    for pattern in PATTERNS[model]:
        for year in range(first.year, last.year + 1):
            days = [
                day
                for day in days_between(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
                if pattern.applies_on(day)
                and not is_office_closed(day, city.policies)
                and _state_on(city, venue, pattern, day) is not None
            ]
            if not days:
                continue
            series = _series(venue, pattern, year, days, operator, city)
            city.slots += [
                _slot(city, venue, series, pattern, day, start)
                for day in days
                for start in pattern.starts()
            ]


def _state_on(city: DemoCity, venue: Venue, pattern: DemoPattern, day: date) -> SlotState | None:
    """Return how far the planning of a day has come; None if nobody has thought of it yet."""
    if day <= city.horizon:
        return SlotState.RELEASED
    planned = PLANNING.get((venue.slug, pattern.name))
    if planned is not None:
        return planned
    return SlotState.RELEASED if day <= add_months(city.horizon, OPENING_MONTHS) else None


def _series(
    venue: Venue,
    pattern: DemoPattern,
    year: int,
    days: list[date],
    operator: Account,
    city: DemoCity,
) -> Series:
    return Series(
        venue=venue,
        name=f"{pattern.name} {year}",
        weekdays=list(pattern.weekdays),
        from_day=days[0],
        until_day=days[-1],
        times=list(pattern.times),
        duration_minutes=pattern.minutes,
        buffer_minutes=pattern.buffer,
        skip_holidays=True,
        skip_days=[],
        created_at=city.now - timedelta(days=400),
        created_by_id=operator.id,
    )


def _slot(
    city: DemoCity, venue: Venue, series: Series, pattern: DemoPattern, day: date, start: time
) -> Slot:
    begins_at = instant_at(day, start)
    state = _state_on(city, venue, pattern, day) or SlotState.DRAFT
    released_at = city.now - timedelta(days=5 if day > city.horizon else 400)
    returned = state is SlotState.RETURNED
    return Slot(
        venue=venue,
        series=series,
        day=day,
        begins_at=begins_at,
        ends_at=begins_at + timedelta(minutes=pattern.minutes),
        minute=start.hour * 60 + start.minute,
        buffer_minutes=pattern.buffer,
        state=state,
        opens_at=(
            opening_of(day, city.policies, released_at) if state is SlotState.RELEASED else None
        ),
        reason="Bitte erst ab 11:30 Uhr, vorher ist niemand im Dienst." if returned else None,
        submitted_at=None if state is SlotState.DRAFT else released_at,
        created_at=released_at,
    )
