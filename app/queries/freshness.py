"""What a page that shows free dates depends on, in two small questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from app.models import Day, Entry, Slot
from app.rules.slots import SlotState

#: Subjects of the journal whose changes show on any day.
EVERYWHERE = ("venue", "fee", "setting", "backup")


@dataclass(frozen=True)
class Version:
    """Changes whenever something on the days does, or something that shows on all of them."""

    days: int
    entry: int
    #: When that was noted: after a backup was restored the numbers come again, this does not.
    noted_at: datetime | None


@dataclass(frozen=True)
class Window:
    """From when to when the clock alone changes nothing on the days; the end is exclusive."""

    since: datetime | None
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Answer whether this instant lies in the window."""
        begun = self.since is None or self.since <= now
        return begun and (self.until is None or now < self.until)


#: Built once: this is asked for each page that is sent, and for each that is not.
_VERSION = select(
    select(func.sum(Day.version))
    .where(Day.day.between(bindparam("first"), bindparam("last")))
    .scalar_subquery(),
    select(func.max(Entry.id)).where(Entry.subject.in_(EVERYWHERE)).scalar_subquery(),
    select(func.max(Entry.at)).where(Entry.subject.in_(EVERYWHERE)).scalar_subquery(),
)


def get_version(session: Session, first: date, last: date) -> Version:
    """Return the version of these days; one query."""
    row = session.execute(_VERSION, {"first": first, "last": last}).one()
    return Version(row[0] or 0, row[1] or 0, row[2])


def get_window(session: Session, first: date, last: date, *, now: datetime) -> Window:
    """Return the window around ``now`` in which no slot opens and no hold ends; one query."""
    row = session.execute(
        select(
            func.max(case((Slot.opens_at <= now, Slot.opens_at))),
            func.min(case((Slot.opens_at > now, Slot.opens_at))),
            func.max(case((Slot.blocked_until <= now, Slot.blocked_until))),
            func.min(case((Slot.blocked_until > now, Slot.blocked_until))),
        ).where(Slot.state == SlotState.RELEASED, Slot.holdable, Slot.day.between(first, last))
    ).one()
    opened, opens, ended, ends = row
    past = [instant for instant in (opened, ended) if instant is not None]
    coming = [instant for instant in (opens, ends) if instant is not None]
    return Window(max(past, default=None), min(coming, default=None))
