"""Load the demo city: deterministic from one date, consistent with every rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.cli.demo.couples import couple_on, created_days, numbers, standing
from app.cli.demo.office import accounts, closures, settings
from app.cli.demo.patterns import PATTERNS, DemoPattern
from app.cli.demo.traces import journal, mails
from app.cli.demo.venues import demo_venues, venue_row
from app.models import (
    Account,
    Channel,
    Closure,
    Entry,
    Reservation,
    Series,
    Slot,
    Venue,
)
from app.queries.settings import get_policies
from app.rules.calendar import add_months, day_begins_at, days_between, instant_at
from app.rules.days import is_office_closed
from app.rules.policies import Policies
from app.rules.reservations import ReservationState
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

S = ReservationState


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


def load_city(session: Session, *, today: date, years: int, venues: int, password: str) -> DemoCity:
    """Fill an empty database with the demo city and return it."""
    now = day_begins_at(today)
    long_ago = now - timedelta(days=500)
    session.add_all(settings(today, long_ago))
    session.flush()
    places = [venue_row(venue, today - timedelta(days=800)) for venue in demo_venues(venues)]
    people, operators = accounts(places, PasswordHasher().hash(password), long_ago)
    by_slug = {venue.slug: venue for venue in places}
    shut = closures(by_slug, today, long_ago)
    session.add_all([*places, *people, *shut])
    session.flush()
    city = DemoCity(
        today=today,
        now=now,
        rng=Random(f"{today.isoformat()} {years} {venues}"),
        policies=get_policies(session, today),
        venues=places,
        operators=operators,
        closures=shut,
        months=12 * years,
    )
    for position, venue in enumerate(places):
        _publish(city, venue, operators[position], session)
    _withdraw_one(city)
    _collide(city)
    _marry(city)
    session.add_all([*city.slots, *city.reservations])
    session.flush()
    session.add_all(journal(city.reservations))
    session.add_all(mails(city.reservations, city.rng))
    session.add_all(
        Entry(at=at, actor="operator", event="slot.withdrawn", subject="slot", subject_id=slot.id)
        for slot, at in city.withdrawn
    )
    days = sorted({slot.day for slot in city.slots})
    lock_days(session, days)
    reckon(session, days, now=now)
    return city


def _publish(city: DemoCity, venue: Venue, operator: Account, session: Session) -> None:
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
            session.add(series)
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


def _withdraw_one(city: DemoCity) -> None:
    """Take one free time back, so that the demo shows what that looks like."""
    slot = next(
        slot
        for slot in city.slots
        if slot.venue.slug == "malakoffturm"
        and slot.state is SlotState.RELEASED
        and slot.day > city.today + timedelta(days=90)
    )
    slot.state = SlotState.WITHDRAWN
    slot.reason = "Der Turm wird an diesem Tag saniert."
    city.withdrawn.append((slot, city.now - timedelta(days=3)))


def _collide(city: DemoCity) -> None:
    """Put one single time in the way of a submitted series, so that the office sees a conflict."""
    submitted = [slot for slot in city.slots if slot.state is SlotState.SUBMITTED]
    in_the_way = submitted[len(submitted) // 2]
    begins_at = in_the_way.begins_at - timedelta(minutes=20)
    city.slots.append(
        Slot(
            venue=in_the_way.venue,
            day=in_the_way.day,
            begins_at=begins_at,
            ends_at=begins_at + timedelta(minutes=30),
            minute=in_the_way.minute - 20,
            buffer_minutes=15,
            state=SlotState.RELEASED,
            opens_at=opening_of(in_the_way.day, city.policies, city.now),
            submitted_at=city.now - timedelta(days=9),
            created_at=city.now - timedelta(days=9),
        )
    )


def _marry(city: DemoCity) -> None:
    """Give couples their times: as eagerly as they take them, one Saturday wholly."""
    number = numbers()
    demand = _demand()
    full = _full_saturday(city)
    for slot in city.slots:
        if slot.state is not SlotState.RELEASED or slot.day > city.today + timedelta(days=360):
            continue
        if _is_shut(city, slot):
            continue
        days_to_go = (slot.day - city.today).days
        wanted = 1.0 if slot.day == full else demand[_habit(slot)]
        if slot.day != full and city.rng.random() >= wanted * _ripeness(days_to_go):
            if city.rng.random() < 0.03:
                _add(city, slot, next(number), city.rng.choice((S.CANCELLED, S.LAPSED)))
            continue
        _add(city, slot, next(number), standing(city.rng, days_to_go))
    _open_queues(city)


def _add(city: DemoCity, slot: Slot, number: int, state: ReservationState) -> None:
    back = created_days(city.rng, slot.day, city.today, city.policies.lead_days, 365)
    created_at = city.now - timedelta(days=back, minutes=-city.rng.randrange(7 * 60, 23 * 60))
    city.reservations.append(
        couple_on(
            city.rng,
            slot,
            number,
            state,
            created_at=created_at,
            confirm_hours=city.policies.confirm_hours,
        )
    )


def _habit(slot: Slot) -> tuple[str, str]:
    name = slot.series.name.rsplit(" ", 1)[0] if slot.series else ""
    slug = slot.venue.slug
    return (slug if slug in PATTERNS else slot.venue.drawing), name


def _demand() -> dict[tuple[str, str], float]:
    return {
        (slug, pattern.name): pattern.demand
        for slug, patterns in PATTERNS.items()
        for pattern in patterns
    }


def _ripeness(days_to_go: int) -> float:
    """Return how much of a day's demand has come so long before it."""
    if days_to_go < 60:
        return 1.0
    return max(0.12, 1.1 - days_to_go / 330)


def _full_saturday(city: DemoCity) -> date:
    """Return the second Saturday in June that lies at least two months ahead."""
    year = city.today.year + (city.today + timedelta(days=60) > date(city.today.year, 6, 8))
    return next(
        day
        for day in days_between(date(year, 6, 8), date(year, 6, 21))
        if day.weekday() == 5 and not is_office_closed(day, city.policies)
    )


def _is_shut(city: DemoCity, slot: Slot) -> bool:
    return any(
        (shut.venue is None or shut.venue is slot.venue)
        and shut.begins_at < slot.ends_at
        and slot.begins_at < shut.ends_at
        for shut in city.closures
    )


def _open_queues(city: DemoCity) -> None:
    """Leave the office something to do: recent reservations to approve, addresses to confirm."""
    ahead = [
        reservation
        for reservation in city.reservations
        if reservation.state is S.APPROVED and reservation.slot.day > city.today + timedelta(90)
    ]
    picked = city.rng.sample(ahead, min(14, len(ahead)))
    for position, reservation in enumerate(picked):
        hours = 2 + 7 * position
        created_at = city.now - timedelta(hours=hours)
        reservation.approved_at = None
        if position < 3:
            created_at = city.now - timedelta(minutes=30 + 20 * position)
            reservation.state, reservation.reserved_at = S.REQUESTED, None
        elif position == 13:
            reservation.state = S.DECLINED
            reservation.ended_at = city.now - timedelta(hours=1)
            reservation.reason = "Der Raum wird an diesem Tag umgebaut."
            reservation.reserved_at = created_at + timedelta(minutes=20)
        else:
            reservation.state = S.RESERVED
            reservation.reserved_at = created_at + timedelta(minutes=20)
        reservation.channel = Channel.ONLINE
        reservation.created_at = reservation.requested_at = created_at
        reservation.confirm_until = created_at + timedelta(hours=city.policies.confirm_hours)
