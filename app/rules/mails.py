"""How often a mail is tried, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Pauses after the first, second … try; the last one is repeated.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
#: A mail that could not be sent for so long has failed, and a person has to look at it.
GIVEN_UP_AFTER = timedelta(hours=72)
#: A worker that has taken a mail is taken for dead after this.
LEASE_LASTS = timedelta(minutes=5)
#: A mail that waits longer than this is shown to the office as overdue.
OVERDUE_AFTER = timedelta(minutes=30)


def next_try(*, created_at: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when to try again after ``tries`` tries in vain, or None to give up."""
    again_at = now + PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
    return again_at if again_at <= created_at + GIVEN_UP_AFTER else None
