"""The only place where time enters."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import current_app

from app.rules.calendar import berlin_day


def now() -> datetime:
    """Return this instant in UTC, in whole seconds; in demos and tests it may stand still."""
    fixed: datetime | None = current_app.config.get("NOW")
    instant = fixed.astimezone(UTC) if fixed is not None else datetime.now(UTC)
    return instant.replace(microsecond=0)


def today() -> date:
    """Return the Berlin calendar day of this instant."""
    return berlin_day(now())
