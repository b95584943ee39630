"""Solving a disturbed day by the suggestion of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.actions.assignment_checks import Post, post_of
from app.actions.assignments import change_posts
from app.actions.days import lock_days
from app.models import Entry
from app.queries.disruptions import get_disruption
from app.rules.permissions import Actor
from app.rules.refusals import SuggestionOutdated


def solve_day(
    session: Session,
    day: date,
    shown: Mapping[str, int],
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> Entry | None:
    """Give ceremonies to others as it was shown; a second click finds it done and returns None.

    Args:
        shown: by key of the ceremony who was to perform it.
        version: the version of the day when it was shown.

    Raises:
        SuggestionOutdated: the day has changed since, or the suggestion would be another one.
    """
    lock_days(session, [day])
    session.expire_all()
    found = get_disruption(session, day, now=now)
    posts = {case.job.key: post_of(case.assignment) for case in found.roster.cases}
    if shown and all(
        key in posts and posts[key].registrar_id == registrar_id
        for key, registrar_id in shown.items()
    ):
        return None
    wanted = {change.key: int(change.after) for change in found.rescue.changes}
    if version != found.version or not shown or wanted != dict(shown):
        raise SuggestionOutdated
    changes = {key: Post(registrar_id) for key, registrar_id in wanted.items()}
    return change_posts(session, found.roster, changes, "rescued", actor=actor, now=now)
