"""When dates open: the instant, and a reminder of it for a couple's own calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from icalendar import Alarm, Event

from app.extensions import db
from app.models import Slot
from app.queries import NotFound
from app.queries.free import DayCount, count_days, list_day
from app.rules.calendar import last_of_month, month_days
from app.rules.conflicts import why_day_is_closed
from app.rules.search import Wish
from app.web.access import open_to_all
from app.web.calendar_files import calendar_answer, new_calendar, uid
from app.web.couples import bp
from app.web.couples.looking import Looking, look
from app.web.filters import long_date, month_name

#: How long before the opening a calendar rings, and how long it marks the opening as busy.
RINGS_BEFORE, LASTS = timedelta(minutes=15), timedelta(minutes=15)


@dataclass(frozen=True)
class Opening:
    """When the first dates of a month open."""

    at: datetime
    #: Nothing is published yet: the days open by the office's rule, each on its own.
    by_rule: bool = False


def opening_of_month(
    month: date, counts: Mapping[date, DayCount], looking: Looking
) -> Opening | None:
    """Return when a month opens; None if something is free or was, whatever was asked for."""
    days = month_days(month.year, month.month)
    there = [counts[day] for day in days if day in counts]
    if any(count.free for count in there):
        return None
    if known := [count.opens_at for count in there if count.opens_at]:
        return Opening(min(known))
    if any(count.taken for count in there):
        return None
    first = next((day for day in days if not why_day_is_closed(day, looking.policies)), None)
    by_rule = looking.opens_by_rule(first) if first else None
    return Opening(by_rule, by_rule=True) if by_rule else None


def day_opens_at(day: date, slots: Sequence[Slot], looking: Looking) -> datetime | None:
    """Return when a day opens: its first times, or by the office's rule if it has none yet."""
    if opens_at := first_opening(slots, looking.now):
        return opens_at
    return None if slots else looking.opens_by_rule(day)


def first_opening(slots: Iterable[Slot], now: datetime) -> datetime | None:
    """Return when the first of the times that could be held opens, if any opens later."""
    opens = (slot.opens_at for slot in slots if slot.holdable and slot.opens_at)
    return min((opens_at for opens_at in opens if opens_at > now), default=None)


@bp.get("/termine/<month:month>/oeffnung.ics")
@open_to_all
def month_opening(month: date) -> ResponseReturnValue:
    looking = look()
    counts = count_days(
        db.session(),
        month,
        last_of_month(month),
        Wish(),
        now=looking.now,
        policies=looking.policies,
    )
    opening = opening_of_month(month, counts, looking)
    return _reminder(
        opening.at if opening else None,
        _("Trautermine im %(month)s öffnen", month=month_name(month)),
        url_for("couples.month", month=month),
        looking,
    )


@bp.get("/termine/<day:day>/oeffnung.ics")
@open_to_all
def day_opening(day: date) -> ResponseReturnValue:
    looking = look()
    return _reminder(
        day_opens_at(day, list_day(db.session(), day), looking),
        _("Trautermine am %(day)s öffnen", day=long_date(day)),
        url_for("couples.day", day=day),
        looking,
    )


def _reminder(opens_at: datetime | None, summary: str, path: str, looking: Looking) -> Response:
    """Answer with an event that rings before the dates open (RFC 5545, 3.6.1 and 3.6.6).

    Raises:
        NotFound: they are open, or nobody knows when they will be.
    """
    if opens_at is None:
        raise NotFound
    # Not the host that was asked for: the calendar keeps the link.
    href = current_app.config["BASE_URL"] + path
    event, alarm = Event(), Alarm()
    event.add("uid", uid("oeffnung", path.rpartition("/")[2]))
    event.add("dtstamp", looking.now)
    event.add("dtstart", opens_at)
    event.add("dtend", opens_at + LASTS)
    event.add("summary", f"{summary} ({looking.policies.city})")
    event.add("description", f"{_('Für alle Paare zur selben Minute.')}\n{href}")
    event.add("url", href)
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -RINGS_BEFORE)
    event.add_component(alarm)
    calendar = new_calendar()
    calendar.add_component(event)
    return calendar_answer(calendar)
