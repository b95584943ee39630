"""The policies of the office as they apply on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Setting
from app.rules.policies import NAMES, Policies, from_stored


def get_policies(session: Session, day: date) -> Policies:
    """Return all policies as they apply on ``day``; one query."""
    rows = session.execute(
        select(Setting.name, Setting.value)
        .where(Setting.valid_from <= day, Setting.name.in_(NAMES))
        .order_by(Setting.valid_from)
    )
    return from_stored({row.name: row.value for row in rows})


def list_settings(session: Session) -> list[Setting]:
    """Return every stored value, newest first per name."""
    return list(session.scalars(select(Setting).order_by(Setting.name, Setting.valid_from.desc())))
