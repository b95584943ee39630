"""The policies of the office as they apply on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.models import Setting
from app.rules.policies import NAMES, Policies, from_stored

# Built once: every page asks it, and every reckoning.
_UNTIL = (
    select(Setting.name, Setting.value)
    .where(Setting.valid_from <= bindparam("day"))
    .order_by(Setting.valid_from)
)
_EVER = (
    select(Setting.name, Setting.value, Setting.valid_from)
    .where(Setting.name.in_(NAMES))
    .order_by(Setting.valid_from)
)


def get_policies(session: Session, day: date) -> Policies:
    """Return all policies as they apply on ``day``; one query."""
    rows = session.execute(_UNTIL, {"day": day})
    return from_stored({name: value for name, value in rows if name in NAMES})


def get_policies_by_day(session: Session, days: Collection[date]) -> dict[date, Policies]:
    """Return the policies as they apply on each of the days; one query."""
    rows = session.execute(_EVER).all()
    changes = sorted({row.valid_from for row in rows})
    by_change = {
        change: from_stored({row.name: row.value for row in rows if row.valid_from <= change})
        for change in changes
    }
    found = {}
    for day in days:
        past = [change for change in changes if change <= day]
        found[day] = by_change[past[-1]] if past else Policies()
    return found


def list_settings(session: Session) -> list[Setting]:
    """Return every stored value, newest first per name."""
    return list(session.scalars(select(Setting).order_by(Setting.name, Setting.valid_from.desc())))
