"""Sentences about reservations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from app.models import Channel, Entry, OutgoingMail, Reservation
from app.queries.invariants.base import invariant
from app.rules.reservations import BLOCKING, ENDED, LIVE, ReservationState, email_key

S = ReservationState

#: What must be known of a reservation in each state.
NEEDED = {
    S.HELD: ("held_until",),
    S.REQUESTED: ("requested_at", "confirm_until"),
    S.RESERVED: ("requested_at", "reserved_at"),
    S.APPROVED: ("requested_at", "reserved_at", "approved_at"),
    S.REGISTERED: ("requested_at", "reserved_at", "approved_at"),
    S.FIRM: ("requested_at", "reserved_at", "approved_at"),
    S.MARRIED: ("requested_at", "reserved_at", "approved_at"),
    S.DECLINED: ("requested_at", "ended_at"),
    S.CANCELLED: ("ended_at",),
    S.LAPSED: ("ended_at",),
}


@invariant
def one_blocking(session: Session, now: datetime) -> Iterator[str]:
    """At most one reservation blocks a slot."""
    yield from _several(session, Reservation.slot_id, Reservation.state.in_(BLOCKING), "slot")


@invariant
def one_live_per_couple(session: Session, now: datetime) -> Iterator[str]:
    """A couple has at most one live reservation."""
    live = and_(Reservation.state.in_(LIVE), Reservation.email_key.is_not(None))
    # The address itself stays out of the shell's history.
    yield from _several(session, Reservation.email_key, live, None)


@invariant
def one_hold_per_browser(session: Session, now: datetime) -> Iterator[str]:
    """A browser holds at most one slot."""
    held = and_(Reservation.state == S.HELD, Reservation.browser_hash.is_not(None))
    yield from _several(session, Reservation.browser_hash, held, None)


@invariant
def fields_of_states(session: Session, now: datetime) -> Iterator[str]:
    """A reservation knows what its state says: who is held knows until when, and so on."""
    rows = select(Reservation.id, Reservation.state).where(
        or_(*(_lacks(state, names) for state, names in NEEDED.items()))
    )
    for reservation_id, state in session.execute(rows.order_by(Reservation.id)):
        lacking = " or ".join(NEEDED[state])
        yield f"reservation {reservation_id} is {state.value} but lacks {lacking}"
    ended_early = select(Reservation.id, Reservation.state).where(
        Reservation.state.not_in(ENDED | {S.MARRIED}), Reservation.ended_at.is_not(None)
    )
    for reservation_id, state in session.execute(ended_early):
        yield f"reservation {reservation_id} is {state.value} but has ended"


def _lacks(state: ReservationState, names: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a reservation in this state lacks one of these."""
    missing = or_(*(getattr(Reservation, name).is_(None) for name in names))
    online = Reservation.channel == Channel.ONLINE
    here = Reservation.state == state
    return and_(here, missing, online) if state is S.REQUESTED else and_(here, missing)


@invariant
def compared_addresses(session: Session, now: datetime) -> Iterator[str]:
    """A live reservation is compared by the address that it has."""
    rows = session.execute(
        select(Reservation.id, Reservation.email, Reservation.email_key)
        .where(Reservation.state.in_(LIVE))
        .order_by(Reservation.id)
    )
    for reservation_id, email, key in rows:
        if key != (email_key(email) if email else None):
            yield f"reservation {reservation_id}"


@invariant
def mails_of_reservations(session: Session, now: datetime) -> Iterator[str]:
    """Who reserved online has the mails that say so in the outbox."""
    for kind, column in (
        ("confirm_email", Reservation.requested_at),
        ("reserved", Reservation.reserved_at),
    ):
        posted = select(OutgoingMail.id).where(
            OutgoingMail.reservation_id == Reservation.id, OutgoingMail.kind == kind
        )
        unsaid = select(Reservation.id).where(
            Reservation.channel == Channel.ONLINE, column.is_not(None), not_(posted.exists())
        )
        for reservation_id in session.scalars(unsaid.order_by(Reservation.id)):
            yield f"reservation {reservation_id} has no mail {kind}"


@invariant
def journal_of_reservations(session: Session, now: datetime) -> Iterator[str]:
    """The journal knows every reservation."""
    known = select(Entry.id).where(
        Entry.subject == "reservation", Entry.subject_id == Reservation.id
    )
    unknown = select(Reservation.id).where(not_(known.exists())).order_by(Reservation.id)
    for reservation_id in session.scalars(unknown):
        yield f"reservation {reservation_id}"


def blocks(now: datetime) -> ColumnElement[bool]:
    """What blocks a slot at this moment; a hold that is over may lie there until tidied up."""
    is_over = and_(Reservation.state == S.HELD, Reservation.held_until <= now)
    return and_(Reservation.state.in_(BLOCKING), not_(func.coalesce(is_over, False)))


def _several(
    session: Session, column: Any, where: ColumnElement[bool], name: str | None
) -> Iterator[str]:
    rows = session.execute(select(column, Reservation.id).where(where).order_by(Reservation.id))
    by_value: dict[object, list[int]] = defaultdict(list)
    for value, reservation_id in rows:
        by_value[value].append(reservation_id)
    for value, ids in by_value.items():
        if len(ids) > 1:
            listed = " and ".join(map(str, ids))
            yield f"{f'{name} {value}: ' if name else ''}reservations {listed}"
