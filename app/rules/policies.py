"""The office's settings: their kinds, their defaults, and what cannot be.

Each value applies from a day on (``models/setting.py``); a name without a value has the default
that stands here. They are checked together: a setting that cannot be is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from app.rules.refusals import ImpossiblePolicy


@dataclass(frozen=True)
class SpecialDate:
    """A day worth marking, such as 7.7.27, with its words by language."""

    day: date
    label: Mapping[str, str]


@dataclass(frozen=True)
class Policies:
    """All settings as they apply on one day."""

    # The office
    city: str = "Musterstadt"
    office_name: str = "Standesamt Musterstadt"
    office_phone: str = ""
    office_email: str = ""
    office_hours: str = ""
    #: The same in English; without it English pages show the German words.
    office_hours_en: str = ""
    office_address: str = ""

    # What couples may reserve, and when
    #: Months ahead that couples may reserve.
    horizon_months: int = 12
    #: Berlin wall-clock time at which new days open, on working days.
    opening_time: time = time(9)
    #: Days before the ceremony on which reserving ends.
    lead_days: int = 21
    #: Weekdays without ceremonies, Monday 0.
    closed_weekdays: tuple[int, ...] = (6,)
    #: Whether public holidays are without ceremonies.
    closed_on_holidays: bool = True
    #: Further days without ceremonies.
    closing_days: tuple[date, ...] = ()
    special_dates: tuple[SpecialDate, ...] = ()

    # The couple's way
    hold_minutes: int = 20
    hold_extensions: int = 10
    staff_hold_minutes: int = 10
    #: Hours within which the e-mail address must be confirmed.
    confirm_hours: int = 24
    #: Hours for which the answers of a lapsed hold are kept.
    keep_answers_hours: int = 24
    #: Days for which addresses and contents of mails are kept after they were sent.
    keep_mails_days: int = 30
    #: Weeks before the ceremony by which the marriage must be registered.
    registration_weeks: int = 8
    #: Days before the ceremony up to which couples may cancel online.
    cancel_online_days: int = 3
    #: Days before the ceremony from which operators see names of approved couples.
    operator_names_days: int = 14

    # Ceremonies
    ceremony_minutes: int = 30

    @property
    def closed_days(self) -> frozenset[date]:
        """The closing days as a set."""
        return frozenset(self.closing_days)

    def hours_in(self, language: str) -> str:
        """Return when somebody answers the telephone, in German if no other words are known."""
        return (self.office_hours_en if language == "en" else "") or self.office_hours


#: Smallest and largest value of each number.
BOUNDS: dict[str, tuple[int, int]] = {
    "horizon_months": (1, 36),
    "lead_days": (0, 365),
    "hold_minutes": (5, 120),
    "hold_extensions": (0, 20),
    "staff_hold_minutes": (5, 120),
    "confirm_hours": (1, 168),
    "keep_answers_hours": (0, 72),
    "keep_mails_days": (1, 365),
    "registration_weeks": (1, 25),
    "cancel_online_days": (0, 60),
    "operator_names_days": (0, 60),
    "ceremony_minutes": (10, 240),
}

#: New days open while people are awake, and never in an hour that the clocks skip.
DAYTIME = (time(6), time(22))

NAMES = frozenset(field.name for field in fields(Policies))


def from_stored(values: Mapping[str, Any]) -> Policies:
    """Build the policies from stored values (JSON); what is not stored has its default."""
    return Policies(**{name: _read(name, value) for name, value in values.items()})


def to_stored(policies: Policies) -> dict[str, Any]:
    """Return all values in the form in which they are stored (JSON)."""
    return {name: _write(getattr(policies, name)) for name in sorted(NAMES)}


def check_possible(policies: Policies) -> None:
    """Check that the settings can all be true at once.

    Raises:
        ImpossiblePolicy: names the setting and why: "out_of_bounds", "empty", "at_night",
            "no_day_left", "lead_beyond_horizon", "registration_beyond_horizon" or
            "hold_beyond_confirm". (Actions add "in_the_past".)
    """
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(policies, name) <= most:
            raise ImpossiblePolicy(name=name, because="out_of_bounds")
    horizon_days = policies.horizon_months * 30
    longest_hold = policies.hold_minutes * (policies.hold_extensions + 1)
    impossible = (
        (not policies.city.strip(), "city", "empty"),
        (not policies.office_name.strip(), "office_name", "empty"),
        (not DAYTIME[0] <= policies.opening_time <= DAYTIME[1], "opening_time", "at_night"),
        (len(set(policies.closed_weekdays)) >= 7, "closed_weekdays", "no_day_left"),
        (policies.lead_days >= horizon_days, "lead_days", "lead_beyond_horizon"),
        (
            policies.registration_weeks * 7 >= horizon_days,
            "registration_weeks",
            "registration_beyond_horizon",
        ),
        (longest_hold > policies.confirm_hours * 60, "hold_minutes", "hold_beyond_confirm"),
    )
    for is_so, name, because in impossible:
        if is_so:
            raise ImpossiblePolicy(name=name, because=because)


def _read(name: str, value: Any) -> Any:
    match name:
        case "opening_time":
            return time.fromisoformat(value)
        case "closed_weekdays":
            return tuple(value)
        case "closing_days":
            return tuple(date.fromisoformat(day) for day in value)
        case "special_dates":
            return tuple(
                SpecialDate(date.fromisoformat(entry["day"]), entry["label"]) for entry in value
            )
    return value


def _write(value: Any) -> Any:
    match value:
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case SpecialDate():
            return {"day": value.day.isoformat(), "label": dict(value.label)}
        case tuple():
            return [_write(entry) for entry in value]
    return value
