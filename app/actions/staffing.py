"""What every change of duties, absences, ways or promises has in common: lock, check, reckon."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon_or_leave
from app.queries.days import list_days_with_slots
from app.queries.in_the_way import get_left_out, list_cases
from app.rules.calendar import berlin_day
from app.rules.refusals import CeremoniesInTheWay

#: The number of the lock behind which changes of the staffing wait for each other, and new times
#: wait for them.
LOCK = 7_301_004


def lock_staffing(session: Session) -> None:
    """Let changes of the staffing wait for each other until the transaction ends.

    Always taken before days are locked. On SQLite the write lock of the transaction does it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    session.expire_all()


def await_staffing(session: Session) -> None:
    """Let whoever brings times to days wait for changes of the staffing, and these for them.

    Such a change locks the days that have times, so it knows nothing of one that gets its first;
    and what reckons that one knows nothing of duties that are not committed. Those who bring times
    do not wait for each other, and who only holds or releases what is there need not ask at all.
    Always taken before days are locked. On SQLite the write lock of the transaction does it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(LOCK)))
    session.expire_all()


@contextmanager
def changing_staffing(
    session: Session,
    first: date,
    last: date | None = None,
    *,
    now: datetime,
    weekdays: Collection[int] = range(7),
    over_ceremonies: bool = False,
) -> Iterator[None]:
    """Change something about the registrars of all days from the first to the last, included.

    Days that are over are left alone. What is changed within the block is kept only if every
    ceremony that could be performed before still can. Many days are reckoned by the worker.

    Args:
        weekdays: only these, Monday 0.
        over_ceremonies: keep it all the same; the day is then disturbed until it is solved.

    Raises:
        CeremoniesInTheWay: with what would solve each.
    """
    days = _lock_days_with_times(session, max(first, berlin_day(now)), last, weekdays)
    before = {} if over_ceremonies else get_left_out(session, days, now=now)
    yield
    session.flush()
    if not over_ceremonies:
        after = get_left_out(session, days, now=now)
        worse = {
            day: slots for day, slots in after.items() if len(slots) > len(before.get(day, ()))
        }
        if worse:
            raise CeremoniesInTheWay(cases=list_cases(session, worse, now=now))
    reckon_or_leave(session, days, now=now)


def _lock_days_with_times(
    session: Session, first: date, last: date | None, weekdays: Collection[int]
) -> list[date]:
    """Lock every day that has times, those included that came while we waited for the lock."""
    locked: set[date] = set()
    while True:
        found = list_days_with_slots(session, first, last)
        days = [day for day in found if day.weekday() in weekdays]
        if locked >= set(days):
            return days
        lock_days(session, days)
        session.expire_all()
        locked |= set(days)
