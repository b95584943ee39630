"""Until when registrars are promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.staffing import changing_staffing, lock_staffing
from app.models import Coverage, Slot
from app.queries.duties import get_coverages
from app.rules.calendar import berlin_day
from app.rules.coverage import Coverages, WeekdayClass, is_covered
from app.rules.permissions import Actor
from app.rules.slots import SlotState


@dataclass(frozen=True)
class Moved:
    """Released times to come that would be promised, and that would be no longer."""

    opened: int
    closed: int


def count_moved(session: Session, wanted: Coverages, *, now: datetime) -> Moved:
    """Return how many released times other promises would open and close."""
    before = get_coverages(session)
    rows = session.execute(
        select(Slot.day, Slot.minute).where(
            Slot.state == SlotState.RELEASED, Slot.begins_at > now, Slot.day >= berlin_day(now)
        )
    )
    flips = [
        is_covered(row.day, row.minute, wanted) - is_covered(row.day, row.minute, before)
        for row in rows
    ]
    return Moved(opened=flips.count(1), closed=flips.count(-1))


def set_coverages(
    session: Session,
    wanted: Mapping[WeekdayClass, date | None],
    *,
    actor: Actor,
    now: datetime,
) -> Moved:
    """Promise registrars for each class of weekdays until a day, or not at all.

    What is reserved stays: couples relied on it. Saying the same twice changes nothing.
    """
    lock_staffing(session)
    promised = {kind: last_on for kind, last_on in wanted.items() if last_on is not None}
    before = dict(get_coverages(session))
    if promised == before:
        return Moved(0, 0)
    moved = count_moved(session, promised, now=now)
    with changing_staffing(session, berlin_day(now), now=now):
        for kind in WeekdayClass:
            _store(session, kind, promised.get(kind), actor=actor, now=now)
    record(
        session,
        "coverage.changed",
        "coverage",
        0,
        actor=actor,
        now=now,
        before=_plain(before),
        after=_plain(promised),
    )
    return moved


def _store(
    session: Session, kind: WeekdayClass, last_on: date | None, *, actor: Actor, now: datetime
) -> None:
    row = session.get(Coverage, kind)
    if last_on is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = Coverage(weekday_class=kind)
        session.add(row)
    if row.last_on != last_on:
        row.last_on, row.set_at, row.set_by_id = last_on, now, actor.account_id


def _plain(coverages: Coverages) -> dict[str, str]:
    return {kind.value: last_on.isoformat() for kind, last_on in coverages.items()}
