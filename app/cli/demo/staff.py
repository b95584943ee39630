"""The demo's registrars: who they are, when they work, when they are away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.models import (
    Absence,
    AbsenceKind,
    Account,
    Coverage,
    DutyPattern,
    Place,
    Registrar,
    Venue,
)
from app.rules.calendar import add_months, day_begins_at
from app.rules.coverage import WeekdayClass

MON, TUE, WED, THU, FRI, SAT = range(6)
TOWN_HALL, KIRCHHELLEN = "rathaus", "bezirksverwaltung-kirchhellen"

#: Monday of a first week; every second week counts from it or from the week after.
FIRST_WEEK, SECOND_WEEK = date(2020, 1, 6), date(2020, 1, 13)


@dataclass(frozen=True)
class Shift:
    """A weekly duty; on Saturdays many work every second week only."""

    weekdays: tuple[int, ...]
    begins: str
    ends: str
    since: date = FIRST_WEEK
    every_weeks: int = 1


@dataclass(frozen=True)
class DemoRegistrar:
    """One of the ten."""

    name: str
    shifts: tuple[Shift, ...]
    base: str = TOWN_HALL
    languages: tuple[str, ...] = ("de",)
    unserved: tuple[str, ...] = ()


def _every_second(begins: str, ends: str, since: date) -> Shift:
    return Shift((SAT,), begins, ends, since, every_weeks=2)


REGISTRARS = (
    DemoRegistrar(
        "Petra Brinkmann",
        (Shift((MON, TUE, WED, THU), "08:00", "15:30"), Shift((FRI,), "08:00", "13:00")),
        unserved=("malakoffturm",),
    ),
    DemoRegistrar(
        "Selin Demir",
        (
            Shift((MON, TUE, WED, THU), "08:00", "15:30"),
            Shift((FRI,), "08:00", "16:30"),
            _every_second("08:30", "15:30", FIRST_WEEK),
        ),
        languages=("de", "en", "tr"),
    ),
    DemoRegistrar(
        "Jonas Okafor",
        (
            Shift((MON, TUE, WED, THU), "08:30", "16:00"),
            Shift((FRI,), "10:00", "18:00"),
            _every_second("09:30", "19:00", SECOND_WEEK),
        ),
        languages=("de", "en"),
    ),
    DemoRegistrar(
        "Katrin Overkamp",
        (
            Shift((MON, TUE, WED), "08:00", "13:00"),
            Shift((FRI,), "08:00", "14:30"),
            _every_second("08:30", "16:30", SECOND_WEEK),
        ),
    ),
    DemoRegistrar(
        "Stefan Terhorst",
        (
            Shift((TUE, THU), "08:30", "15:00"),
            Shift((FRI,), "09:00", "17:00"),
            _every_second("09:30", "17:00", FIRST_WEEK),
        ),
        base=KIRCHHELLEN,
    ),
    DemoRegistrar(
        "Aylin Kaya",
        (Shift((TUE, WED, THU), "08:30", "13:30"), Shift((FRI,), "09:00", "13:00")),
        base=KIRCHHELLEN,
        languages=("de", "tr"),
    ),
    DemoRegistrar(
        "Marek Nowak",
        (
            Shift((MON, WED, THU), "08:00", "15:30"),
            Shift((FRI,), "11:00", "18:30"),
            _every_second("10:00", "19:00", FIRST_WEEK),
        ),
        languages=("de", "en", "pl"),
    ),
    DemoRegistrar(
        "Miriam Steinkamp",
        (Shift((MON, TUE, WED, THU, FRI), "08:00", "12:30"),),
        unserved=("schloss-beck", "lokschuppen"),
    ),
    # The two part-timers: Friday afternoons and Saturdays only.
    DemoRegistrar(
        "Ole Schulte-Bockum",
        (Shift((FRI,), "12:30", "18:30"), Shift((SAT,), "09:30", "18:30")),
    ),
    DemoRegistrar(
        "Hanna Grünewald",
        (Shift((FRI,), "12:30", "18:30"), Shift((SAT,), "09:30", "17:30")),
        base=KIRCHHELLEN,
    ),
)

#: Name, kind, first day from today on, days.
ABSENCES = (
    ("Katrin Overkamp", AbsenceKind.LEAVE, 8, 12),
    ("Jonas Okafor", AbsenceKind.TRAINING, 17, 2),
    ("Stefan Terhorst", AbsenceKind.LEAVE, 31, 9),
    ("Ole Schulte-Bockum", AbsenceKind.OTHER, 26, 2),
    ("Miriam Steinkamp", AbsenceKind.SHORT_NOTICE, 1, 3),
    ("Hanna Grünewald", AbsenceKind.LEAVE, 250, 15),
    ("Selin Demir", AbsenceKind.LEAVE, 262, 21),
)


def registrars(
    accounts: list[Account], venues: dict[str, Venue], created_at: datetime
) -> list[Registrar]:
    """Return the registrars; those who also sign in have their account."""
    by_name = {account.name: account for account in accounts}
    return [
        Registrar(
            name=one.name,
            short_name=one.name.split()[-1],
            account=by_name.get(one.name),
            languages=list(one.languages),
            unserved=[venues[slug] for slug in one.unserved if slug in venues],
            created_at=created_at,
        )
        for one in REGISTRARS
    ]


def patterns(rows: list[Registrar], places: dict[str, Place]) -> Iterator[DutyPattern]:
    """Yield the weekly duties of the registrars."""
    by_name = {row.name: row for row in rows}
    for one in REGISTRARS:
        for shift in one.shifts:
            for weekday in shift.weekdays:
                yield DutyPattern(
                    registrar=by_name[one.name],
                    weekday=weekday,
                    begins_minute=_minute(shift.begins),
                    ends_minute=_minute(shift.ends),
                    base=places.get(one.base) or places[TOWN_HALL],
                    valid_from=shift.since,
                    every_weeks=shift.every_weeks,
                )


def absences(rows: list[Registrar], today: date, created_at: datetime) -> Iterator[Absence]:
    """Yield who is away in the coming weeks and in summer."""
    by_name = {row.name: row for row in rows}
    for name, kind, ahead, days in ABSENCES:
        first = today + timedelta(days=ahead)
        yield Absence(
            registrar=by_name[name],
            begins_at=day_begins_at(first),
            ends_at=day_begins_at(first + timedelta(days=days)),
            kind=kind,
            created_at=created_at,
        )


def coverages(today: date, months: int, set_at: datetime) -> Iterator[Coverage]:
    """Yield until when registrars are promised: for Saturdays not as far as for weekdays."""
    ahead = {
        WeekdayClass.WEEKDAY_MORNING: months + 4,
        WeekdayClass.WEEKDAY_AFTERNOON: months + 4,
        WeekdayClass.FRIDAY_MORNING: months + 4,
        WeekdayClass.FRIDAY_AFTERNOON: months + 2,
        WeekdayClass.SATURDAY: months - 1,
    }
    for kind, count in ahead.items():
        last_on = add_months(today.replace(day=1), count + 1) - timedelta(days=1)
        yield Coverage(weekday_class=kind, last_on=last_on, set_at=set_at)


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
