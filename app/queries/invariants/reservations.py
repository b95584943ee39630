"""Sentences about reservations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, not_, or_, select
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


def _by(column: Any, where: ColumnElement[bool]) -> Select[Any]:
    return select(column, Reservation.id).where(where).order_by(Reservation.id)


_BLOCKING = _by(Reservation.slot_id, Reservation.state.in_(BLOCKING))


@invariant
def one_blocking(session: Session, now: datetime) -> Iterator[str]:
    """At most one reservation blocks a slot."""
    yield from _several(session, _BLOCKING, "slot")


_LIVE = _by(
    Reservation.email_key, and_(Reservation.state.in_(LIVE), Reservation.email_key.is_not(None))
)


@invariant
def one_live_per_couple(session: Session, now: datetime) -> Iterator[str]:
    """A couple has at most one live reservation."""
    # The address itself stays out of the shell's history.
    yield from _several(session, _LIVE, None)


_HELD = _by(
    Reservation.browser_hash,
    and_(Reservation.state == S.HELD, Reservation.browser_hash.is_not(None)),
)


@invariant
def one_hold_per_browser(session: Session, now: datetime) -> Iterator[str]:
    """A browser holds at most one slot."""
    yield from _several(session, _HELD, None)


def _lacks(state: ReservationState, names: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a reservation in this state lacks one of these."""
    missing = or_(*(getattr(Reservation, name).is_(None) for name in names))
    online = Reservation.channel == Channel.ONLINE
    here = Reservation.state == state
    return and_(here, missing, online) if state is S.REQUESTED else and_(here, missing)


_LACKING = (
    select(Reservation.id, Reservation.state)
    .where(or_(*(_lacks(state, names) for state, names in NEEDED.items())))
    .order_by(Reservation.id)
)
_ENDED_EARLY = select(Reservation.id, Reservation.state).where(
    Reservation.state.not_in(ENDED | {S.MARRIED}), Reservation.ended_at.is_not(None)
)


@invariant
def fields_of_states(session: Session, now: datetime) -> Iterator[str]:
    """A reservation knows what its state says: who is held knows until when, and so on."""
    for reservation_id, state in session.execute(_LACKING):
        lacking = " or ".join(NEEDED[state])
        yield f"reservation {reservation_id} is {state.value} but lacks {lacking}"
    for reservation_id, state in session.execute(_ENDED_EARLY):
        yield f"reservation {reservation_id} is {state.value} but has ended"


_ADDRESSES = (
    select(Reservation.id, Reservation.email, Reservation.email_key)
    .where(Reservation.state.in_(LIVE))
    .order_by(Reservation.id)
)


@invariant
def compared_addresses(session: Session, now: datetime) -> Iterator[str]:
    """A live reservation is compared by the address that it has."""
    for reservation_id, email, key in session.execute(_ADDRESSES):
        if key != (email_key(email) if email else None):
            yield f"reservation {reservation_id}"


def _unsaid(kind: str, column: Any) -> Select[Any]:
    posted = select(OutgoingMail.id).where(
        OutgoingMail.reservation_id == Reservation.id, OutgoingMail.kind == kind
    )
    unsaid = select(Reservation.id).where(
        Reservation.channel == Channel.ONLINE, column.is_not(None), not_(posted.exists())
    )
    return unsaid.order_by(Reservation.id)


_UNSAID = {
    "confirm_email": _unsaid("confirm_email", Reservation.requested_at),
    "reserved": _unsaid("reserved", Reservation.reserved_at),
}


@invariant
def mails_of_reservations(session: Session, now: datetime) -> Iterator[str]:
    """Who reserved online has the mails that say so in the outbox."""
    for kind, unsaid in _UNSAID.items():
        for reservation_id in session.scalars(unsaid):
            yield f"reservation {reservation_id} has no mail {kind}"


_known = select(Entry.id).where(Entry.subject == "reservation", Entry.subject_id == Reservation.id)
_UNKNOWN = select(Reservation.id).where(not_(_known.exists())).order_by(Reservation.id)


@invariant
def journal_of_reservations(session: Session, now: datetime) -> Iterator[str]:
    """The journal knows every reservation."""
    for reservation_id in session.scalars(_UNKNOWN):
        yield f"reservation {reservation_id}"


_is_over = and_(Reservation.state == S.HELD, Reservation.held_until <= bindparam("now"))
#: What blocks a slot at this moment; a hold that is over may lie there until tidied up.
BLOCKS = and_(Reservation.state.in_(BLOCKING), not_(func.coalesce(_is_over, False)))


def _several(session: Session, rows: Select[Any], name: str | None) -> Iterator[str]:
    by_value: dict[object, list[int]] = defaultdict(list)
    for value, reservation_id in session.execute(rows):
        by_value[value].append(reservation_id)
    for value, ids in by_value.items():
        if len(ids) > 1:
            listed = " and ".join(map(str, ids))
            yield f"{f'{name} {value}: ' if name else ''}reservations {listed}"
