"""Load the demo city: deterministic from one date, consistent with every rule."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.actions.passwords import hash_password
from app.actions.places import estimate_missing_ways, place_for
from app.cli.demo.couples import couple_on, created_days, numbers, standing
from app.cli.demo.office import accounts, closures, settings
from app.cli.demo.patterns import PATTERNS
from app.cli.demo.planning import DemoCity, publish
from app.cli.demo.roster import Book, announcements, assignments
from app.cli.demo.staff import absences, coverages, patterns, registrars
from app.cli.demo.traces import journal, mails
from app.cli.demo.venues import demo_venues, venue_row
from app.models import Account, Channel, Entry, Slot, Venue
from app.queries.settings import get_policies
from app.rules.calendar import day_begins_at, days_between
from app.rules.days import is_office_closed
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState, opening_of

S = ReservationState


def load_city(session: Session, *, today: date, years: int, venues: int, password: str) -> DemoCity:
    """Fill an empty database with the demo city and return it."""
    now = day_begins_at(today)
    long_ago = now - timedelta(days=500)
    session.add_all(settings(today, long_ago))
    session.flush()
    places = [venue_row(venue, today - timedelta(days=800)) for venue in demo_venues(venues)]
    people, operators = accounts(places, hash_password(password), long_ago)
    by_slug = {venue.slug: venue for venue in places}
    shut = closures(by_slug, today, long_ago)
    session.add_all([*places, *people, *shut])
    session.flush()
    _employ(session, people, by_slug, today, months=12 * years, since=long_ago)
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
        publish(city, venue, operators[position])
    _withdraw_one(city)
    _collide(city)
    session.add_all(city.slots)
    session.flush()
    days = sorted({slot.day for slot in city.slots})
    _marry(city, Book(session, days))
    session.add_all(city.reservations)
    session.flush()
    made = list(assignments(session, city))
    session.add_all(made)
    session.flush()
    session.add_all(announcements(made, city))
    session.add_all(journal(city.reservations))
    session.add_all(mails(city.reservations, city.rng))
    session.add_all(
        Entry(at=at, actor="operator", event="slot.withdrawn", subject="slot", subject_id=slot.id)
        for slot, at in city.withdrawn
    )
    lock_days(session, days)
    reckon(session, days, now=now)
    return city


def _employ(
    session: Session,
    people: list[Account],
    venues: dict[str, Venue],
    today: date,
    *,
    months: int,
    since: datetime,
) -> None:
    """Let registrars work: their duties and absences, and the ways between all places."""
    places = {slug: place_for(venue) for slug, venue in venues.items()}
    rows = registrars(people, venues, since)
    session.add_all([*places.values(), *rows])
    session.add_all(patterns(rows, places))
    session.add_all(absences(rows, today, since))
    session.add_all(coverages(today, months, since))
    estimate_missing_ways(session)


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


def _marry(city: DemoCity, book: Book) -> None:
    """Give couples their times: as eagerly as they take them, one Saturday wholly.

    Nobody gets a time for which there is no registrar.
    """
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
        if not book.takes(slot):
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
            # As late as the day allows, so that they are still open in the evening.
            created_at = city.now + timedelta(minutes=1 + position)
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
