"""Who could perform one ceremony, in order of fit, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.rules.assignments import (
    Gap,
    Job,
    Lane,
    Problem,
    Trouble,
    lane_of,
    stretch_of,
)
from app.rules.roster import Duty, Travel


class Verdict(StrEnum):
    """Whether somebody can perform a ceremony; the nearest to it first."""

    FITS = "fits"
    TOO_TIGHT = "too_tight"
    BUSY = "busy"
    #: On duty, but not at that time, or not with the way from and to the base.
    OUTSIDE = "outside"
    UNKNOWN_WAY = "unknown_way"
    LANGUAGE = "language"
    UNSERVED = "unserved"
    OFF_DUTY = "off_duty"


_ORDER = list(Verdict)

_VERDICTS = {
    Trouble.TOO_TIGHT: Verdict.TOO_TIGHT,
    Trouble.AT_ONCE: Verdict.BUSY,
    Trouble.OUTSIDE: Verdict.OUTSIDE,
    Trouble.UNKNOWN_WAY: Verdict.UNKNOWN_WAY,
    Trouble.LANGUAGE: Verdict.LANGUAGE,
    Trouble.UNSERVED: Verdict.UNSERVED,
    Trouble.OFF_DUTY: Verdict.OFF_DUTY,
}


@dataclass(frozen=True)
class Fit:
    """What it would mean if this registrar performed the ceremony."""

    registrar: str
    #: The ceremony it is about.
    key: str
    verdict: Verdict
    #: How they come to it, and how they go on; None: they are not on duty then.
    arrival: Gap | None = None
    departure: Gap | None = None
    #: What is too tight or busy, if that is the reason.
    problem: Problem | None = None
    #: The stretch of work it would lie in.
    duty: Duty | None = None

    @property
    def fits(self) -> bool:
        """Whether it works."""
        return self.verdict is Verdict.FITS

    @property
    def other(self) -> str | None:
        """The other ceremony that is in the way; None: none, or the base."""
        gap = self.problem.gap if self.problem else None
        if gap is None:
            return None
        return gap.before if gap.after == self.key else gap.after

    @property
    def slack(self) -> int | None:
        """The least that is left beside the ways from and to other ceremonies, if there are any."""
        gaps = [gap for gap in (self.arrival, self.departure) if gap is not None]
        slacks = [gap.slack for gap in gaps if gap.before and gap.after and gap.slack is not None]
        return min(slacks, default=None)


def rank_people(
    job: Job,
    lanes: Iterable[Lane],
    people: Iterable[str],
    travel: Travel,
    *,
    load: Mapping[str, float],
) -> list[Fit]:
    """Return all people in order of fit; those who fit alike by their load so far.

    Args:
        people: everybody who performs ceremonies, on duty or not.
        load: how much each has to do in the month.
    """
    by_name = {lane.registrar: lane for lane in lanes}
    fits = [fit_of(job, by_name.get(name), name, travel) for name in people]
    return sorted(fits, key=lambda fit: _rank(fit, load.get(fit.registrar, 0.0)))


def fit_of(job: Job, lane: Lane | None, name: str, travel: Travel) -> Fit:
    """Return what it would mean if this registrar performed the ceremony."""
    duties = lane.duties if lane is not None else ()
    if not duties:
        return Fit(name, job.key, Verdict.OFF_DUTY)
    others = [other for other in lane.jobs if other.key != job.key] if lane is not None else []
    trial = lane_of(name, duties, [*others, job], travel)
    arrival = next((gap for gap in trial.gaps if gap.after == job.key and gap.before), None)
    departure = next((gap for gap in trial.gaps if gap.before == job.key and gap.after), None)
    arrival = arrival or next((gap for gap in trial.gaps if gap.after == job.key), None)
    departure = departure or next((gap for gap in trial.gaps if gap.before == job.key), None)
    problem = _worst(job, trial)
    return Fit(
        name,
        job.key,
        _VERDICTS[problem.trouble] if problem else Verdict.FITS,
        arrival,
        departure,
        problem,
        stretch_of(duties, job.task),
    )


def _worst(job: Job, trial: Lane) -> Problem | None:
    """Return what speaks most against it: what lies in the person, then in time."""
    own = [problem for problem in trial.problems if problem.stops and _concerns(problem, job)]
    return max(own, key=lambda one: (_ORDER.index(_VERDICTS[one.trouble]), one.short), default=None)


def _concerns(problem: Problem, job: Job) -> bool:
    gap = problem.gap
    if gap is None:
        return problem.key == job.key
    return job.key in (gap.before, gap.after)


def _rank(fit: Fit, load: float) -> tuple[int, int, bool, float, int, str]:
    short = fit.problem.short if fit.problem else 0
    no_slack = fit.slack is not None and fit.slack == 0
    on_way = fit.arrival.way if fit.arrival and fit.arrival.way else 0
    return _ORDER.index(fit.verdict), short, no_slack, load, on_way, fit.registrar


def first_choice(fits: Sequence[Fit], current: str | None) -> Fit | None:
    """Return whom to propose: the first who fits, unless it is who does it already."""
    others = [fit for fit in fits if fit.registrar != current]
    return next((fit for fit in others if fit.fits), others[0] if others else None)
