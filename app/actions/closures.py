"""Closing a venue or the whole office for a while, and opening it again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon_or_leave
from app.actions.journal import record
from app.models import Closure, Venue
from app.queries import NotFound
from app.queries.closures import find_same_closure, get_closure, get_hits
from app.rules.calendar import berlin_day, days_between, last_day_of
from app.rules.permissions import Actor, Permission, may, may_on
from app.rules.refusals import ClosureHitsReservations, ClosureNotPossible, ReasonMissing

#: Days that one closure may last; more are several closures.
MOST_DAYS = 732


def create_closure(
    session: Session,
    venue_id: int | None,
    begins_at: datetime,
    ends_at: datetime,
    reason: str,
    *,
    public: bool = False,
    over_reservations: bool = False,
    actor: Actor,
    now: datetime,
) -> Closure:
    """Close a venue, or without one the whole office; free times in it are simply not free.

    The same closure once more is the closure there is.

    Args:
        over_reservations: the office has seen whom it hits and will call them.

    Raises:
        NotFound: no such venue, or not the actor's to close.
        ReasonMissing: there is none.
        ClosureNotPossible: it ends before it begins, is over, or is too long.
        ClosureHitsReservations: couples hold or have times in it.
    """
    _check_may_close(session, venue_id, actor)
    if not reason.strip():
        raise ReasonMissing
    check_span(begins_at, ends_at, now=now)
    days = _days_of(begins_at, ends_at)
    lock_days(session, days)
    same = find_same_closure(session, venue_id, begins_at, ends_at)
    if same is not None:
        return same
    hits = get_hits(session, venue_id, begins_at, ends_at, now=now)
    may_override = over_reservations and may(actor, Permission.CLOSE_OFFICE)
    if hits.reservations and not may_override:
        raise ClosureHitsReservations(references=hits.references)
    closure = Closure(
        venue_id=venue_id,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason.strip(),
        public=public,
        created_at=now,
    )
    session.add(closure)
    session.flush()
    record(
        session,
        "closure.created",
        "closure",
        closure.id,
        actor=actor,
        now=now,
        hits=list(hits.references),
    )
    reckon_or_leave(session, days, now=now)
    return closure


def lift_closure(session: Session, closure_id: int, *, actor: Actor, now: datetime) -> Closure:
    """Open again; times in it are free if nothing else stands in their way.

    A second click finds it lifted and is content.

    Raises:
        NotFound: no such closure, or not the actor's to lift.
    """
    closure = get_closure(session, closure_id)
    _check_may_close(session, closure.venue_id, actor)
    days = _days_of(closure.begins_at, closure.ends_at)
    lock_days(session, days)
    session.refresh(closure)
    if closure.lifted_at is not None:
        return closure
    closure.lifted_at = now
    record(session, "closure.lifted", "closure", closure.id, actor=actor, now=now)
    reckon_or_leave(session, days, now=now)
    return closure


def _check_may_close(session: Session, venue_id: int | None, actor: Actor) -> None:
    if venue_id is not None and session.get(Venue, venue_id) is None:
        raise NotFound
    if may(actor, Permission.CLOSE_OFFICE):
        return
    if venue_id is None or not may_on(actor, Permission.PUBLISH_TIMES, venue_id):
        raise NotFound


def check_span(begins_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Refuse a span of time that no closure can have.

    Raises:
        ClosureNotPossible: it ends before it begins, is over, or is too long.
    """
    if ends_at <= begins_at:
        raise ClosureNotPossible("ends_before_it_begins")
    if ends_at <= now:
        raise ClosureNotPossible("in_the_past")
    if ends_at - begins_at > timedelta(days=MOST_DAYS):
        raise ClosureNotPossible("too_long")


def _days_of(begins_at: datetime, ends_at: datetime) -> list[date]:
    last = last_day_of(ends_at)
    return list(days_between(berlin_day(begins_at), last))
