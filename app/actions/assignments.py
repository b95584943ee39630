"""Who performs which ceremony: assign, pin, swap, free, take over a suggestion, undo.

An assignment without a pin binds nobody but people: the roster asks whether the day can be
performed at all, so only a pin can make it impossible and is checked against the whole day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.actions.assignment_checks import (
    NOBODY,
    Post,
    check_fit,
    check_pin,
    is_same,
    post_of,
)
from app.actions.days import lock_days, reckon
from app.actions.journal import record
from app.actions.locks import lock_reservation
from app.models import Assignment, Entry, Registrar, Reservation
from app.queries import NotFound
from app.queries.duties import get_registrar
from app.queries.reservations import get_reservation
from app.queries.rosters import (
    Case,
    RosterDay,
    find_assignment,
    find_change,
    find_last_change,
    get_roster_day,
)
from app.rules.permissions import Actor
from app.rules.refusals import (
    AssignedMeanwhile,
    NothingToSwap,
    SuggestionOutdated,
    UndoTooLate,
    WrongState,
)
from app.rules.reservations import LIVE
from app.rules.suggestions import suggest

#: So long a change can be undone by its link.
UNDO_LASTS = timedelta(seconds=60)

#: What nobody chose: the suggestion for a day, and the one that solves a disturbed day.
SUGGESTED = ("suggested", "rescued")


def assign(
    session: Session,
    reservation_id: int,
    registrar_id: int | None,
    *,
    seen: int | None,
    pinned: bool = False,
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> Entry | None:
    """Give a ceremony to a registrar, or to nobody; return the line of the journal.

    A second click finds it done and returns None.

    Args:
        seen: who performed it when the page was shown.
        pinned: the roster may ask nobody else.
        reason: why, if it does not suit them; only for those who may overrule the roster.

    Raises:
        NotFound: no such reservation, or no such registrar in service on the day.
        WrongState: the reservation has ended.
        AssignedMeanwhile: a colleague was quicker.
        DoesNotFit: it does not suit them.
        PinNotPossible: the day cannot be performed with this pin.
    """
    reservation = _lock_live(session, reservation_id)
    current = find_assignment(session, reservation.id)
    wanted = Post(registrar_id, pinned and registrar_id is not None)
    if is_same(post_of(current), wanted):
        return None
    _check_seen(current, seen)
    roster = get_roster_day(session, reservation.slot.day, now=now)
    registrar = _in_service(session, registrar_id, roster.day) if registrar_id else None
    case = roster.case_of(str(reservation.slot_id))
    changes = {case.job.key: wanted}
    if registrar is not None and registrar_id != post_of(current).registrar_id:
        check_fit(roster, case, registrar, changes, actor=actor, reason=reason)
    if wanted.pinned and registrar is not None:
        check_pin(roster, case, registrar, changes)
    return change_posts(session, roster, changes, "assigned", actor=actor, now=now, reason=reason)


def swap(
    session: Session,
    reservation_id: int,
    other_id: int,
    *,
    seen: tuple[int | None, int | None],
    actor: Actor,
    now: datetime,
) -> Entry | None:
    """Let the registrars of two ceremonies of a day change places.

    Raises:
        NotFound, WrongState, AssignedMeanwhile, DoesNotFit, PinNotPossible: as when assigning.
        NothingToSwap: they are not on one day, or one of them has nobody.
    """
    one = _lock_live(session, reservation_id)
    # Before its day is locked: two who swap across the same two days would wait for each other.
    if one.id == other_id or get_reservation(session, other_id).slot.day != one.slot.day:
        raise NothingToSwap
    other = _lock_live(session, other_id)
    first, second = find_assignment(session, one.id), find_assignment(session, other.id)
    if first is None or second is None:
        raise NothingToSwap
    if (second.registrar_id, first.registrar_id) == seen:
        return None
    _check_seen(first, seen[0])
    _check_seen(second, seen[1])
    roster = get_roster_day(session, one.slot.day, now=now)
    pairs = [(str(one.slot_id), first, second), (str(other.slot_id), second, first)]
    changes = {key: Post(new.registrar_id, old.pinned) for key, old, new in pairs}
    for key, old, new in pairs:
        case, registrar = roster.case_of(key), new.registrar
        check_fit(roster, case, registrar, changes, actor=actor, reason="")
        if old.pinned:
            check_pin(roster, case, registrar, changes)
    return change_posts(session, roster, changes, "swapped", actor=actor, now=now)


def apply_suggestion(
    session: Session,
    day: date,
    shown: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> Entry | None:
    """Take over the suggestion for a day as it was shown; a second click finds it done.

    Args:
        shown: by key of the ceremony who was to perform it.

    Raises:
        SuggestionOutdated: today's suggestion would be another one.
    """
    lock_days(session, [day])
    session.expire_all()
    roster = get_roster_day(session, day, now=now)
    done = {case.job.key: post_of(case.assignment).registrar_id for case in roster.cases}
    if shown and all(done.get(key) == registrar_id for key, registrar_id in shown.items()):
        return None
    jobs = [case.job for case in roster.cases if case.reservation.state in LIVE]
    fresh = suggest(roster.duties, jobs, roster.staffing.ways, others=roster.holds)
    wanted = {change.key: int(change.after) for change in fresh.changes}
    if not shown or wanted != dict(shown):
        raise SuggestionOutdated
    changes = {key: Post(registrar_id) for key, registrar_id in wanted.items()}
    return change_posts(session, roster, changes, "suggested", actor=actor, now=now)


def undo(session: Session, entry_id: int, *, actor: Actor, now: datetime) -> date:
    """Take back one change of a roster within a minute; return its day. A second click is harmless.

    Raises:
        NotFound: there was no such change.
        UndoTooLate: the minute is over.
        AssignedMeanwhile: it has been changed again since.
    """
    entry = find_change(session, entry_id)
    if entry is None:
        raise NotFound
    day = date.fromordinal(entry.subject_id)
    lock_days(session, [day])
    session.expire_all()
    roster = get_roster_day(session, day, now=now)
    before, after = (
        {k: Post.from_facts(f[w]) for k, f in entry.facts["changes"].items()}
        for w in ("before", "after")
    )
    current = {case.job.key: post_of(case.assignment) for case in roster.cases}
    if all(is_same(current.get(key, NOBODY), post) for key, post in before.items()):
        return day
    if now > entry.at + UNDO_LASTS:
        raise UndoTooLate
    for key, post in after.items():
        if not is_same(current.get(key, NOBODY), post):
            raise AssignedMeanwhile(_name(session, current.get(key, NOBODY).registrar_id))
    change_posts(session, roster, before, "undone", actor=actor, now=now)
    return day


def change_posts(
    session: Session,
    roster: RosterDay,
    changes: Mapping[str, Post],
    what: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Entry:
    """Store who performs what, note it for the day and for each reservation, and reckon the day."""
    noted: dict[str, Any] = {}
    for key, post in changes.items():
        case = roster.case_of(key)
        noted[key] = {
            "before": post_of(case.assignment).to_facts(),
            "after": post.to_facts(),
        }
        assignment = _store(session, case, post, now=now)
        if assignment is not None:
            assignment.assigned_by_id = None if what in SUGGESTED else actor.account_id
            assignment.reason = reason.strip() or None
        record(
            session,
            "reservation.assigned" if post.registrar_id else "reservation.unassigned",
            "reservation",
            case.reservation.id,
            actor=actor,
            now=now,
            registrar=post.registrar_id,
            pinned=post.pinned,
        )
    day = roster.day.toordinal()
    record(session, "roster.changed", "day", day, actor=actor, now=now, what=what, changes=noted)
    reckon(session, [roster.day], now=now)
    entry = find_last_change(session, roster.day)
    if entry is None:
        raise NotFound
    return entry


def _store(session: Session, case: Case, post: Post, *, now: datetime) -> Assignment | None:
    assignment = case.assignment
    if post.registrar_id is None:
        if assignment is not None:
            session.delete(assignment)
        return None
    if assignment is None:
        assignment = Assignment(reservation_id=case.reservation.id)
        session.add(assignment)
    assignment.registrar_id = post.registrar_id
    assignment.pinned = post.pinned
    assignment.assigned_at = now
    return assignment


def _lock_live(session: Session, reservation_id: int) -> Reservation:
    reservation = lock_reservation(session, reservation_id)
    if reservation.state not in LIVE:
        raise WrongState(reservation.state.value, "assign")
    return reservation


def _check_seen(current: Assignment | None, seen: int | None) -> None:
    if post_of(current).registrar_id != seen:
        raise AssignedMeanwhile(current.registrar.name if current is not None else "")


def _in_service(session: Session, registrar_id: int, day: date) -> Registrar:
    registrar = get_registrar(session, registrar_id)
    if registrar.valid_until is not None and registrar.valid_until < day:
        raise NotFound
    return registrar


def _name(session: Session, registrar_id: int | None) -> str:
    return get_registrar(session, registrar_id).name if registrar_id is not None else ""
