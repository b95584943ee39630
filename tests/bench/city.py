"""A dense city to measure with: 14 venues, three times a day, so 1,260 free times a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.models import Setting, Slot
from app.rules.calendar import add_months, days_between, instant_at
from app.rules.slots import SlotState
from tests.factories import NOW, make_venue

FIRST_DAY = date(2027, 4, 1)
STARTS = (9, 11, 14)


def build(session: Session, *, venues: int, months: int) -> Sequence[date]:
    """Fill the database; return the days that have free times."""
    session.add(Setting(name="closed_weekdays", value=[], valid_from=date(2026, 1, 1), set_at=NOW))
    session.add(
        Setting(name="closed_on_holidays", value=False, valid_from=date(2026, 1, 1), set_at=NOW)
    )
    ids = [make_venue(session).id for _ in range(venues)]
    days = list(days_between(FIRST_DAY, add_months(FIRST_DAY, months) - timedelta(days=1)))
    rows = []
    for day in days:
        for hour in STARTS:
            begins_at = instant_at(day, time(hour))
            rows += [
                {
                    "venue_id": venue_id,
                    "day": day,
                    "begins_at": begins_at,
                    "ends_at": begins_at + timedelta(minutes=30),
                    "minute": hour * 60,
                    "buffer_minutes": 15,
                    "state": SlotState.RELEASED,
                    "opens_at": NOW - timedelta(days=30),
                    "created_at": NOW - timedelta(days=60),
                    "holdable": False,
                    "fee_cents": 0,
                }
                for venue_id in ids
            ]
    for start in range(0, len(rows), 5000):
        session.execute(insert(Slot), rows[start : start + 5000])
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()
    return days
