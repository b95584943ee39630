"""A disturbed day as the desk sees it: who is affected, who could step in, what to offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Day, Reservation, Slot
from app.queries.days import ceremony_of, get_day_facts
from app.queries.free import list_day, list_free
from app.queries.rosters import Case, RosterDay, get_roster_day
from app.rules.assignments import Job
from app.rules.calendar import berlin_day
from app.rules.days import DayFacts, Finding, reckon_moves, why_closed
from app.rules.disruptions import Rescue, Substitute, list_substitutes, rescue, task_of
from app.rules.left_out import least_left_out
from app.rules.policies import Policies
from app.rules.reservations import LIVE, ReservationState, policies_for_move
from app.rules.search import Wish, nearest
from app.rules.slots import overlap
from app.rules.staffing import Wanted

#: So many days before and after are searched for other times, and so many times read.
NEAR, MOST_READ = timedelta(days=10), 800
#: So many other times are offered: on the same day, and on days near it.
SAME_DAY, NEAR_DAYS = 4, 3

#: What is closest to the ceremony matters most.
_MATTERS = (
    ReservationState.FIRM,
    ReservationState.REGISTERED,
    ReservationState.APPROVED,
    ReservationState.RESERVED,
    ReservationState.REQUESTED,
)


@dataclass(frozen=True)
class Disruption:
    """One day, what is disturbed about it, and what would become of it at best."""

    roster: RosterDay
    facts: DayFacts
    version: int
    rescue: Rescue

    @property
    def is_calm(self) -> bool:
        """Whether everything that is agreed can be performed, and everybody knows by whom."""
        return not self.rescue.unsolved and not self.rescue.solvable

    @cached_property
    def jobs(self) -> list[Job]:
        """The ceremonies that still live and are not closed; what matters most first."""
        return [job for job in live_jobs(self.roster) if job.key not in self.rescue.closed]

    def cases(self, keys: tuple[str, ...]) -> list[Case]:
        """Return the ceremonies with these keys."""
        return [self.roster.case_of(key) for key in keys]

    def reckon_move(
        self, reservation: Reservation, targets: Sequence[Slot], *, now: datetime
    ) -> dict[int, Finding]:
        """Return what the day would say about other times for one of its couples; no query."""
        slot = reservation.slot
        return reckon_moves(
            self.facts,
            slot.id,
            [ceremony_of(target) for target in targets],
            Wanted(reservation.ceremony_language),
            lost=self._lost_without(str(slot.id)),
            now=now,
        )

    def _lost_without(self, key: str) -> frozenset[str]:
        """Return what nobody can perform even if this ceremony is not there."""
        unsolved = self.rescue.unsolved
        # Where the fewest took too long to find, once is enough for a page.
        if not unsolved or key in unsolved or not self.rescue.is_least:
            return unsolved - {key}
        tasks = [task_of(job) for job in self.jobs if job.key != key]
        left_out = least_left_out(self.roster.duties, tasks, self.roster.staffing.ways)
        return frozenset({*self.rescue.closed, *left_out.keys})


def live_jobs(roster: RosterDay) -> list[Job]:
    """Return the ceremonies that still live; what is firm first, then who came first."""
    cases = [case for case in roster.cases if case.reservation.state in LIVE]
    ordered = sorted(cases, key=_rank)
    return [case.job for case in ordered]


def get_disruption(session: Session, day: date, *, now: datetime) -> Disruption:
    """Return what is disturbed about a day; a constant number of queries."""
    roster = get_roster_day(session, day, now=now)
    facts = get_day_facts(session, [day])[day]
    jobs = live_jobs(roster)
    closed = [
        str(claim.ceremony.slot_id)
        for claim in facts.claims
        if claim.held_until is None and why_closed(claim.ceremony, facts) is not None
    ]
    found = rescue(roster.duties, jobs, roster.staffing.ways, closed=closed)
    version = session.scalar(select(Day.version).where(Day.day == day)) or 0
    return Disruption(roster, facts, version, found)


def list_people(disruption: Disruption, case: Case) -> list[Substitute]:
    """Return who could perform a ceremony and what that would mean for the others; no query."""
    roster = disruption.roster
    names = sorted({duty.registrar for duty in roster.duties})
    left_out = disruption.rescue.left_out
    ways = roster.staffing.ways
    return list_substitutes(
        roster.duties, disruption.jobs, ways, case.job, names, unsolved=left_out
    )


@dataclass(frozen=True)
class Offers:
    """Other times for the couples of a day; read once for all of them."""

    same_day: tuple[Slot, ...]
    near: tuple[Slot, ...]


def get_offers(
    session: Session, disruption: Disruption, *, now: datetime, policies: Policies
) -> Offers:
    """Return what can be offered at all; two queries."""
    day = disruption.roster.day
    policies = policies_for_move(policies, today=berlin_day(now), present=day)
    near = list_free(
        session,
        Wish(),
        now=now,
        policies=policies,
        first=day - NEAR,
        last=day + NEAR,
        limit=MOST_READ,
    )
    return Offers(
        tuple(slot for slot in list_day(session, day) if _is_open(slot, now)),
        tuple(slot for slot in near if slot.day != day and _is_open(slot, now)),
    )


def list_alternatives_for(
    disruption: Disruption, case: Case, offers: Offers, *, now: datetime
) -> tuple[Sequence[Slot], Sequence[Slot]]:
    """Return other times on the same day and on days near it, the nearest first; no query.

    Those of the same day were tried with the whole day; of a disturbed day nothing is stored as
    free.
    """
    slot, guests = case.reservation.slot, case.reservation.guests or 0
    free = [one for one in offers.same_day if one.id != slot.id and _has_room(one, guests)]
    found = disruption.reckon_move(case.reservation, free, now=now)
    same = [one for one in free if _is_takeable(found[one.id], now)]
    near = [one for one in offers.near if _has_room(one, guests)]
    return nearest(slot, same, len(same)), nearest(slot, near, len(near))


def share_out(wanted: Sequence[Sequence[Slot]], most: int) -> list[list[Slot]]:
    """Return for each couple what it is offered: each time once, and nothing that collides.

    In turns, in the order of the couples, so that nobody is left with nothing while another one
    can choose.
    """
    shares: list[list[Slot]] = [[] for _ in wanted]
    given: list[Slot] = []
    for _turn in range(most):
        for share, slots in zip(shares, wanted, strict=True):
            found = next((slot for slot in slots if not _collides(slot, given)), None)
            if found is not None:
                share.append(found)
                given.append(found)
    return shares


def _is_open(slot: Slot, now: datetime) -> bool:
    return slot.begins_at > now and slot.opens_at is not None and slot.opens_at <= now


def _is_takeable(finding: Finding, now: datetime) -> bool:
    is_held = finding.blocked_until is not None and finding.blocked_until > now
    return finding.holdable and not is_held


def _collides(slot: Slot, given: Sequence[Slot]) -> bool:
    own = ceremony_of(slot)
    return any(
        other.venue_id == slot.venue_id and overlap(own.span, ceremony_of(other).span)
        for other in given
    )


def _has_room(slot: Slot, guests: int) -> bool:
    return slot.venue.seats + slot.venue.standing >= guests


def _rank(case: Case) -> tuple[int, datetime, int]:
    reservation = case.reservation
    state = _MATTERS.index(reservation.state)
    return state, reservation.requested_at or reservation.created_at, reservation.id
