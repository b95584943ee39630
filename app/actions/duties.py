"""Who is on duty when: patterns, days planned by hand, swaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.staffing import changing_staffing, lock_staffing
from app.models import DutyPattern, Place, PlannedDay, PlannedDuty
from app.queries import NotFound
from app.queries.duties import get_registrar, pattern_of
from app.queries.shifts import find_planned_day, get_stretches, list_patterns_of
from app.rules.calendar import berlin_day
from app.rules.duties import Pattern, Stretch
from app.rules.duty_checks import check_beside, check_pattern, check_stretches
from app.rules.permissions import Actor
from app.rules.refusals import DutyNotPossible


def add_pattern(session: Session, wanted: Pattern, *, actor: Actor, now: datetime) -> DutyPattern:
    """Let a registrar be on duty every week, or every second one; a double click adds it once.

    Raises:
        NotFound: no such registrar.
        DutyNotPossible: it cannot be, or overlaps another duty of theirs.
    """
    lock_staffing(session)
    get_registrar(session, wanted.stretch.registrar)
    others = list_patterns_of(session, wanted.stretch.registrar)
    for other in others:
        if pattern_of(other) == wanted:
            return other
    _check(session, wanted, [pattern_of(other) for other in others])
    first, last, weekdays = wanted.valid_from, wanted.valid_until, {wanted.weekday}
    with changing_staffing(session, first, last, now=now, weekdays=weekdays):
        pattern = _made(wanted)
        session.add(pattern)
    _note(session, "duty.pattern_added", pattern, actor=actor, now=now)
    return pattern


def change_pattern(
    session: Session, pattern_id: int, wanted: Pattern, *, actor: Actor, now: datetime
) -> DutyPattern:
    """Let a pattern be another from the first day of the new one on; until then it stays.

    Raises:
        NotFound: there is none.
        DutyNotPossible: it cannot be, or overlaps another duty of theirs.
        CeremoniesInTheWay: somebody would be missing.
    """
    lock_staffing(session)
    pattern = get_pattern(session, pattern_id)
    old = pattern_of(pattern)
    wanted = replace(wanted, stretch=replace(wanted.stretch, registrar=pattern.registrar_id))
    if old == wanted:
        return pattern
    others = [
        other for other in list_patterns_of(session, pattern.registrar_id) if other.id != pattern.id
    ]
    for other in others:
        if pattern_of(other) == wanted:
            return other
    _check(session, wanted, [pattern_of(other) for other in others])
    first = min(old.valid_from, wanted.valid_from)
    with changing_staffing(session, first, now=now, weekdays={old.weekday, wanted.weekday}):
        changed = _replaced(session, pattern, wanted)
    _note(session, "duty.pattern_changed", changed, actor=actor, now=now)
    return changed


def end_pattern(
    session: Session, pattern_id: int, last_on: date, *, actor: Actor, now: datetime
) -> None:
    """Let a pattern apply until a day, included; one that would never apply is removed.

    Raises:
        NotFound: there is none.
        CeremoniesInTheWay: somebody would be missing.
    """
    lock_staffing(session)
    pattern = get_pattern(session, pattern_id)
    if pattern.valid_until is not None and pattern.valid_until <= last_on:
        return
    _note(session, "duty.pattern_ended", pattern, actor=actor, now=now, last_on=last_on.isoformat())
    after = last_on + timedelta(days=1)
    with changing_staffing(session, after, now=now, weekdays={pattern.weekday}):
        if last_on < pattern.valid_from:
            session.delete(pattern)
        else:
            pattern.valid_until = last_on


def plan_day(
    session: Session,
    registrar_id: int,
    day: date,
    stretches: Sequence[Stretch] | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Plan one day of a registrar by hand; None goes back to the patterns, nothing is a day off.

    Raises:
        NotFound: no such registrar.
        DutyNotPossible: the day is over, or cannot be worked like this.
        CeremoniesInTheWay: somebody would be missing.
    """
    lock_staffing(session)
    get_registrar(session, registrar_id)
    if day < berlin_day(now):
        raise DutyNotPossible("day", "in_the_past")
    for number, stretch in enumerate(stretches or ()):
        _check_base(session, stretch.base, f"base_{number}")
    check_stretches(day, stretches or ())
    if _is_planned_so(session, registrar_id, day, stretches):
        return
    with changing_staffing(session, day, day, now=now):
        _write_day(session, registrar_id, day, stretches)
    record(
        session,
        "duty.day_planned" if stretches is not None else "duty.day_reset",
        "registrar",
        registrar_id,
        actor=actor,
        now=now,
        day=day.isoformat(),
        duties=[[one.begins_minute, one.ends_minute, one.base] for one in stretches or ()],
    )


def swap_day(
    session: Session, day: date, one_id: int, other_id: int, *, actor: Actor, now: datetime
) -> None:
    """Let two registrars work each other's duties on a day.

    Raises:
        NotFound: no such registrar.
        DutyNotPossible: the day is over, it is the same person, or there is nothing to swap.
        CeremoniesInTheWay: a ceremony needs the one and not the other.
    """
    lock_staffing(session)
    for registrar_id in (one_id, other_id):
        get_registrar(session, registrar_id)
    if day < berlin_day(now):
        raise DutyNotPossible("day", "in_the_past")
    if one_id == other_id:
        raise DutyNotPossible("other", "same_person")
    stretches = get_stretches(session, day)
    one, other = stretches.get(one_id, []), stretches.get(other_id, [])
    if not one and not other:
        raise DutyNotPossible("day", "nothing_to_swap")
    with changing_staffing(session, day, day, now=now):
        _write_day(session, one_id, day, [replace(found, registrar=one_id) for found in other])
        _write_day(session, other_id, day, [replace(found, registrar=other_id) for found in one])
    facts = {"day": day.isoformat(), "registrars": [one_id, other_id]}
    record(session, "duty.swapped", "registrar", one_id, actor=actor, now=now, **facts)


def get_pattern(session: Session, pattern_id: int) -> DutyPattern:
    """Return one pattern.

    Raises:
        NotFound: there is none.
    """
    pattern = session.get(DutyPattern, pattern_id)
    if pattern is None:
        raise NotFound
    return pattern


def _check(session: Session, wanted: Pattern, others: Sequence[Pattern]) -> None:
    check_pattern(wanted)
    _check_base(session, wanted.stretch.base, "base")
    check_beside(wanted, others)


def _check_base(session: Session, place_id: int, field: str) -> None:
    if session.get(Place, place_id) is None:
        raise DutyNotPossible(field, "no_base")


def _made(wanted: Pattern) -> DutyPattern:
    pattern = DutyPattern(registrar_id=wanted.stretch.registrar)
    _write(pattern, wanted)
    return pattern


def _write(pattern: DutyPattern, wanted: Pattern) -> None:
    pattern.weekday = wanted.weekday
    pattern.begins_minute = wanted.stretch.begins_minute
    pattern.ends_minute = wanted.stretch.ends_minute
    pattern.base_id = wanted.stretch.base
    pattern.valid_from = wanted.valid_from
    pattern.valid_until = wanted.valid_until
    pattern.every_weeks = wanted.every_weeks


def _replaced(session: Session, pattern: DutyPattern, wanted: Pattern) -> DutyPattern:
    """Change the pattern, or end it and begin another if it applied before."""
    if wanted.valid_from <= pattern.valid_from:
        _write(pattern, wanted)
        return pattern
    last_on = wanted.valid_from - timedelta(days=1)
    if pattern.valid_until is None or pattern.valid_until > last_on:
        pattern.valid_until = last_on
    made = _made(wanted)
    session.add(made)
    return made


def _is_planned_so(
    session: Session, registrar_id: int, day: date, stretches: Sequence[Stretch] | None
) -> bool:
    planned = find_planned_day(session, registrar_id, day)
    if planned is None or stretches is None:
        return planned is None and stretches is None
    now = [(one.begins_minute, one.ends_minute, one.base_id) for one in planned.duties]
    return now == sorted((one.begins_minute, one.ends_minute, one.base) for one in stretches)


def _write_day(
    session: Session, registrar_id: int, day: date, stretches: Sequence[Stretch] | None
) -> None:
    planned = find_planned_day(session, registrar_id, day)
    if stretches is None:
        if planned is not None:
            session.delete(planned)
        return
    if planned is None:
        planned = PlannedDay(registrar_id=registrar_id, day=day)
        session.add(planned)
    planned.duties = [
        PlannedDuty(begins_minute=one.begins_minute, ends_minute=one.ends_minute, base_id=one.base)
        for one in stretches
    ]


def _note(
    session: Session, event: str, pattern: DutyPattern, *, actor: Actor, now: datetime, **facts: str
) -> None:
    record(
        session,
        event,
        "registrar",
        pattern.registrar_id,
        actor=actor,
        now=now,
        pattern=pattern.id,
        weekday=pattern.weekday,
        begins=pattern.begins_minute,
        ends=pattern.ends_minute,
        **facts,
    )
