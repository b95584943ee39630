"""Files for calendar programs (iCalendar, RFC 5545)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, current_app
from icalendar import Calendar


def new_calendar() -> Calendar:
    """Return a calendar without events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Traukalender//DE")
    calendar.add("version", "2.0")
    return calendar


def uid(*parts: object) -> str:
    """Return a name for an event that no other calendar uses."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"{'-'.join(map(str, parts))}@{host}"


def calendar_answer(calendar: Calendar) -> Response:
    """Return the calendar as a file; a program may keep it for five minutes, a proxy not at all."""
    answer = Response(calendar.to_ical(), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, max-age=300"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
