"""Times that an operator creates: single ones and whole series."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.actions.journal import record
from app.actions.slots import mark_submitted
from app.actions.staffing import await_staffing
from app.models import Series, Slot, Venue
from app.queries import NotFound
from app.queries.conflicts import plan_times
from app.rules.conflicts import Conflict
from app.rules.permissions import Actor, Permission, may_on
from app.rules.series import Pattern, Planned, WallTime, unfold
from app.rules.slots import LIVING, SlotState, Span

DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Created:
    """What became of the times that were to be created."""

    series: Series | None = None
    slots: list[Slot] = field(default_factory=list)
    #: They existed before, after a double click.
    already: list[Slot] = field(default_factory=list)
    not_created: list[Planned] = field(default_factory=list)


def create_slots(
    session: Session,
    venue_id: int,
    times: Collection[WallTime],
    *,
    duration_minutes: int,
    buffer_minutes: int,
    submit: bool = False,
    actor: Actor,
    now: datetime,
) -> Created:
    """Create single times as drafts, or submit them at once; what has a conflict is not created.

    Raises:
        NotFound: no such venue, or not the actor's.
    """
    venue = _lock(session, venue_id, times, duration_minutes + buffer_minutes, actor=actor)
    planned = plan_times(session, venue, times, duration_minutes, buffer_minutes, now=now)
    created = Created()
    _create(session, created, planned, venue, submit=submit, actor=actor, now=now)
    return created


def create_series(
    session: Session,
    venue_id: int,
    name: str,
    pattern: Pattern,
    *,
    wanted: Collection[WallTime] | None = None,
    submit: bool = False,
    actor: Actor,
    now: datetime,
) -> Created:
    """Create a series with those of its times that are wanted and have no conflict.

    The same series once more adds what is missing and creates nothing twice.

    Args:
        wanted: the times that were ticked; all of the pattern if None.

    Raises:
        NotFound: no such venue, or not the actor's.
        EmptySeries, SeriesTooLong: the pattern cannot be.
    """
    times = unfold(pattern)
    if wanted is not None:
        ticked = set(wanted)
        times = [time for time in times if time in ticked]
    minutes = pattern.duration_minutes + pattern.buffer_minutes
    venue = _lock(session, venue_id, times, minutes, actor=actor)
    planned = plan_times(
        session, venue, times, pattern.duration_minutes, pattern.buffer_minutes, now=now
    )
    series = _find_same(session, venue, name, pattern)
    if series is None and any(entry.conflict is None for entry in planned):
        series = _new_series(venue, name, pattern, actor=actor, now=now)
        session.add(series)
        session.flush()
        record(
            session, "series.created", "series", series.id, actor=actor, now=now, times=len(times)
        )
    created = Created(series)
    _create(session, created, planned, venue, submit=submit, actor=actor, now=now)
    return created


def _lock(
    session: Session, venue_id: int, times: Collection[WallTime], minutes: int, *, actor: Actor
) -> Venue:
    await_staffing(session)
    venue = session.get(Venue, venue_id)
    if venue is None or not may_on(actor, Permission.PUBLISH_TIMES, venue_id):
        raise NotFound
    days = {time.day for time in times}
    days |= {time.day + DAY for time in times if time.minute + minutes > MINUTES_A_DAY}
    lock_days(session, days)
    return venue


def _create(
    session: Session,
    created: Created,
    planned: Sequence[Planned],
    venue: Venue,
    *,
    submit: bool,
    actor: Actor,
    now: datetime,
) -> None:
    there = _own_slots(session, venue, planned, created.series, actor)
    for entry in planned:
        if entry.span is not None and entry.conflict is None:
            created.slots.append(
                _new_slot(entry.time, entry.span, venue, created.series, actor=actor, now=now)
            )
        elif entry.span in there and _is_duplicate(entry):
            created.already.append(there[entry.span])
        else:
            created.not_created.append(entry)
    session.add_all(created.slots)
    session.flush()
    for slot in created.slots:
        record(session, "slot.created", "slot", slot.id, actor=actor, now=now)
        if submit:
            mark_submitted(session, slot, actor=actor, now=now)
    reckon(session, {slot.day for slot in created.slots}, now=now)


def _is_duplicate(entry: Planned) -> bool:
    return entry.conflict is not None and entry.conflict.conflict == Conflict.DUPLICATE


def _own_slots(
    session: Session,
    venue: Venue,
    planned: Sequence[Planned],
    series: Series | None,
    actor: Actor,
) -> dict[Span | None, Slot]:
    """Return what this very request, sent before, has made of it."""
    days = {entry.time.day for entry in planned if _is_duplicate(entry)}
    if not days:
        return {}
    rows = session.scalars(
        select(Slot).where(
            Slot.venue_id == venue.id,
            Slot.day.in_(days),
            Slot.state.in_(LIVING),
            Slot.series_id == (series.id if series else None),
            Slot.created_by_id == actor.account_id,
        )
    )
    return {Span(slot.begins_at, slot.ends_at, slot.buffer_minutes): slot for slot in rows}


def _new_slot(
    time: WallTime,
    span: Span,
    venue: Venue,
    series: Series | None,
    *,
    actor: Actor,
    now: datetime,
) -> Slot:
    return Slot(
        venue_id=venue.id,
        series_id=series.id if series else None,
        day=time.day,
        minute=time.minute,
        begins_at=span.begins_at,
        ends_at=span.ends_at,
        buffer_minutes=span.buffer_minutes,
        state=SlotState.DRAFT,
        created_at=now,
        created_by_id=actor.account_id,
    )


def _new_series(
    venue: Venue, name: str, pattern: Pattern, *, actor: Actor, now: datetime
) -> Series:
    return Series(
        venue_id=venue.id,
        name=name,
        created_at=now,
        created_by_id=actor.account_id,
        **_stored(pattern),
    )


def _stored(pattern: Pattern) -> dict[str, object]:
    return {
        "weekdays": sorted(pattern.weekdays),
        "from_day": pattern.from_day,
        "until_day": pattern.until_day,
        "times": [f"{start:%H:%M}" for start in sorted(set(pattern.times))],
        "duration_minutes": pattern.duration_minutes,
        "buffer_minutes": pattern.buffer_minutes,
        "skip_holidays": pattern.skip_holidays,
        "skip_days": sorted(day.isoformat() for day in pattern.skip_days),
    }


def _find_same(session: Session, venue: Venue, name: str, pattern: Pattern) -> Series | None:
    stored = _stored(pattern)
    rows = session.scalars(
        select(Series).where(
            Series.venue_id == venue.id,
            Series.name == name,
            Series.from_day == pattern.from_day,
            Series.until_day == pattern.until_day,
        )
    )
    for series in rows:
        if all(getattr(series, column) == value for column, value in stored.items()):
            return series
    return None
