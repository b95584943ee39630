"""What stands beside the board: who could perform a ceremony, and what is suggested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.models import AbsenceKind, Registrar
from app.queries.rosters import Case, RosterDay
from app.rules.assignments import Job, lane_of
from app.rules.fits import Fit, first_choice, fit_of, rank_people
from app.rules.reservations import LIVE
from app.rules.suggestions import Suggestion, suggest
from app.web.registry.roster.words import fit_words


@dataclass(frozen=True)
class Option:
    """One person to choose, with the reason."""

    person: Registrar
    load: float
    fit: Fit
    verdict: str
    reason: str

    @property
    def key(self) -> str:
        """The person's key."""
        return str(self.person.id)


@dataclass(frozen=True)
class Panel:
    """Who could perform one ceremony."""

    case: Case
    options: tuple[Option, ...]
    #: Key of the person chosen beforehand.
    chosen: str | None
    #: Ceremonies whose person could change places with this one's.
    swaps: tuple[tuple[Case, Registrar], ...]

    @property
    def fitting(self) -> list[Option]:
        """The people who fit."""
        return [option for option in self.options if option.fit.fits]

    @property
    def unfit(self) -> list[Option]:
        """The people who do not."""
        return [option for option in self.options if not option.fit.fits]

    @property
    def chosen_option(self) -> Option | None:
        """The person chosen beforehand."""
        return next((option for option in self.options if option.key == self.chosen), None)


def options_for(
    case: Case,
    roster: RosterDay,
    people: Mapping[str, Registrar],
    load: Mapping[str, float],
    absences: Mapping[str, AbsenceKind],
) -> tuple[Option, ...]:
    """Return everybody in order of fit."""
    fits = rank_people(case.job, roster.lanes, people, roster.staffing.ways, load=load)
    return tuple(
        Option(
            people[fit.registrar],
            load.get(fit.registrar, 0.0),
            fit,
            *fit_words(fit, roster, absences),
        )
        for fit in fits
    )


def panel_for(
    case: Case,
    roster: RosterDay,
    people: Mapping[str, Registrar],
    load: Mapping[str, float],
    absences: Mapping[str, AbsenceKind],
    *,
    wanted: str | None,
) -> Panel:
    """Return who could perform a ceremony.

    Args:
        wanted: who was chosen already, if anybody; otherwise the first who fits is.
    """
    options = options_for(case, roster, people, load, absences)
    best = first_choice([option.fit for option in options], case.job.registrar)
    if best is not None and not best.fits and case.job.registrar in people:
        best = None
    proposed = best.registrar if best is not None else case.job.registrar
    chosen = wanted if wanted in people else proposed
    return Panel(case, options, chosen, tuple(_swaps(case, roster, people)))


def suggestion_for(roster: RosterDay) -> Suggestion:
    """Return what would make the day work."""
    jobs = [case.job for case in roster.cases if case.reservation.state in LIVE]
    return suggest(roster.duties, jobs, roster.staffing.ways, others=roster.holds)


def _swaps(
    case: Case, roster: RosterDay, people: Mapping[str, Registrar]
) -> Iterator[tuple[Case, Registrar]]:
    """Yield the ceremonies with whose person this one's could change places, and it would work."""
    own = case.job.registrar
    if own is None:
        return
    for other in roster.cases:
        name = other.job.registrar
        if name is None or name == own or other.reservation.state not in LIVE:
            continue
        theirs = name in people and _works(roster, case.job, other.job, name)
        if theirs and _works(roster, other.job, case.job, own):
            yield other, people[name]


def _works(roster: RosterDay, job: Job, instead_of: Job, name: str) -> bool:
    duties = [duty for duty in roster.duties if duty.registrar == name]
    kept = [one for one in roster.jobs if one.registrar == name and one.key != instead_of.key]
    ways = roster.staffing.ways
    return fit_of(job, lane_of(name, duties, kept, ways), name, ways).fits
