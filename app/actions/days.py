"""The day ledger: one lock, one reckoning, one version per Berlin day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import Day, Slot
from app.queries.days import get_day_facts, get_fee_lines
from app.rules.calendar import berlin_time
from app.rules.days import Finding, reckon_day
from app.rules.fees import total_cents

#: Days that are reckoned together; bounds the memory of a bulk change.
BATCH = 60


def lock_days(session: Session, days: Iterable[date]) -> None:
    """Lock these days until the transaction ends, so that nobody else changes what is on them.

    Ascending, so that two movers cannot wait for each other. On SQLite the write lock of the
    transaction already does it; the rows are made all the same.
    """
    wanted = sorted(set(days))
    known = set(session.scalars(select(Day.day).where(Day.day.in_(wanted))))
    missing = [{"day": day, "version": 0} for day in wanted if day not in known]
    if missing:
        session.execute(_insert_new(session), missing)
    session.execute(select(Day.day).where(Day.day.in_(wanted)).order_by(Day.day).with_for_update())


def reckon(session: Session, days: Iterable[date], *, now: datetime) -> None:
    """Store what each day says about its slots, and raise the version of each day.

    The only writer of ``holdable``, ``obstacle``, ``blocked_until`` and ``fee_cents``. The caller
    holds the lock of the days.
    """
    session.flush()
    wanted = sorted(set(days))
    fees = get_fee_lines(session)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        facts = get_day_facts(session, batch)
        findings: dict[int, Finding] = {}
        for day in batch:
            findings.update(reckon_day(facts[day], now=now))
        for slot in session.scalars(select(Slot).where(Slot.day.in_(batch))):
            _store(slot, findings.get(slot.id))
            cents = total_cents(fees.get(slot.venue_id, ()), slot.day, berlin_time(slot.begins_at))
            if slot.fee_cents != cents:
                slot.fee_cents = cents
        session.execute(
            update(Day).where(Day.day.in_(batch)).values(version=Day.version + 1),
            execution_options={"synchronize_session": False},
        )
        session.flush()


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
