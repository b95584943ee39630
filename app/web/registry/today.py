"""What needs somebody today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.queries.cases import (
    count_by_state,
    count_closed,
    count_unassigned,
    count_undelivered,
    list_waiting,
)
from app.queries.days import list_disturbed_days
from app.queries.outbox import count_overdue_mails
from app.queries.releases import count_submitted, find_next_opening
from app.queries.rosters import get_people, get_roster_days, list_wedding_days
from app.rules.calendar import berlin_day
from app.rules.permissions import Permission
from app.rules.reservations import ReservationState
from app.web.access import requires
from app.web.filters import clock as clock_time
from app.web.filters import near_date
from app.web.registry import bp

#: Next days with ceremonies that the page names.
NEXT_DAYS = 5

#: So many days ahead everybody should know who performs a ceremony.
ASSIGNED_DAYS = 14


@dataclass(frozen=True)
class Task:
    """One line: how urgent, how many, what, since or until when, and the button."""

    tone: str
    urgency: str
    count: int
    what: str
    detail: str
    when: str
    action: str
    href: str


@bp.get("/")
@requires(Permission.SEE_OFFICE)
def today() -> ResponseReturnValue:
    session, now, day = db.session(), clock.now(), clock.today()
    following = list_wedding_days(session, day, NEXT_DAYS)
    days = get_roster_days(session, [day, *following], now=now)
    return render_template(
        "registry/today.html",
        tasks=[task for task in _tasks(session, now) if task.count],
        day=day,
        now=now,
        roster=days[day],
        people=get_people(session, days[day]),
        next_days=[days[one] for one in following],
        opening=find_next_opening(session, now=now),
    )


def _tasks(session: Session, now: datetime) -> list[Task]:
    counts = count_by_state(session)
    return [
        _to_solve(session, now),
        _to_call(session, now),
        _to_deliver(session, now),
        _to_assign(session, now),
        _to_approve(session, counts.get(ReservationState.RESERVED, 0)),
        _to_release(session),
        _to_confirm(session, counts.get(ReservationState.REQUESTED, 0)),
    ]


def _to_solve(session: Session, now: datetime) -> Task:
    days = list_disturbed_days(session, berlin_day(now))
    first = near_date(days[0]) if days else ""
    return Task(
        tone="stop",
        urgency=_("Störung"),
        count=len(days),
        what=ngettext(
            "Trautag ist gestört: Es fehlt jemand",
            "Trautage sind gestört: Es fehlt jemand",
            len(days),
        ),
        detail=_("Erster: %(day)s", day=first),
        when=_("bis %(day)s", day=first),
        action=_("Störung lösen"),
        href=url_for(".disruption", day=days[0]) if days else "",
    )


def _to_call(session: Session, now: datetime) -> Task:
    closed = count_closed(session, now=now)
    first = closed.first_on
    return Task(
        tone="stop",
        urgency=_("Störung"),
        count=closed.number,
        what=ngettext(
            "Trauung fällt in eine Sperrzeit", "Trauungen fallen in eine Sperrzeit", closed.number
        ),
        detail=_("Das Paar ist zu verlegen oder die Sperrzeit aufzuheben"),
        when=_("bis %(day)s", day=near_date(first)) if first else "",
        action=_("Störung lösen"),
        href=url_for(".disruption", day=first) if first else "",
    )


def _to_assign(session: Session, now: datetime) -> Task:
    day = berlin_day(now)
    missing = count_unassigned(session, day, day + timedelta(days=ASSIGNED_DAYS))
    first = missing.first_on
    return Task(
        tone="soon",
        urgency=_("bald"),
        count=missing.number,
        what=ngettext("Trauung ohne Person", "Trauungen ohne Person", missing.number),
        detail=_("In den nächsten %(num)s Tagen", num=ASSIGNED_DAYS),
        when=_("bis %(day)s", day=near_date(first)) if first else "",
        action=_("Personen zuweisen"),
        href=url_for(".roster_day", day=first) if first else "",
    )


def _to_deliver(session: Session, now: datetime) -> Task:
    count, since = count_undelivered(session)
    waiting = count_overdue_mails(session, now=now)
    detail = ""
    if count and waiting:
        detail = ngettext(
            "%(num)d weitere wartet zu lange", "%(num)d weitere warten zu lange", waiting
        )
    return Task(
        tone="stop",
        urgency=_("Störung"),
        count=count or waiting,
        what=ngettext("E-Mail nicht zugestellt", "E-Mails nicht zugestellt", count)
        if count
        else ngettext("E-Mail wartet zu lange", "E-Mails warten zu lange", waiting),
        detail=detail,
        when=_("seit %(day)s", day=near_date(since)) if since else "",
        action=_("Postausgang ansehen"),
        href=url_for(".outbox"),
    )


def _to_approve(session: Session, count: int) -> Task:
    oldest = list_waiting(session, ReservationState.RESERVED, limit=1) if count else []
    since = oldest[0].reserved_at if oldest else None
    return Task(
        tone="soon",
        urgency=_("heute"),
        count=count,
        what=ngettext("Reservierung wartet auf Zusage", "Reservierungen warten auf Zusage", count),
        detail=_("Älteste: %(venue)s", venue=oldest[0].slot.venue.name) if oldest else "",
        when=_("seit %(day)s", day=near_date(since)) if since else "",
        action=ngettext("%(num)d Zusage prüfen", "%(num)d Zusagen prüfen", count),
        href=url_for(".reservations", status="zu-pruefen"),
    )


def _to_release(session: Session) -> Task:
    waiting = count_submitted(session)
    since = waiting.oldest_at
    return Task(
        tone="plan",
        urgency=_("im Plan"),
        count=waiting.groups,
        what=ngettext("Serie zur Freigabe", "Serien zur Freigabe", waiting.groups),
        detail=_("Älteste: %(venue)s", venue=waiting.oldest_venue),
        when=_("seit %(day)s", day=near_date(since)) if since else "",
        action=ngettext("%(num)d Termin prüfen", "%(num)d Termine prüfen", waiting.times),
        href=url_for(".releases"),
    )


def _to_confirm(session: Session, count: int) -> Task:
    first = list_waiting(session, ReservationState.REQUESTED, limit=1) if count else []
    until = first[0].confirm_until if first else None
    when = {"day": near_date(until), "time": clock_time(until)} if until else {}
    return Task(
        tone="plan",
        urgency=_("beim Paar"),
        count=count,
        what=ngettext(
            "E-Mail-Adresse noch nicht bestätigt", "E-Mail-Adressen noch nicht bestätigt", count
        ),
        detail=_("Nächste verfällt: %(venue)s", venue=first[0].slot.venue.name) if first else "",
        when=_("bis %(day)s, %(time)s", **when) if until else "",
        action=ngettext("%(num)d Fall ansehen", "%(num)d Fälle ansehen", count),
        href=url_for(".reservations", status="e-mail-offen"),
    )
