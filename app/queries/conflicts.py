"""What stands in the way of times at venues, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Closure, Slot, Venue
from app.queries.closures import reason_for_operators
from app.queries.settings import get_policies, get_policies_by_day
from app.rules.calendar import FIRST_YEAR, LAST_YEAR, berlin_day, day_begins_at
from app.rules.conflicts import Closed, Situation, find_conflict
from app.rules.refusals import TimeNotPossible
from app.rules.reservations import first_reservable_day
from app.rules.series import Planned, WallTime, plan
from app.rules.slots import LIVING, Span

DAY = timedelta(days=1)


def span_of_slot(slot: Slot) -> Span:
    """Return when a slot keeps its venue."""
    return Span(slot.begins_at, slot.ends_at, slot.buffer_minutes)


def get_situation(
    session: Session, venue: Venue, days: Collection[date], *, now: datetime
) -> Situation:
    """Return all that new times on these days at this venue are checked against."""
    return _get_situations(session, [venue], days, now=now)[venue.id]


def plan_times(
    session: Session,
    venue: Venue,
    times: Collection[WallTime],
    duration_minutes: int,
    buffer_minutes: int,
    *,
    now: datetime,
) -> list[Planned]:
    """Return each of these times, in order, with what stands in its way."""
    situation = get_situation(session, venue, {time.day for time in times}, now=now)
    return plan(sorted(set(times)), duration_minutes, buffer_minutes, situation)


def find_conflicts(
    session: Session, slots: Sequence[Slot], *, now: datetime
) -> dict[int, TimeNotPossible]:
    """Return what stands in the way of slots that exist, by their ids; most are not in it."""
    venues = list(
        session.scalars(select(Venue).where(Venue.id.in_({slot.venue_id for slot in slots})))
    )
    situations = _get_situations(session, venues, {slot.day for slot in slots}, now=now)
    found: dict[int, TimeNotPossible] = {}
    for slot in slots:
        conflict = _conflict_of(slot, situations[slot.venue_id])
        if conflict is not None:
            found[slot.id] = conflict
    return found


def _conflict_of(slot: Slot, situation: Situation) -> TimeNotPossible | None:
    own = span_of_slot(slot)
    # A venue has one living slot per beginning, so what equals it is the slot itself.
    others = [span for span in situation.slots.get(slot.day, ()) if span != own]
    return find_conflict(own, replace(situation, slots={**situation.slots, slot.day: others}))


def _get_situations(
    session: Session, venues: Sequence[Venue], days: Collection[date], *, now: datetime
) -> dict[int, Situation]:
    known = [day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR]
    policies = get_policies_by_day(session, known)
    first_day = first_reservable_day(berlin_day(now), get_policies(session, berlin_day(now)))
    ids = [venue.id for venue in venues]
    spans = _spans_by_venue(session, ids, known)
    closures = list(_closures(session, ids, known))
    return {
        venue.id: Situation(
            now=now,
            policies=policies,
            first_day=first_day,
            valid_from=venue.valid_from,
            valid_until=venue.valid_until,
            closures=tuple(
                Closed(
                    row.begins_at,
                    row.ends_at,
                    # Conflicts are told to a venue's people, and kept with its series.
                    reason_for_operators(row),
                    office=row.venue_id is None,
                )
                for row in closures
                if row.venue_id in (None, venue.id)
            ),
            slots=spans[venue.id],
        )
        for venue in venues
    }


def _spans_by_venue(
    session: Session, venue_ids: Sequence[int], days: Sequence[date]
) -> dict[int, dict[date, list[Span]]]:
    found: dict[int, dict[date, list[Span]]] = {
        venue_id: defaultdict(list) for venue_id in venue_ids
    }
    if not days:
        return found
    rows = session.execute(
        select(Slot.venue_id, Slot.day, Slot.begins_at, Slot.ends_at, Slot.buffer_minutes).where(
            Slot.venue_id.in_(venue_ids),
            Slot.day.between(min(days) - DAY, max(days) + DAY),
            Slot.state.in_(LIVING),
        )
    )
    for row in rows:
        found[row.venue_id][row.day].append(Span(row.begins_at, row.ends_at, row.buffer_minutes))
    return found


def _closures(
    session: Session, venue_ids: Sequence[int], days: Sequence[date]
) -> Iterable[Closure]:
    if not days:
        return ()
    return session.scalars(
        select(Closure)
        .where(
            Closure.lifted_at.is_(None),
            Closure.begins_at < day_begins_at(max(days) + 2 * DAY),
            Closure.ends_at > day_begins_at(min(days)),
            or_(Closure.venue_id.is_(None), Closure.venue_id.in_(venue_ids)),
        )
        .order_by(Closure.begins_at)
    )
