"""Why a search finds nothing, or little, and which single change would help."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, literal_column, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.models import Slot, Venue
from app.queries.free import RELEASED, fits
from app.rules.calendar import berlin_day
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.search import AS_ASKED, Findings, Hindrance, Tally, Wish, loosened, sum_up


def find_findings(
    session: Session, first: date, last: date, wish: Wish, *, now: datetime, policies: Policies
) -> Findings:
    """Return what fits on these days, what each single change would open, what is in the way.

    One query, whatever is asked; the days are summed up by the rule.
    """
    wishes = {AS_ASKED: wish, **loosened(wish)}
    why = _why_not_free(now, policies)
    wanted: list[ColumnElement[Any]] = [func.count().filter(fits(one)) for one in wishes.values()]
    rows = session.execute(
        select(Slot.day, why, *wanted)
        .join(Venue, Slot.venue_id == Venue.id)
        .where(Slot.day.between(first, last), RELEASED)
        .group_by(Slot.day, why)
    )
    tallies = [Tally(row[0], row[1], dict(zip(wishes, row[2:], strict=True))) for row in rows]
    return sum_up(tallies, wishes)


def _why_not_free(now: datetime, policies: Policies) -> ColumnElement[str]:
    """Say of a released slot what the rule ``why_not_free`` says; empty if it is free."""
    first_day = first_reservable_day(berlin_day(now), policies)
    return case(
        (Slot.obstacle.is_not(None), type_coerce(Slot.obstacle, String)),
        (
            or_(Slot.opens_at.is_(None), Slot.opens_at > now),
            literal_column(f"'{Hindrance.NOT_OPEN}'"),
        ),
        (Slot.day < first_day, literal_column(f"'{Hindrance.TOO_LATE}'")),
        (Slot.blocked_until > now, literal_column(f"'{Hindrance.HELD}'")),
        else_=literal_column("''"),
    )
