"""A city small enough to know every date of it by heart."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon
from app.models import Setting, Slot, StepFree
from tests.factories import NOW, make_slot, make_venue

FAIR_DAY, NEXT_DAY, JULY_DAY = date(2027, 6, 12), date(2027, 6, 18), date(2027, 7, 3)


def build(session: Session) -> None:
    """Five times in June, one in July, at two venues; one day is special."""
    special = [{"day": FAIR_DAY.isoformat(), "label": {"de": "Stadtfest", "en": "City fair"}}]
    session.add(
        Setting(name="special_dates", value=special, valid_from=date(2026, 1, 1), set_at=NOW)
    )
    castle = make_venue(
        session, slug="wasserburg", name="Wasserburg", short_name="Wasserburg", seats=24,
        step_free=StepFree.NO,
    )  # fmt: skip
    hall = make_venue(session, slug="rathaus", name="Rathaus", short_name="Rathaus", seats=40)
    times = (
        (castle, FAIR_DAY, time(10, 30)),
        (castle, FAIR_DAY, time(12)),
        (hall, FAIR_DAY, time(9)),
        (hall, NEXT_DAY, time(14)),
        (hall, date(2027, 6, 25), time(14)),
        (hall, JULY_DAY, time(11)),
    )
    slots: list[Slot] = [make_slot(session, venue, day=day, at=at) for venue, day, at in times]
    days = sorted({slot.day for slot in slots})
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()
