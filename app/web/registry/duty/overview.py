"""Who is on duty when: a week as people by days, a month as days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import db
from app.queries.days import list_disturbed_days
from app.queries.places import list_cut_off
from app.queries.shifts import PersonDay, list_person_days
from app.rules.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    add_months,
    holiday,
    month_days,
)
from app.rules.permissions import Permission
from app.web.access import requires
from app.web.registry import bp

WEEK = timedelta(days=7)


@bp.get("/dienste", defaults={"day": None})
@bp.get("/dienste/woche/<day:day>")
@requires(Permission.PLAN_DUTIES)
def duties(day: date | None) -> ResponseReturnValue:
    session = db.session()
    wanted = day or clock.today()
    monday = wanted - timedelta(days=wanted.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    rows = list_person_days(session, days)
    bases = {shift.base_id for row in rows.values() for one in row for shift in one.shifts}
    return render_template(
        "registry/duties.html",
        days=days,
        rows=rows,
        cut_off=list_cut_off(session, bases, clock.today()),
        holidays=_holidays(days),
        disturbed=_disturbed(days),
        earlier=_within(monday - WEEK),
        later=_within(monday + WEEK),
        today=clock.today(),
    )


@bp.get("/dienste/monat/<month:month>")
@requires(Permission.PLAN_DUTIES)
def duties_month(month: date) -> ResponseReturnValue:
    days = month_days(month.year, month.month)
    by_person = list_person_days(db.session(), days)
    by_day: dict[date, list[PersonDay]] = {day: [] for day in days}
    for found in by_person.values():
        for one in found:
            if not one.is_empty:
                by_day[one.day].append(one)
    return render_template(
        "registry/duties_month.html",
        month=month,
        by_day=by_day,
        holidays=_holidays(days),
        disturbed=_disturbed(days),
        earlier=_within(add_months(month, -1)) if month > date(FIRST_YEAR, 1, 1) else None,
        later=_within(add_months(month, 1)),
        today=clock.today(),
    )


def _within(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _holidays(days: Sequence[date]) -> dict[date, str]:
    return {day: name for day in days if (name := holiday(day))}


def _disturbed(days: Sequence[date]) -> set[date]:
    return set(list_disturbed_days(db.session(), days[0])) & set(days)
