"""Changing the office's policies from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.days import lock_days, reckon_or_leave
from app.actions.journal import record
from app.models import Setting, Slot
from app.queries.days import list_days_with_slots
from app.queries.office import (
    Touched,
    changed_names,
    count_free_between,
    count_touched,
    list_changes_after,
    list_unopened,
)
from app.queries.settings import get_policies, get_policies_by_day
from app.rules.calendar import berlin_day, instant_at, next_working_day
from app.rules.permissions import Actor
from app.rules.policies import NAMES, Policies, check_possible, to_stored
from app.rules.refusals import ImpossiblePolicy
from app.rules.reservations import first_reservable_day
from app.rules.slots import opening_of

#: Settings that decide from when couples may reserve.
OPENING = frozenset({"horizon_months", "opening_time", "closing_days"})


@dataclass(frozen=True)
class Change:
    """A change that can be made: checked against today and all that is stored for later."""

    names: tuple[str, ...]
    valid_from: date
    before: Policies
    after: Policies
    #: The changed values, and those of later days that stay as they are stored.
    changes: Mapping[str, Any]


def plan_change(
    session: Session, changes: Mapping[str, Any], *, valid_from: date, now: datetime
) -> Change:
    """Return what would change if these values applied from a day on.

    Raises:
        ImpossiblePolicy: the settings cannot all be true at once, then or on a later day, or they
            would apply to days that are over.
        ValueError: a name is none of a setting.
    """
    unknown = set(changes) - NAMES
    if unknown:
        raise ValueError(f"no such settings: {', '.join(sorted(unknown))}")
    if valid_from < berlin_day(now):
        raise ImpossiblePolicy(name="valid_from", because="in_the_past")
    before = get_policies(session, valid_from)
    after = replace(before, **changes)
    check_possible(after)
    names = tuple(changed_names(before, after))
    kept = {name: getattr(after, name) for name in names}
    for day in list_changes_after(session, valid_from):
        check_possible(_policies_of(session, day, valid_from, kept))
    return Change(names, valid_from, before, after, kept)


def change_policies(
    session: Session,
    changes: Mapping[str, Any],
    *,
    valid_from: date,
    actor: Actor,
    now: datetime,
) -> Change:
    """Let other values apply from a day on; days and openings follow at once.

    What is stored for later days stays. Saying the same twice changes nothing.

    Raises:
        ImpossiblePolicy: as when planning.
    """
    days, unopened = _lock_all_touched(session, changes, valid_from, now=now)
    change = plan_change(session, changes, valid_from=valid_from, now=now)
    if not change.names:
        return change
    stored = to_stored(change.after)
    for name in change.names:
        _store(session, name, stored[name], change.valid_from, actor=actor, now=now)
    for slot in unopened:
        slot.opens_at = _opening(slot, change, now=now)
    record(
        session,
        "settings.changed",
        "setting",
        0,
        actor=actor,
        now=now,
        valid_from=valid_from.isoformat(),
        before={name: to_stored(change.before)[name] for name in change.names},
        after={name: stored[name] for name in change.names},
    )
    reckon_or_leave(session, days, now=now)
    return change


def _lock_all_touched(
    session: Session, changes: Mapping[str, Any], valid_from: date, *, now: datetime
) -> tuple[set[date], list[Slot]]:
    """Lock every day that has times, those included that came while we waited for the lock."""
    locked: set[date] = set()
    while True:
        unopened = list_unopened(session, now=now) if OPENING & set(changes) else []
        days = {*list_days_with_slots(session, valid_from), *(slot.day for slot in unopened)}
        # The first day is locked even if nothing is on it: two changes of it wait for each other.
        wanted = {valid_from, *days}
        if wanted <= locked:
            return days, unopened
        lock_days(session, wanted)
        session.expire_all()
        locked |= wanted


def preview_change(session: Session, change: Change, *, now: datetime) -> Touched:
    """Return what a planned change would touch, without touching it."""
    moves = bool(OPENING & set(change.names))
    policies = _policies_after(session, change)
    touched = count_touched(
        session,
        policies,
        lambda slot: moves and _opening(slot, change, now=now) != slot.opens_at,
        valid_from=change.valid_from,
        now=now,
    )
    was, becomes = (
        first_reservable_day(change.valid_from, policies)
        for policies in (change.before, change.after)
    )
    return replace(
        touched,
        too_late=count_free_between(session, was, becomes),
        in_time=count_free_between(session, becomes, was),
    )


def _policies_after(session: Session, change: Change) -> Any:
    later = list_changes_after(session, change.valid_from)
    by_change = {
        day: _policies_of(session, day, change.valid_from, change.changes) for day in later
    }

    def of_day(day: date) -> Policies:
        past = [start for start in later if start <= day]
        return by_change[past[-1]] if past else change.after

    return of_day


def _policies_of(
    session: Session, day: date, valid_from: date, changes: Mapping[str, Any]
) -> Policies:
    """Return the policies of a later day: what is stored for it wins over the change."""
    stored = set(
        session.scalars(
            select(Setting.name).where(Setting.valid_from > valid_from, Setting.valid_from <= day)
        )
    )
    policies = get_policies_by_day(session, [day])[day]
    return replace(
        policies, **{name: value for name, value in changes.items() if name not in stored}
    )


def _opening(slot: Slot, change: Change, *, now: datetime) -> datetime | None:
    """Return when a time that waits for its opening would open.

    An opening that the office announced by hand stays, and so does one that comes before the
    change applies. None comes before the change does.
    """
    if slot.opens_at != opening_of(slot.day, change.before, now):
        return slot.opens_at
    if berlin_day(slot.opens_at) < change.valid_from:
        return slot.opens_at
    opens_at = opening_of(slot.day, change.after, now)
    if change.valid_from > berlin_day(now):
        first = next_working_day(change.valid_from, change.after.closed_days)
        opens_at = max(opens_at, instant_at(first, change.after.opening_time))
    return opens_at


def _store(
    session: Session, name: str, value: Any, valid_from: date, *, actor: Actor, now: datetime
) -> None:
    setting = session.scalar(
        select(Setting).where(Setting.name == name, Setting.valid_from == valid_from)
    )
    if setting is None:
        setting = Setting(name=name, valid_from=valid_from)
        session.add(setting)
    setting.value = value
    setting.set_at = now
    setting.set_by_id = actor.account_id
