"""Months, weeks, days, short names and keys in addresses: what cannot exist is not found."""

from __future__ import annotations

import re
from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.models.base import LARGEST_ID
from app.rules.calendar import FIRST_YEAR, LAST_YEAR


class MonthConverter(BaseConverter):
    """„2027-06“, given to the view as the first day of the month."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the first day of the month."""
        return _read(f"{value}-01")

    def to_url(self, value: date) -> str:
        """Write year and month."""
        return f"{value:%Y-%m}"


class DayConverter(BaseConverter):
    """„2027-06-12“."""

    regex = r"\d{4}-\d{2}-\d{2}"

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
    app.url_map.converters["slug"] = SlugConverter
    # The kind that comes with the framework knows no bounds.
    app.url_map.converters["int"] = KeyConverter
