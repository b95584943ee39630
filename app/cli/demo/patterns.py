"""When the demo's venues marry: patterns a restaurant, a society or an office would have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

MON, TUE, WED, THU, FRI, SAT = range(6)
WINTER_TOO = tuple(range(1, 13))
SUMMER = (4, 5, 6, 7, 8, 9)
LONG_SUMMER = (3, 4, 5, 6, 7, 8, 9, 10, 11)


@dataclass(frozen=True)
class DemoPattern:
    """One weekly habit of a venue."""

    name: str
    weekdays: tuple[int, ...]
    times: tuple[str, ...]
    months: tuple[int, ...] = WINTER_TOO
    #: Only these weekdays of the month, counted from 1; all if empty.
    nth: tuple[int, ...] = ()
    minutes: int = 30
    buffer: int = 15
    #: How eagerly couples take these times, 0 to 1.
    demand: float = 0.5

    def applies_on(self, day: date) -> bool:
        """Answer whether the habit has this day."""
        return (
            day.weekday() in self.weekdays
            and day.month in self.months
            and (not self.nth or (day.day - 1) // 7 + 1 in self.nth)
        )

    def starts(self) -> Iterator[time]:
        """Yield the wall-clock starts."""
        return (time.fromisoformat(start) for start in self.times)


PATTERNS: dict[str, tuple[DemoPattern, ...]] = {
    "rathaus": (
        DemoPattern("Werktags", (MON, TUE, WED, THU), ("09:00", "10:00", "11:00"), demand=0.1),
        DemoPattern("Freitags", (FRI,), ("09:00", "10:00", "11:00", "13:00", "14:00"), demand=0.5),
        DemoPattern(
            "Samstage", (SAT,), ("09:00", "10:00", "11:00", "12:00"), nth=(1, 3), demand=0.75
        ),
    ),
    "bezirksverwaltung-kirchhellen": (
        DemoPattern("Werktags", (TUE, THU), ("10:00", "11:00"), demand=0.15),
        DemoPattern("Freitags", (FRI,), ("10:00", "11:00", "14:00"), demand=0.45),
        DemoPattern("Zweiter Samstag", (SAT,), ("10:00", "11:00"), nth=(2,), demand=0.8),
    ),
    "schloss-beck": (
        DemoPattern("Freitage", (FRI,), ("14:00", "15:30"), SUMMER, minutes=45, demand=0.55),
        DemoPattern(
            "Samstage",
            (SAT,),
            ("10:30", "12:00", "14:00", "16:00"),
            SUMMER,
            minutes=45,
            demand=0.75,
        ),
    ),
    "malakoffturm": (
        DemoPattern("Freitage", (FRI,), ("13:00", "14:30"), LONG_SUMMER, demand=0.45),
        DemoPattern("Samstage", (SAT,), ("10:30", "12:00", "15:00"), LONG_SUMMER, demand=0.7),
    ),
    "kirchhellener-brauhaus": (
        DemoPattern("Freitage", (FRI,), ("14:00", "15:30"), demand=0.35),
        DemoPattern("Samstage", (SAT,), ("11:30", "13:00"), demand=0.5),
    ),
    "hof-juenger": (
        DemoPattern(
            "Erster Samstag", (SAT,), ("11:00", "12:30", "14:00"), LONG_SUMMER, (1,), demand=0.6
        ),
    ),
    "alte-muehle": (
        DemoPattern("Freitage", (FRI,), ("14:30",), SUMMER, demand=0.4),
        DemoPattern("Samstage", (SAT,), ("11:00", "15:00"), SUMMER, demand=0.55),
    ),
    "bahnhof-nord": (
        DemoPattern("Zweiter und vierter Samstag", (SAT,), ("09:30", "11:00", "12:30"), nth=(2, 4)),
    ),
    "lokschuppen": (
        DemoPattern(
            "Erster und dritter Samstag",
            (SAT,),
            ("12:30", "14:00", "17:00"),
            nth=(1, 3),
            minutes=45,
            demand=0.5,
        ),
    ),
    "waschkaue": (
        DemoPattern("Zweiter Samstag", (SAT,), ("13:00", "15:00"), nth=(2,), minutes=45),
    ),
    "overbeckshof": (
        DemoPattern("Freitage", (FRI,), ("15:00",), SUMMER, demand=0.35),
        DemoPattern("Samstage", (SAT,), ("10:00", "11:30"), SUMMER, demand=0.5),
    ),
    "forsthaus-specht": (
        DemoPattern(
            "Zweiter und vierter Samstag", (SAT,), ("11:00", "13:00"), SUMMER, (2, 4), demand=0.5
        ),
    ),
    "haus-am-volkspark": (
        DemoPattern("Donnerstags und freitags", (THU, FRI), ("13:30",), demand=0.2),
        DemoPattern("Dritter Samstag", (SAT,), ("12:00",), nth=(3,), demand=0.5),
    ),
    "pavillon-im-stadtgarten": (
        DemoPattern("Freitage", (FRI,), ("16:00",), SUMMER, demand=0.4),
        DemoPattern("Samstage", (SAT,), ("11:00", "13:00", "16:00"), SUMMER, demand=0.5),
    ),
}
