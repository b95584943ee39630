"""Believable couples for the demo: names, needs, and where each reservation stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from app.models import Channel, RegistrationPlace, Reservation, Slot
from app.rules.reservations import (
    REFERENCE_SIGNS,
    ReservationState,
    email_key,
)

GIVEN = (
    "Anna Lena Marie Sophie Laura Julia Sarah Katharina Aylin Elif Zeynep Oksana Agnieszka "
    "Magdalena Maren Nele Jana Miriam Fatma Hanna Thomas Michael Jonas Lukas Paul Felix Tim "
    "Jan Mehmet Emre Can Dmytro Piotr Marek Stefan Christian Daniel David Leon Malte Sven Ole"
).split()
FAMILY = (
    "Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schulz Koch Bauer Richter "
    "Klein Wolf Neumann Schwarz Zimmermann Krüger Hartmann Lange Werner Krause Lehmann Köhler "
    "Maier Kaya Yılmaz Demir Öztürk Kowalski Nowak Wiśniewski Kovalenko Petrov Nguyen Okafor "
    "Brinkmann Overkamp Grünewald Terhorst Steinkamp Schulte-Bockum"
).split()

S = ReservationState


def standing(rng: Random, days_to_go: int) -> ReservationState:
    """Return where a reservation stands so many days before its ceremony."""
    luck = rng.random()
    if days_to_go < 0:
        return S.MARRIED
    if days_to_go < 56:
        return S.FIRM if luck < 0.75 else S.REGISTERED
    if days_to_go < 180:
        return S.REGISTERED if luck < 0.35 else S.FIRM if luck < 0.5 else S.APPROVED
    return S.APPROVED


def couple_on(
    rng: Random,
    slot: Slot,
    number: int,
    state: ReservationState,
    *,
    created_at: datetime,
    confirm_hours: int,
) -> Reservation:
    """Return a reservation of an invented couple, consistent with its state."""
    email = f"paar{number:05d}@example.org"
    ended = state in (S.DECLINED, S.CANCELLED, S.LAPSED)
    confirmed = state is not S.REQUESTED and state is not S.LAPSED
    approved = state in (S.APPROVED, S.REGISTERED, S.FIRM, S.MARRIED)
    needs = ["step_free"] if slot.venue.step_free == "yes" and rng.random() < 0.06 else []
    return Reservation(
        reference=reference(rng),
        slot=slot,
        state=state,
        channel=Channel.PHONE if rng.random() < 0.12 else Channel.ONLINE,
        language="en" if rng.random() < 0.05 else "de",
        confirm_until=created_at + timedelta(hours=confirm_hours),
        extensions=0,
        person1_given=rng.choice(GIVEN),
        person1_family=rng.choice(FAMILY),
        person2_given=rng.choice(GIVEN),
        person2_family=rng.choice(FAMILY),
        email=email,
        email_key=email_key(email),
        phone=f"0171 5550{number % 10000:04d}" if rng.random() < 0.6 else None,
        guests=min(slot.venue.seats, rng.randrange(2, slot.venue.seats + 6)),
        needs=needs,
        registration_place=rng.choice(list(RegistrationPlace)),
        created_at=created_at,
        requested_at=created_at,
        reserved_at=created_at + timedelta(hours=2) if confirmed else None,
        approved_at=created_at + timedelta(days=2) if approved else None,
        ended_at=_ended_at(state, created_at, confirm_hours) if ended else None,
        reason=_reason(rng, state),
    )


def reference(rng: Random) -> str:
    """Return a reference; deterministic, unlike those of real reservations."""
    signs = "".join(rng.choice(REFERENCE_SIGNS) for _ in range(8))
    return f"TK-{signs[:4]}-{signs[4:]}"


def created_days(rng: Random, day: date, today: date, lead_days: int, horizon_days: int) -> int:
    """Return how many days before ``today`` a couple reserved this day."""
    earliest = max(0, horizon_days - (day - today).days)
    latest = max(0, lead_days - (day - today).days)
    return rng.randint(min(latest, earliest) + 3, max(earliest, latest) + 3)


def numbers() -> Iterator[int]:
    """Yield 1, 2, 3 …: every couple of the demo has its own address."""
    number = 0
    while True:
        number += 1
        yield number


def _ended_at(state: ReservationState, created_at: datetime, confirm_hours: int) -> datetime:
    if state is S.LAPSED:
        return created_at + timedelta(hours=confirm_hours)
    return created_at + timedelta(days=1, hours=3)


def _reason(rng: Random, state: ReservationState) -> str | None:
    if state is S.DECLINED:
        return "Der Raum wird an diesem Tag umgebaut."
    if state is S.CANCELLED:
        return rng.choice((None, "Wir feiern doch an einem anderen Tag."))
    return None
