"""Telling the registrars who performs what: from then on the roster spares what they know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.assignment_checks import post_of
from app.actions.days import lock_days, reckon
from app.actions.journal import record
from app.models import Announcement
from app.queries.rosters import Case, get_roster_day
from app.rules.permissions import Actor
from app.rules.refusals import AnnouncementOutdated

#: Stands for nobody where a form says who performs a ceremony.
NOBODY = 0


def announce_day(
    session: Session,
    day: date,
    shown: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Note that everybody was told what is new on a day; return how many ceremonies that were.

    A second click finds it done and returns 0.

    Args:
        shown: by key of the ceremony who performs it, as far as it was new on the page.

    Raises:
        AnnouncementOutdated: something else is new by now, or nothing.
    """
    lock_days(session, [day])
    session.expire_all()
    roster = get_roster_day(session, day, now=now)
    fresh = {case.job.key: _who(case) for case in roster.news}
    if fresh != dict(shown):
        known = {case.job.key: _who(case) for case in roster.cases}
        if shown and not fresh and all(known.get(key) == who for key, who in shown.items()):
            return 0
        raise AnnouncementOutdated
    for case in roster.news:
        _announce(session, case, actor=actor, now=now)
    record(session, "roster.announced", "day", day.toordinal(), actor=actor, now=now, told=fresh)
    # Whom to ask first when the day has to be arranged anew.
    reckon(session, [day], now=now)
    return len(fresh)


def _announce(session: Session, case: Case, *, actor: Actor, now: datetime) -> None:
    reservation, assignment, announcement = case.reservation, case.assignment, case.announcement
    if assignment is None:
        session.delete(announcement)
    else:
        if announcement is None:
            announcement = Announcement(reservation_id=reservation.id)
            session.add(announcement)
        announcement.slot_id = reservation.slot_id
        announcement.registrar_id = assignment.registrar_id
        announcement.told_at = now
    registrar = assignment.registrar_id if assignment is not None else None
    record(
        session,
        "reservation.announced",
        "reservation",
        reservation.id,
        actor=actor,
        now=now,
        registrar=registrar,
    )


def _who(case: Case) -> int:
    return post_of(case.assignment).registrar_id or NOBODY
