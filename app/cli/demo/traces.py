"""What the demo's past has left behind: its journal and its mails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random

from app.models import Channel, Entry, OutgoingMail, Reservation
from app.rules.reservations import ReservationState

S = ReservationState


def journal(reservations: Iterable[Reservation]) -> Iterator[Entry]:
    """Yield who did what with each reservation."""
    for reservation in reservations:
        for event, at, actor in _history(reservation):
            yield Entry(
                at=at,
                actor=actor,
                event=f"reservation.{event}",
                subject="reservation",
                subject_id=reservation.id,
            )


def _history(reservation: Reservation) -> Iterator[tuple[str, datetime, str]]:
    online = reservation.channel is Channel.ONLINE
    yield (
        ("requested" if online else "entered"),
        reservation.created_at,
        ("couple" if online else "staff"),
    )
    if reservation.reserved_at and online:
        yield "reserved", reservation.reserved_at, "couple"
    if reservation.approved_at:
        yield "approved", reservation.approved_at, "staff"
    if reservation.ended_at:
        actor = "staff" if reservation.state is S.DECLINED else "couple"
        yield reservation.state.value, reservation.ended_at, actor


def mails(reservations: Iterable[Reservation], rng: Random) -> Iterator[OutgoingMail]:
    """Yield the mails of every reservation; only those of today are still to be sent."""
    for reservation in reservations:
        for kind, at in _sent(reservation):
            pending = kind == "confirm_email" and reservation.state is S.REQUESTED
            yield OutgoingMail(
                kind=kind,
                recipient=reservation.email or "",
                language=reservation.language,
                facts={},
                reservation_id=reservation.id,
                message_id=f"{rng.getrandbits(128):032x}",
                created_at=at,
                next_try_at=at,
                tries=0 if pending else 1,
                sent_at=None if pending else at,
            )


def _sent(reservation: Reservation) -> Iterator[tuple[str, datetime]]:
    if reservation.channel is Channel.ONLINE:
        yield "confirm_email", reservation.created_at
    if reservation.reserved_at:
        yield "reserved", reservation.reserved_at
    if reservation.approved_at:
        yield "approved", reservation.approved_at
    if reservation.state in (S.DECLINED, S.CANCELLED) and reservation.ended_at:
        yield reservation.state.value, reservation.ended_at
