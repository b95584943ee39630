"""Whether a registrar may be given a ceremony, as far as the rest of the day is concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.models import Assignment, Registrar
from app.queries.rosters import Case, RosterDay
from app.rules.assignments import Job, lane_of
from app.rules.fits import Fit, fit_of
from app.rules.permissions import Actor, Permission, may
from app.rules.refusals import DoesNotFit, PinNotPossible
from app.rules.roster import Task
from app.rules.suggestions import in_the_way


@dataclass(frozen=True)
class Post:
    """Who performs a ceremony, as the journal keeps it."""

    registrar_id: int | None
    pinned: bool = False

    def to_facts(self) -> dict[str, Any]:
        """Return plain values."""
        return {"registrar": self.registrar_id, "pinned": self.pinned}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Post:
        """Read what ``to_facts`` wrote."""
        return cls(facts["registrar"], facts["pinned"])


NOBODY = Post(None)


def post_of(assignment: Assignment | None) -> Post:
    """Return who performs a ceremony."""
    if assignment is None:
        return NOBODY
    return Post(assignment.registrar_id, assignment.pinned)


def is_same(one: Post, other: Post) -> bool:
    """Answer whether the same registrar performs it, pinned alike."""
    return (one.registrar_id, one.pinned) == (other.registrar_id, other.pinned)


def _with(roster: RosterDay, changes: Mapping[str, Post]) -> list[Job]:
    """Return the ceremonies of the day as they would be."""
    return [
        replace(
            job,
            registrar=None if post.registrar_id is None else str(post.registrar_id),
            pinned=post.pinned,
        )
        if (post := changes.get(job.key)) is not None
        else job
        for job in roster.jobs
    ]


def check_fit(
    roster: RosterDay,
    case: Case,
    registrar: Registrar,
    changes: Mapping[str, Post],
    *,
    actor: Actor,
    reason: str,
) -> None:
    """Refuse what does not suit a registrar, unless somebody who may says why all the same.

    Raises:
        DoesNotFit: it does not suit them.
    """
    name = str(registrar.id)
    jobs = [job for job in _with(roster, changes) if job.registrar == name]
    duties = [duty for duty in roster.duties if duty.registrar == name]
    ways = roster.staffing.ways
    fit = fit_of(case.job, lane_of(name, duties, jobs, ways), name, ways)
    may_overrule = may(actor, Permission.OVERRULE_ROSTER)
    if not fit.fits and not (may_overrule and reason.strip()):
        raise _refusal_of(fit, roster, registrar, may_overrule=may_overrule)


def _refusal_of(
    fit: Fit, roster: RosterDay, registrar: Registrar, *, may_overrule: bool
) -> DoesNotFit:
    other = roster.case_of(fit.other).reservation.slot if fit.other else None
    return DoesNotFit(
        registrar.name,
        fit.verdict.value,
        fit.problem.short if fit.problem else 0,
        other.begins_at if other else None,
        other.venue.short_name if other else "",
        may_overrule,
    )


def check_pin(
    roster: RosterDay, case: Case, registrar: Registrar, changes: Mapping[str, Post]
) -> None:
    """Refuse a pin that makes the day impossible; one that was impossible is no worse for it.

    Raises:
        PinNotPossible: the day cannot be performed with this pin.
    """
    ways = roster.staffing.ways
    before = in_the_way(roster.duties, _tasks(roster, roster.jobs), case.job.key, ways)
    after = in_the_way(roster.duties, _tasks(roster, _with(roster, changes)), case.job.key, ways)
    if after is None or before is not None:
        return
    slots = [one.reservation.slot for one in roster.cases if one.job.key in after]
    raise PinNotPossible(
        registrar.name,
        tuple((slot.begins_at, slot.venue.short_name) for slot in slots),
        held=len(slots) < len(after),
    )


def _tasks(roster: RosterDay, jobs: Sequence[Job]) -> list[Task]:
    tasks = [
        replace(job.task, allowed=frozenset({job.registrar}))
        if job.pinned and job.registrar is not None
        else job.task
        for job in jobs
    ]
    return [*tasks, *roster.holds]
