"""Fees in cents, by payee, from dated tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class FeeLine:
    """One dated part of what a ceremony costs at a venue."""

    fee_id: int
    cents: int
    #: Monday 0; all weekdays if empty.
    weekdays: frozenset[int]
    #: Only for ceremonies that begin at or after this Berlin wall-clock time.
    from_time: time | None
    valid_from: date
    valid_until: date | None

    def is_due(self, day: date, begins: time) -> bool:
        """Answer whether it is due for a ceremony on this day at this wall-clock time."""
        return (
            self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (self.from_time is None or begins >= self.from_time)
        )


def total_cents(lines: Iterable[FeeLine], day: date, begins: time) -> int:
    """Return the sum of the lines that are due."""
    return sum(line.cents for line in lines if line.is_due(day, begins))
