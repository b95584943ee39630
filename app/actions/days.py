"""The day ledger: one lock, one reckoning, one version per Berlin day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import Day, Slot
from app.queries.days import get_day_facts, get_fee_lines, list_pending_days
from app.rules.calendar import berlin_day, berlin_time
from app.rules.days import Finding, reckon_day
from app.rules.fees import total_cents
from app.rules.slots import Obstacle

#: Days that are reckoned together; bounds the memory of a bulk change.
BATCH = 60

#: Days that one statement marks as still to be reckoned.
MARKED = 500

#: Days that the worker reckons in one transaction, so that nobody waits for it long.
PENDING = 10

_DAYS: BindParameter[Any] = bindparam("days", expanding=True)
# Built once: every action asks them.
_KNOWN = select(Day.day).where(Day.day.in_(_DAYS))
_LOCK = _KNOWN.order_by(Day.day).with_for_update()
_SLOTS = select(Slot).where(Slot.day.in_(_DAYS))


def lock_days(session: Session, days: Iterable[date]) -> None:
    """Lock these days until the transaction ends, so that nobody else changes what is on them.

    Ascending, so that two movers cannot wait for each other. On SQLite the write lock of the
    transaction already does it; the rows are made all the same.
    """
    wanted = sorted(set(days))
    if not wanted:
        return
    known = set(session.scalars(_KNOWN, {"days": wanted}))
    missing = [{"day": day, "version": 0} for day in wanted if day not in known]
    if missing:
        session.execute(_insert_new(session), missing)
    session.execute(_LOCK, {"days": wanted})


def reckon(session: Session, days: Iterable[date], *, now: datetime) -> None:
    """Store what each day says about its slots, and raise the version of each day.

    With ``mark_pending`` the only writer of ``holdable``, ``obstacle``, ``blocked_until`` and
    ``fee_cents``, and of ``pending`` and ``disturbed`` on the day. The caller holds the lock of the
    days.
    """
    session.flush()
    wanted = sorted(set(days))
    if not wanted:
        return
    fees = get_fee_lines(session)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        facts = get_day_facts(session, batch)
        findings: dict[int, Finding] = {}
        disturbed: set[date] = set()
        for day in batch:
            reckoning = reckon_day(facts[day], now=now)
            findings.update(reckoning.findings)
            if reckoning.disturbed:
                disturbed.add(day)
        for slot in session.scalars(_SLOTS, {"days": batch}):
            _store(slot, findings.get(slot.id))
            cents = total_cents(fees.get(slot.venue_id, ()), slot.day, berlin_time(slot.begins_at))
            if slot.fee_cents != cents:
                slot.fee_cents = cents
        session.execute(
            update(Day)
            .where(Day.day.in_(batch))
            .values(version=Day.version + 1, pending=False, disturbed=Day.day.in_(disturbed)),
            execution_options={"synchronize_session": False},
        )
        session.flush()


def reckon_or_leave(session: Session, days: Iterable[date], *, now: datetime) -> None:
    """Reckon a few days now; leave many to the worker. The caller holds the lock of the days."""
    wanted = set(days)
    if len(wanted) <= BATCH:
        reckon(session, wanted, now=now)
    else:
        mark_pending(session, wanted)


def mark_pending(session: Session, days: Iterable[date]) -> None:
    """Leave days to the worker: until it has reckoned them nothing on them is free.

    For changes that touch a season. The caller holds the lock of the days.
    """
    session.flush()
    wanted = sorted(set(days))
    for start in range(0, len(wanted), MARKED):
        batch = wanted[start : start + MARKED]
        session.execute(
            update(Day).where(Day.day.in_(batch)).values(version=Day.version + 1, pending=True),
            execution_options={"synchronize_session": False},
        )
        session.execute(
            update(Slot)
            .where(Slot.day.in_(batch), Slot.holdable)
            .values(holdable=False, obstacle=Obstacle.RECKONING, blocked_until=None),
            execution_options={"synchronize_session": False},
        )
    session.expire_all()


def reckon_pending(session: Session, *, now: datetime, most: int = PENDING) -> int:
    """Reckon the next days that are left to do; returns how many. Any number of workers may."""
    today = berlin_day(now)
    # What is over is shown to nobody as free.
    session.execute(
        update(Day).where(Day.pending, Day.day < today).values(pending=False),
        execution_options={"synchronize_session": False},
    )
    days = list_pending_days(session, today, most)
    lock_days(session, days)
    session.expire_all()
    # Another worker may have done them while we waited.
    left = set(list_pending_days(session, today)) & set(days)
    reckon(session, left, now=now)
    return len(days)


def _store(slot: Slot, finding: Finding | None) -> None:
    # Assign only what differs: an unchanged slot costs no UPDATE.
    holdable = finding is not None and finding.holdable
    obstacle = finding.obstacle if finding else None
    blocked_until = finding.blocked_until if finding else None
    if slot.holdable != holdable:
        slot.holdable = holdable
    if slot.obstacle != obstacle:
        slot.obstacle = obstacle
    if slot.blocked_until != blocked_until:
        slot.blocked_until = blocked_until


def _insert_new(session: Session) -> postgresql.Insert | sqlite.Insert:
    # Two transactions may meet here; the second waits for the first and then finds the row.
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Day).on_conflict_do_nothing()
    return sqlite.insert(Day).on_conflict_do_nothing()
