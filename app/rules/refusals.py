"""Every way the city says no, as classes that carry the facts.

A refusal is an answer, not an error. Its sentence stands in ``web/refusals.py``; a house test
fails while one is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.rules.in_the_way import InTheWay


@dataclass(eq=False)
class Refusal(Exception):
    """The rules say no."""

    #: The class's name as the journal and an interface write it: "slot_taken".
    code: ClassVar[str] = "refusal"

    def __init_subclass__(cls) -> None:
        """Give every refusal its code."""
        cls.code = re.sub(r"(?<=.)(?=[A-Z])", "_", cls.__name__).lower()


@dataclass(eq=False)
class WrongState(Refusal):
    """The thing is no longer, or not yet, in a state that allows this."""

    state: str
    event: str


# ── a couple's slot ───────────────────────────────────────────────────────────
class SlotNotReleased(Refusal):
    """The office has not released it, or it was withdrawn."""


@dataclass(eq=False)
class TooEarly(Refusal):
    """Couples may reserve it only from an instant that has not come."""

    opens_at: datetime


@dataclass(eq=False)
class TooLate(Refusal):
    """Its lead time has run out."""

    lead_days: int


class SlotTaken(Refusal):
    """Another couple holds or has it."""


@dataclass(eq=False)
class SlotNotFeasible(Refusal):
    """The day cannot take this ceremony; ``obstacle`` is a word of ``rules.slots.Obstacle``."""

    obstacle: str


class VenueNotOnline(Refusal):
    """The venue gives no dates online."""


# ── a couple's hold and reservation ───────────────────────────────────────────
class HoldOver(Refusal):
    """The minutes of the hold are over."""


@dataclass(eq=False)
class NoMoreExtensions(Refusal):
    """The hold has been extended as often as the office allows."""

    times: int


@dataclass(eq=False)
class AnswersMissing(Refusal):
    """A step of the form is not filled in; ``step`` is "couple", "contact" or "ceremony"."""

    step: str


class AlreadyReserved(Refusal):
    """The couple has a live reservation; it can be moved. Facts only for those who may see them."""


@dataclass(eq=False)
class TooManyGuests(Refusal):
    """More guests than the venue seats, the couple not counted."""

    seats: int
    venue: str


class NotConfirmedInTime(Refusal):
    """The window for confirming the e-mail address has passed."""


class LinkUsedUp(Refusal):
    """The link was used, has expired, or never was."""


@dataclass(eq=False)
class TooLateToCancel(Refusal):
    """Too close to the ceremony to cancel online; the telephone helps."""

    days: int


class CeremonyOver(Refusal):
    """The time has begun or is past, so nobody can be moved from it or to it."""


class NeedsFreshLink(Refusal):
    """This browser may look but not act; a fresh link by mail lets it."""


# ── operators and office ──────────────────────────────────────────────────────
@dataclass(eq=False)
class TimeNotPossible(Refusal):
    """Something is in the way of a time; ``conflict`` is a word of ``rules.conflicts.Conflict``."""

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

    reference: str


class ReasonMissing(Refusal):
    """This needs a reason."""


@dataclass(eq=False)
class EmptySeries(Refusal):
    """The pattern yields no date; ``because`` is a word of ``rules.series``."""

    because: str


@dataclass(eq=False)
class SeriesTooLong(Refusal):
    """The pattern yields more times than one series may have."""

    most: int


@dataclass(eq=False)
class ClosureNotPossible(Refusal):
    """``because`` is "ends_before_it_begins", "in_the_past" or "too_long"."""

    because: str


@dataclass(eq=False)
class ClosureHitsReservations(Refusal):
    """A venue cannot close over couples; the references say which."""

    references: tuple[str, ...]


@dataclass(eq=False)
class ImpossiblePolicy(Refusal):
    """A setting that cannot be; ``because`` is a word of ``rules.policies``."""

    name: str
    because: str


# ── duties, absences, places ──────────────────────────────────────────────────
@dataclass(eq=False)
class DutyNotPossible(Refusal):
    """A duty, absence, place or way that cannot be; ``because`` says why, ``field`` where."""

    field: str
    because: str


@dataclass(eq=False)
class CeremoniesInTheWay(Refusal):
    """Ceremonies that are agreed could no longer be performed, each with what would solve it."""

    cases: tuple[InTheWay, ...]


@dataclass(eq=False)
class AbsenceHitsAssignments(Refusal):
    """Somebody is to be away who was given these ceremonies; they would have to be given anew."""

    cases: tuple[InTheWay, ...]


# ── the roster ────────────────────────────────────────────────────────────────
class ChangedMeanwhile(Refusal):
    """Somebody else has changed what the page showed."""


@dataclass(eq=False)
class AssignedMeanwhile(Refusal):
    """Somebody else has changed who performs it since the page was shown."""

    #: Who performs it now; empty: nobody.
    registrar: str


@dataclass(eq=False)
class DoesNotFit(Refusal):
    """It does not suit this registrar; ``verdict`` is a word of ``rules.fits.Verdict``."""

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

    registrar: str
    #: When and where; none: the registrar cannot be there at all.
    in_the_way: tuple[tuple[datetime, str], ...]
    #: A time that a couple holds just now is in the way, too.
    held: bool = False


class NothingToSwap(Refusal):
    """The two ceremonies are not on one day, or one has nobody."""


class SuggestionOutdated(Refusal):
    """The day has changed since the suggestion was shown."""


class AnnouncementOutdated(Refusal):
    """The day has changed since what is new on it was shown."""


class UndoTooLate(Refusal):
    """The minute in which a change can be undone by its link is over."""


# ── accounts ──────────────────────────────────────────────────────────────────
class WrongPassword(Refusal):
    """Address and password do not belong together; never says which."""


@dataclass(eq=False)
class TooManyTries(Refusal):
    """Tried too often; again from an instant."""

    again_at: datetime


class TooManyHolds(TooManyTries):
    """Its network holds as many times as it may; again from the instant the first one ends."""


@dataclass(eq=False)
class WeakPassword(Refusal):
    """``because`` is "short", "long", "common" or "context"."""

    because: str


class EmailTaken(Refusal):
    """Another account has this address."""


class LastHeadOfOffice(Refusal):
    """The last head of the office cannot be closed."""
