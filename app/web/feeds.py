"""Calendars to subscribe to (iCalendar, RFC 5545). They name no couple."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event, Timezone

from app import clock
from app.extensions import db
from app.queries.feeds import Revision, get_feed, get_revisions, list_own_days
from app.queries.rosters import Case, RosterDay
from app.rules.assignments import Lane
from app.rules.calendar import BERLIN
from app.rules.reservations import ReservationState
from app.web.access import open_to_all
from app.web.calendar_files import calendar_answer, new_calendar, uid
from app.web.filters import clock as clock_time

bp = Blueprint("feeds", __name__, url_prefix="/feeds")

#: The clock of Germany as every program knows it: two rules since 1996 (RFC 5545, 3.6.5).
TIME_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""

#: What is over stays in the calendar for so long.
KEPT = timedelta(days=31)
#: States in which a ceremony may still come to nothing without anybody's fault.
UNSURE = {ReservationState.REQUESTED, ReservationState.RESERVED}


@bp.get("/einsatz/<secret>.ics")
@open_to_all
def registrar(secret: str) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    feed = get_feed(session, secret)
    days = list_own_days(session, feed.registrar_id, clock.today() - KEPT, now=now)
    key = str(feed.registrar_id)
    own = [(day, case) for day in days for case in day.cases if case.job.registrar == key]
    revisions = get_revisions(session, [case.reservation.id for _day, case in own])
    with force_locale("de"):
        calendar = _calendar(_("Trauungen"))
        for day, case in own:
            calendar.add_component(_event(day, case, key, revisions))
    answer = calendar_answer(calendar)
    answer.add_etag()
    return answer.make_conditional(request)


def _calendar(name: str) -> Calendar:
    calendar = new_calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(TIME_ZONE))
    return calendar


def _event(day: RosterDay, case: Case, key: str, revisions: dict[int, Revision]) -> Event:
    reservation, task = case.reservation, case.job.task
    venue = reservation.slot.venue
    revision = revisions.get(reservation.id)
    stamp = revision.last_at if revision else reservation.created_at
    event = Event()
    event.add("uid", uid("trauung", reservation.id, key))
    event.add("sequence", revision.number if revision else 0)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", task.begins.astimezone(BERLIN))
    event.add("dtend", task.ends.astimezone(BERLIN))
    event.add("summary", _summary(case))
    event.add("location", ", ".join(filter(None, [venue.name, venue.address])))
    event.add("description", "\n".join(_description(day, case, key)))
    unsure = reservation.state in UNSURE or case.is_provisional
    event.add("status", "TENTATIVE" if unsure else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _summary(case: Case) -> str:
    venue = case.reservation.slot.venue.short_name
    if case.is_provisional:
        return _("Trauung %(venue)s (vorläufig)", venue=venue)
    return _("Trauung %(venue)s", venue=venue)


def _description(day: RosterDay, case: Case, key: str) -> Iterator[str]:
    slot = case.reservation.slot
    yield _(
        "Trauung von %(begins)s bis %(ends)s",
        begins=clock_time(slot.begins_at),
        ends=clock_time(slot.ends_at),
    )
    lane: Lane = next(lane for lane in day.lanes if lane.registrar == key)
    for gap in lane.gaps:
        if gap.after == case.job.key and gap.way:
            leave_at = clock_time(gap.ends - timedelta(minutes=gap.way))
            yield _("Los um %(time)s, %(num)d Min. Weg", time=leave_at, num=gap.way)
    yield case.reservation.reference
