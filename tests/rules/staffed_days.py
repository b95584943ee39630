"""Days in a few words: „Burg 10:30-11:30“, „Anna 8:00-15:00“, twenty minutes between places."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

from app.rules.assignments import Job
from app.rules.calendar import BERLIN
from app.rules.roster import Duty, Task

DAY = date(2027, 6, 12)
PLACES = ("Amt", "Burg", "Mühle", "Schloss")
TRAVEL = {pair: timedelta(minutes=20) for pair in permutations(PLACES, 2)}


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(DAY.year, DAY.month, DAY.day, int(hour), int(minute), tzinfo=BERLIN)


def duty(words: str, base: str = "Amt") -> Duty:
    """„Anna 8:00-15:00“."""
    name, span = words.split()
    begins, ends = span.split("-")
    return Duty(name, at(begins), at(ends), base)


def job(words: str, **overrides) -> Job:
    """„Burg 10:30-11:30“ or „Burg 10:30-11:30 Anna“; pinned with an exclamation mark."""
    place, span, *who = words.split()
    begins, ends = (at(clock) for clock in span.split("-"))
    name = who[0].rstrip("!") if who else None
    key = overrides.pop("key", f"{place} {span.split('-')[0]}")
    allowed = overrides.pop("allowed", None)
    task = Task(key, place, begins, ends, allowed=allowed)
    values = {"registrar": name, "pinned": bool(who) and who[0].endswith("!"), **overrides}
    return Job(task, begins, ends, **values)
