"""Reservations as the office works on them: views of the queue, search, one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.models import Assignment, Closure, OutgoingMail, Reservation, Slot
from app.queries.reservations import WITH_SLOT
from app.rules.reservations import LIVE, ReservationState, email_key, reference_from

S = ReservationState

#: Rows of one page of the queue.
PAGE = 50

#: What a couple typed and never sent is nobody's business, not even the office's.
SENT = Reservation.requested_at.is_not(None)

#: Which states each view of the queue shows.
VIEWS: Mapping[str, frozenset[ReservationState]] = {
    "zu-pruefen": frozenset({S.RESERVED}),
    "e-mail-offen": frozenset({S.REQUESTED}),
    "zugesagt": frozenset({S.APPROVED, S.REGISTERED, S.FIRM}),
    "alle": frozenset(S) - {S.HELD},
}


@dataclass(frozen=True)
class Page:
    """One page of the queue."""

    reservations: list[Reservation]
    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def count_by_state(session: Session) -> dict[ReservationState, int]:
    """Return how many reservations that were sent are in each state; one query."""
    rows = session.execute(
        select(Reservation.state, func.count()).where(SENT).group_by(Reservation.state)
    )
    return {row[0]: row[1] for row in rows}


def count_views(by_state: Mapping[ReservationState, int]) -> dict[str, int]:
    """Return how many reservations each view shows."""
    return {name: sum(by_state.get(state, 0) for state in states) for name, states in VIEWS.items()}


def list_cases(session: Session, view: str, *, number: int, total: int) -> Page:
    """Return one page of a view, what is most urgent first; one query."""
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    shown = and_(SENT, Reservation.state.in_(VIEWS[view]))
    wanted = _with_slot(shown).order_by(*_order(view))
    return Page(_slice(session, wanted, number), number, total)


def find_cases(session: Session, words: str, *, number: int) -> Page:
    """Return what a reference, an address or a family name finds, newest first; two queries."""
    found = _matches(words)
    total = session.scalar(select(func.count()).select_from(Reservation).where(found)) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE)))
    wanted = _with_slot(found).order_by(Reservation.id.desc())
    return Page(_slice(session, wanted, number), number, total)


def list_waiting(session: Session, state: ReservationState, *, limit: int) -> list[Reservation]:
    """Return the reservations that have been in this state for longest; one query."""
    by = Reservation.confirm_until if state is S.REQUESTED else Reservation.reserved_at
    return list(
        session.scalars(
            _with_slot(Reservation.state == state).order_by(by, Reservation.id).limit(limit)
        )
    )


def list_mails(session: Session, reservation_id: int) -> list[OutgoingMail]:
    """Return the mails to a couple, oldest first."""
    return list(
        session.scalars(
            select(OutgoingMail)
            .where(OutgoingMail.reservation_id == reservation_id)
            .order_by(OutgoingMail.id)
        )
    )


def find_ceremony_day(session: Session, day: date, *, after: bool) -> date | None:
    """Return the next (or last) day after (or before) ``day`` on which somebody marries."""
    nearest = func.min(Slot.day) if after else func.max(Slot.day)
    return session.scalar(
        select(nearest)
        .join(Reservation, Reservation.slot_id == Slot.id)
        .where(
            Reservation.state.in_(LIVE | {S.MARRIED}), Slot.day > day if after else Slot.day < day
        )
    )


@dataclass(frozen=True)
class Count:
    """How many there are, and on which day the first of them."""

    number: int
    first_on: date | None


def count_unassigned(session: Session, first: date, last: date) -> Count:
    """Return the ceremonies from one day to another that nobody was given; one query."""
    return _count(
        session,
        Slot.day.between(first, last),
        ~exists().where(Assignment.reservation_id == Reservation.id),
    )


def count_closed(session: Session, *, now: datetime) -> Count:
    """Return the ceremonies to come during which their venue or the office is closed; one query."""
    closed = exists().where(
        Closure.lifted_at.is_(None),
        or_(Closure.venue_id.is_(None), Closure.venue_id == Slot.venue_id),
        Closure.begins_at < Slot.ends_at,
        Closure.ends_at > Slot.begins_at,
    )
    return _count(session, Slot.begins_at > now, closed)


def _count(session: Session, *wanted: ColumnElement[bool]) -> Count:
    row = session.execute(
        select(func.count(), func.min(Slot.day))
        .select_from(Reservation)
        .join(Slot, Reservation.slot_id == Slot.id)
        .where(Reservation.state.in_(LIVE), *wanted)
    ).one()
    return Count(row[0], row[1])


def _matches(words: str) -> ColumnElement[bool]:
    reference = reference_from(words)
    if reference is not None:
        return Reservation.reference == reference
    if "@" in words:
        return Reservation.email_key == email_key(words)
    # SQLite knows small and capital letters of ASCII only: „ö“ is asked for as „Ö“, too.
    patterns = {f"%{_escaped(form)}%" for form in (words.lower(), words.title())}
    family_names = (Reservation.person1_family, Reservation.person2_family)
    found = [
        case.like(pattern, escape="\\")
        for name in family_names
        for pattern in patterns
        for case in (name, func.lower(name))
    ]
    return and_(SENT, or_(*found))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _with_slot(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Reservation)
        .join(Reservation.slot)
        .join(Slot.venue)
        .options(contains_eager(Reservation.slot).contains_eager(Slot.venue))
        .where(condition)
    )


def _order(view: str) -> tuple[Any, ...]:
    orders: dict[str, Any] = {
        "zu-pruefen": Reservation.reserved_at,
        "e-mail-offen": Reservation.confirm_until,
        "zugesagt": Slot.begins_at,
        "alle": Reservation.id.desc(),
    }
    return orders[view], Reservation.id


def _slice(session: Session, wanted: Select[Any], number: int) -> list[Reservation]:
    return list(session.scalars(wanted.offset((number - 1) * PAGE).limit(PAGE)))


#: Given up, and the case (if there is one) is alive: somebody has to call.
_UNDELIVERED = and_(
    OutgoingMail.failed_at.is_not(None),
    or_(OutgoingMail.reservation_id.is_(None), Reservation.state.in_(LIVE)),
)


def count_undelivered(session: Session) -> tuple[int, datetime | None]:
    """Return how many mails were given up and matter still, and since when; one query."""
    row = session.execute(
        select(func.count(), func.min(OutgoingMail.failed_at))
        .select_from(OutgoingMail)
        .outerjoin(Reservation, OutgoingMail.reservation_id == Reservation.id)
        .where(_UNDELIVERED)
    ).one()
    return row[0], row[1]


def list_undelivered(
    session: Session, *, limit: int = 200
) -> list[tuple[OutgoingMail, Reservation | None]]:
    """Return the mails that were given up and matter still, newest first; one query."""
    rows = session.execute(
        select(OutgoingMail, Reservation)
        .outerjoin(Reservation, OutgoingMail.reservation_id == Reservation.id)
        .options(WITH_SLOT)
        .where(_UNDELIVERED)
        .order_by(OutgoingMail.failed_at.desc(), OutgoingMail.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
