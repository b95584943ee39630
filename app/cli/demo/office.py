"""The demo's registry office: its settings, its people, its closures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.models import Account, Closure, Setting, Venue
from app.rules.calendar import add_months, day_begins_at, instant_at
from app.rules.permissions import Role


def special_dates(today: date) -> list[dict[str, object]]:
    """Return days worth marking within the next two years, as the office would list them."""
    found: list[dict[str, object]] = []
    for year in range(today.year, today.year + 3):
        candidates = {
            date(year, 6, 21): {"de": "längster Tag des Jahres", "en": "longest day of the year"},
            **{day: {"de": "Schnapszahl", "en": "repeated digits"} for day in _repdigits(year)},
        }
        found += [
            {"day": day.isoformat(), "label": label}
            for day, label in sorted(candidates.items())
            if today <= day
        ]
    return found


def _repdigits(year: int) -> Iterator[date]:
    """Yield the days whose numbers repeat the last digit of the year: 7.7.27, 17.7.27, 27.7.27."""
    digit = year % 10
    if not 1 <= digit <= 9:
        return
    for day in (digit, 10 + digit, 20 + digit):
        try:
            yield date(year, digit, day)
        except ValueError:
            continue


def closing_days(today: date) -> list[str]:
    """Return the days on which the office does not marry although they are no holidays."""
    days: list[date] = []
    for year in range(today.year, today.year + 3):
        days += [date(year, 12, 24), date(year, 12, 31)]
    return [day.isoformat() for day in days]


def settings(today: date, set_at: datetime) -> list[Setting]:
    """Return what the office of the demo has set."""
    values: dict[str, object] = {
        "city": "Bottrop",
        "office_name": "Standesamt der Stadt Bottrop",
        "office_phone": "02041 000 00",
        "office_email": "standesamt@example.org",
        "office_hours": "Mo–Fr 8:30–12:30 Uhr, Mo und Di 14–16 Uhr, Do 14–18 Uhr",
        "office_hours_en": "Mon–Fri 8:30–12:30, Mon and Tue 14:00–16:00, Thu 14:00–18:00",
        "special_dates": special_dates(today),
        "closing_days": closing_days(today),
    }
    since = today - timedelta(days=800)
    return [
        Setting(name=name, value=value, valid_from=since, set_at=set_at)
        for name, value in values.items()
    ]


def accounts(
    venues: list[Venue], password_hash: str, created_at: datetime
) -> tuple[list[Account], dict[int, Account]]:
    """Return the people of the demo, and the operator of each venue by the venue's position."""

    def account(email: str, name: str, role: Role, places: list[Venue]) -> Account:
        return Account(
            email=email,
            name=name,
            role=role,
            password_hash=password_hash,
            created_at=created_at,
            venues=places,
        )

    people = [
        account("amt@example.org", "Petra Brinkmann", Role.HEAD, []),
        account("standesbeamtin@example.org", "Selin Demir", Role.STAFF, []),
        account("standesbeamter@example.org", "Jonas Okafor", Role.STAFF, []),
    ]
    operators = {
        position: account(
            f"betrieb-{venue.slug}@example.org",
            f"Betrieb {venue.short_name}",
            Role.OPERATOR,
            [venue],
        )
        for position, venue in enumerate(venues)
    }
    return people + list(operators.values()), operators


def closures(venues: dict[str, Venue], today: date, created_at: datetime) -> list[Closure]:
    """Return times in which a venue, or the office, is closed."""

    def whole(venue: Venue | None, first: date, days: int, reason: str, *, public: bool) -> Closure:
        return Closure(
            venue=venue,
            begins_at=day_begins_at(first),
            ends_at=day_begins_at(first + timedelta(days=days)),
            reason=reason,
            public=public,
            created_at=created_at,
        )

    winter = date(today.year + (today.month > 9), 2, 1)
    summer = add_months(today.replace(day=1), 8)
    ahead = add_months(today, 13)
    next_season = date(ahead.year + (ahead.month > 6), 6, 1)
    outing = _next_weekday(add_months(today, 5), 2)
    return [
        whole(venues["kirchhellener-brauhaus"], winter, 14, "Betriebsferien", public=True),
        whole(venues["hof-juenger"], summer, 3, "Konzert im Haus", public=True),
        whole(venues["schloss-beck"], _next_weekday(summer, 5), 1, "Firmenfest", public=False),
        whole(venues["schloss-beck"], _next_weekday(next_season, 5), 1, "Messe", public=False),
        Closure(
            venue=None,
            begins_at=instant_at(outing, time(12)),
            ends_at=day_begins_at(outing + timedelta(days=1)),
            reason="Betriebsausflug",
            public=False,
            created_at=created_at,
        ),
    ]


def _next_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
