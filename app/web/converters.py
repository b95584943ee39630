"""Months, weeks, days, short names and keys in addresses: what cannot exist is not found."""

from __future__ import annotations

import re
from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.models.base import LARGEST_ID
from app.rules.calendar import FIRST_YEAR, LAST_YEAR

#: Only what there is matches, so that what there is not may be something else: of the calendar's
#: years every day, and the 29th of February of leap years.
YEAR = r"2[01][0-9]{2}"
LEAP_YEAR = r"(?:20(?:[02468][048]|[13579][26])|21(?:0[48]|[2468][048]|[13579][26]))"
MONTH = rf"{YEAR}-(?:0[1-9]|1[0-2])"
DAY = (
    rf"(?:{MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|{LEAP_YEAR}-02-29"
    rf"|{YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)|{YEAR}-(?:0[13578]|1[02])-31)"
)


class MonthConverter(BaseConverter):
    """„2027-06“, given to the view as the first day of the month."""

    regex = MONTH

    def to_python(self, value: str) -> date:
        """Return the first day of the month."""
        return _read(f"{value}-01")

    def to_url(self, value: date) -> str:
        """Write year and month."""
        return f"{value:%Y-%m}"


class DayConverter(BaseConverter):
    """„2027-06-12“."""

    regex = DAY

    def to_python(self, value: str) -> date:
        """Return the day."""
        return _read(value)

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()


class WeekConverter(BaseConverter):
    """„2027-W23“, given to the view as its Monday."""

    regex = r"\d{4}-W\d{2}"

    def to_python(self, value: str) -> date:
        """Return the Monday."""
        if not re.fullmatch(r"[0-9W-]+", value):
            raise ValidationError
        try:
            monday = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        except ValueError:
            raise ValidationError from None
        if not FIRST_YEAR <= monday.year < LAST_YEAR:
            raise ValidationError
        return monday

    def to_url(self, value: date) -> str:
        """Write the year and the week."""
        return f"{value:%G-W%V}"


class AstrayConverter(BaseConverter):
    """What looks like a month or a day and is none: „2027-13“, „2027-6“, „2027-02-30“."""

    regex = r"[0-9]{1,9}(?:-[0-9]{1,9}){0,2}"
    # Months and days that there are come first.
    weight = 200


class SlugConverter(BaseConverter):
    """The short name of a thing; what cannot be one never reaches the database."""

    regex = r"[a-z0-9][a-z0-9-]{0,59}"


class KeyConverter(BaseConverter):
    """The key of a row; what no row can have never reaches the database."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the key."""
        key = int(value)
        if key > LARGEST_ID:
            raise ValidationError
        return key


def _read(text: str) -> date:
    # \d matches digits of every script; an address knows one.
    if not re.fullmatch(r"[0-9-]+", text):
        raise ValidationError
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError
    return day


def init_converters(app: Flask) -> None:
    """Make the kinds known to the routes."""
    app.url_map.converters["month"] = MonthConverter
    app.url_map.converters["week"] = WeekConverter
    app.url_map.converters["day"] = DayConverter
    app.url_map.converters["astray"] = AstrayConverter
    app.url_map.converters["slug"] = SlugConverter
    # The kind that comes with the framework knows no bounds.
    app.url_map.converters["int"] = KeyConverter
