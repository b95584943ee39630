"""A ceremony that could no longer be performed, and single changes that would make it possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RemedyKind(StrEnum):
    """What somebody can change so that a ceremony can be performed after all."""

    #: Somebody who is not on duty on this day comes.
    CALL_IN = "call_in"
    #: Somebody who is on duty begins earlier or ends later.
    EXTEND = "extend"
    #: A way takes no longer than so many minutes.
    SHORTER_WAY = "shorter_way"


@dataclass(frozen=True)
class Remedy:
    """One change that suffices alone; tried with the whole day."""

    kind: RemedyKind
    #: Key of the registrar; for a duty.
    registrar: int | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    base: int | None = None
    #: Keys of two places; for a way.
    origin: int | None = None
    target: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class InTheWay:
    """One ceremony, as a person has to know it who wants to change a duty."""

    slot_id: int
    reference: str
    day: date
    begins_at: datetime
    venue: str
    #: Only held until now.
    held: bool = False
    remedies: tuple[Remedy, ...] = ()
