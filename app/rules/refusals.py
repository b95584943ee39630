"""Every way the city says no, as classes that carry the facts.

A refusal is an answer, not an error. Its sentence stands in ``web/refusals.py``; a house test
fails while one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.rules.in_the_way import InTheWay


@dataclass(eq=False)
class Refusal(Exception):
    """The rules say no."""

    code: ClassVar[str] = "refusal"


@dataclass(eq=False)
class WrongState(Refusal):
    """The thing is no longer, or not yet, in a state that allows this."""

    code: ClassVar[str] = "wrong_state"
    state: str
    event: str


# ── a couple's slot ───────────────────────────────────────────────────────────
@dataclass(eq=False)
class SlotNotReleased(Refusal):
    """The office has not released it, or it was withdrawn."""

    code: ClassVar[str] = "slot_not_released"


@dataclass(eq=False)
class TooEarly(Refusal):
    """Couples may reserve it only from an instant that has not come."""

    code: ClassVar[str] = "too_early"
    opens_at: datetime


@dataclass(eq=False)
class TooLate(Refusal):
    """Its lead time has run out."""

    code: ClassVar[str] = "too_late"
    lead_days: int


@dataclass(eq=False)
class SlotTaken(Refusal):
    """Another couple holds or has it."""

    code: ClassVar[str] = "slot_taken"


@dataclass(eq=False)
class SlotNotFeasible(Refusal):
    """The day cannot take this ceremony; ``obstacle`` is a word of ``rules.slots.Obstacle``."""

    code: ClassVar[str] = "slot_not_feasible"
    obstacle: str


@dataclass(eq=False)
class VenueNotOnline(Refusal):
    """The venue gives no dates online."""

    code: ClassVar[str] = "venue_not_online"


# ── a couple's hold and reservation ───────────────────────────────────────────
@dataclass(eq=False)
class HoldOver(Refusal):
    """The minutes of the hold are over."""

    code: ClassVar[str] = "hold_over"


@dataclass(eq=False)
class NoMoreExtensions(Refusal):
    """The hold has been extended as often as the office allows."""

    code: ClassVar[str] = "no_more_extensions"
    times: int


@dataclass(eq=False)
class AnswersMissing(Refusal):
    """A step of the form is not filled in; ``step`` is "couple", "contact" or "ceremony"."""

    code: ClassVar[str] = "answers_missing"
    step: str


@dataclass(eq=False)
class AlreadyReserved(Refusal):
    """The couple has a live reservation; it can be moved. Facts only for those who may see them."""

    code: ClassVar[str] = "already_reserved"


@dataclass(eq=False)
class TooManyGuests(Refusal):
    """More guests than the venue seats, the couple not counted."""

    code: ClassVar[str] = "too_many_guests"
    seats: int
    venue: str


@dataclass(eq=False)
class NotConfirmedInTime(Refusal):
    """The window for confirming the e-mail address has passed."""

    code: ClassVar[str] = "not_confirmed_in_time"


@dataclass(eq=False)
class LinkUsedUp(Refusal):
    """The link was used, has expired, or never was."""

    code: ClassVar[str] = "link_used_up"


@dataclass(eq=False)
class TooLateToCancel(Refusal):
    """Too close to the ceremony to cancel online; the telephone helps."""

    code: ClassVar[str] = "too_late_to_cancel"
    days: int


@dataclass(eq=False)
class CeremonyOver(Refusal):
    """The time has begun or is past, so nobody can be moved from it or to it."""

    code: ClassVar[str] = "ceremony_over"


@dataclass(eq=False)
class NeedsFreshLink(Refusal):
    """This browser may look but not act; a fresh link by mail lets it."""

    code: ClassVar[str] = "needs_fresh_link"


# ── operators and office ──────────────────────────────────────────────────────
@dataclass(eq=False)
class TimeNotPossible(Refusal):
    """Something is in the way of a time; ``conflict`` is a word of ``rules.conflicts.Conflict``."""

    code: ClassVar[str] = "time_not_possible"
    conflict: str
    #: The day that the reason names: a holiday, the first or last possible day.
    day: date | None = None
    #: From when until when the other time or the closure keeps the venue.
    at: datetime | None = None
    until: datetime | None = None
    #: The holiday's name or the closure's reason.
    name: str = ""


@dataclass(eq=False)
class ReservationInTheWay(Refusal):
    """A couple has it; only the office can help."""

    code: ClassVar[str] = "reservation_in_the_way"
    reference: str


@dataclass(eq=False)
class ReasonMissing(Refusal):
    """This needs a reason."""

    code: ClassVar[str] = "reason_missing"


@dataclass(eq=False)
class EmptySeries(Refusal):
    """The pattern yields no date; ``because`` is a word of ``rules.series``."""

    code: ClassVar[str] = "empty_series"
    because: str


@dataclass(eq=False)
class SeriesTooLong(Refusal):
    """The pattern yields more times than one series may have."""

    code: ClassVar[str] = "series_too_long"
    most: int


@dataclass(eq=False)
class ClosureNotPossible(Refusal):
    """``because`` is "ends_before_it_begins", "in_the_past" or "too_long"."""

    code: ClassVar[str] = "closure_not_possible"
    because: str


@dataclass(eq=False)
class ClosureHitsReservations(Refusal):
    """A venue cannot close over couples; the references say which."""

    code: ClassVar[str] = "closure_hits_reservations"
    references: tuple[str, ...]


@dataclass(eq=False)
class ImpossiblePolicy(Refusal):
    """A setting that cannot be; ``because`` is a word of ``rules.policies``."""

    code: ClassVar[str] = "impossible_policy"
    name: str
    because: str


# ── duties, absences, places ──────────────────────────────────────────────────
@dataclass(eq=False)
class DutyNotPossible(Refusal):
    """A duty, absence, place or way that cannot be; ``because`` says why, ``field`` where."""

    code: ClassVar[str] = "duty_not_possible"
    field: str
    because: str


@dataclass(eq=False)
class CeremoniesInTheWay(Refusal):
    """Ceremonies that are agreed could no longer be performed, each with what would solve it."""

    code: ClassVar[str] = "ceremonies_in_the_way"
    cases: tuple[InTheWay, ...]


@dataclass(eq=False)
class AbsenceHitsAssignments(Refusal):
    """Somebody is to be away who was given these ceremonies; they would have to be given anew."""

    code: ClassVar[str] = "absence_hits_assignments"
    cases: tuple[InTheWay, ...]


# ── the roster ────────────────────────────────────────────────────────────────
@dataclass(eq=False)
class AssignedMeanwhile(Refusal):
    """Somebody else has changed who performs it since the page was shown."""

    code: ClassVar[str] = "assigned_meanwhile"
    #: Who performs it now; empty: nobody.
    registrar: str


@dataclass(eq=False)
class DoesNotFit(Refusal):
    """It does not suit this registrar; ``verdict`` is a word of ``rules.fits.Verdict``."""

    code: ClassVar[str] = "does_not_fit"
    registrar: str
    verdict: str
    #: Minutes missing, and the other ceremony that is in the way, if it is one.
    short: int = 0
    other_at: datetime | None = None
    other_venue: str = ""
    #: Whoever asked may do it all the same, with a reason.
    may_overrule: bool = False


@dataclass(eq=False)
class PinNotPossible(Refusal):
    """With this pin the day can no longer be performed; the ceremonies say with which others."""

    code: ClassVar[str] = "pin_not_possible"
    registrar: str
    #: When and where; none: the registrar cannot be there at all.
    in_the_way: tuple[tuple[datetime, str], ...]
    #: A time that a couple holds just now is in the way, too.
    held: bool = False


@dataclass(eq=False)
class NothingToSwap(Refusal):
    """The two ceremonies are not on one day, or one has nobody."""

    code: ClassVar[str] = "nothing_to_swap"


@dataclass(eq=False)
class SuggestionOutdated(Refusal):
    """The day has changed since the suggestion was shown."""

    code: ClassVar[str] = "suggestion_outdated"


@dataclass(eq=False)
class AnnouncementOutdated(Refusal):
    """The day has changed since what is new on it was shown."""

    code: ClassVar[str] = "announcement_outdated"


@dataclass(eq=False)
class UndoTooLate(Refusal):
    """The minute in which a change can be undone by its link is over."""

    code: ClassVar[str] = "undo_too_late"


# ── accounts ──────────────────────────────────────────────────────────────────
@dataclass(eq=False)
class WrongPassword(Refusal):
    """Address and password do not belong together; never says which."""

    code: ClassVar[str] = "wrong_password"


@dataclass(eq=False)
class TooManyTries(Refusal):
    """Tried too often; again from an instant."""

    code: ClassVar[str] = "too_many_tries"
    again_at: datetime


@dataclass(eq=False)
class TooManyHolds(TooManyTries):
    """Its network holds as many times as it may; again from the instant the first one ends."""

    code: ClassVar[str] = "too_many_holds"


@dataclass(eq=False)
class WeakPassword(Refusal):
    """``because`` is "short", "long", "common" or "context"."""

    code: ClassVar[str] = "weak_password"
    because: str


@dataclass(eq=False)
class EmailTaken(Refusal):
    """Another account has this address."""

    code: ClassVar[str] = "email_taken"


@dataclass(eq=False)
class LastHeadOfOffice(Refusal):
    """The last head of the office cannot be closed."""

    code: ClassVar[str] = "last_head_of_office"
