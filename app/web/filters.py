"""How days, times and money are written: in Berlin time and in the language of the page."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import chain, zip_longest

from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.clock import today
from app.mail.words import euros
from app.rules.calendar import berlin_day, berlin_time, last_day_of, whole_days

#: Per filter the pattern of each language; a language without its own is written like English.
PATTERNS = {
    "long": {"de": "EEEE, d. MMMM yyyy", "en": "EEEE d MMMM yyyy"},
    "medium": {"de": "ccc, d. MMMM yyyy", "en": "ccc d MMMM yyyy"},
    "short": {"de": "ccc, dd.MM.yyyy", "en": "ccc d MMM yyyy"},
    "weekday_and_day": {"de": "ccc, d. MMMM", "en": "ccc d MMMM"},
    "weekday_and_day_in_full": {"de": "EEEE, d. MMMM", "en": "EEEE d MMMM"},
    "day": {"de": "d. MMMM", "en": "d MMMM"},
    "brief": {"de": "d.M.", "en": "d MMM"},
    "compact": {"de": "d.M.yy", "en": "d/M/yy"},
    "month": {"de": "LLLL yyyy", "en": "LLLL yyyy"},
}


def language() -> str:
    """Return the language in which dates are written now; German where no page asks."""
    locale = get_locale()
    return str(locale.language) if locale is not None else "de"


def long_date(value: date) -> str:
    """Write „Samstag, 12. Juni 2027“."""
    return _written(value, "long")


def medium_date(value: date) -> str:
    """Write „Sa, 12. Juni 2027“, as deadlines are written."""
    return _written(value, "medium")


def near_date(value: date) -> str:
    """Write „Sa, 12. Juni“, with the year if it is another than today's."""
    is_this_year = _day_of(value).year == today().year
    return weekday_and_day(value) if is_this_year else medium_date(value)


def short_date(value: date) -> str:
    """Write „Sa, 12.06.2027“, as in tables."""
    return _written(value, "short")


def weekday_and_day(value: date) -> str:
    """Write „Sa, 12. Juni“; only where the year stands above."""
    return _written(value, "weekday_and_day")


def weekday_and_day_in_full(value: date) -> str:
    """Write „Samstag, 12. Juni“; only where the year stands above."""
    return _written(value, "weekday_and_day_in_full")


def day_and_month(value: date) -> str:
    """Write „12. Juni“; only where the year stands above."""
    return _written(value, "day")


def unbroken(text: str) -> Markup:
    """Keep each day and its month on one line, wherever the text wraps."""
    months = "|".join(get_month_names("wide", "format", language()).values())
    pieces = re.split(rf"(\b\d{{1,2}}\.? (?:{months})\b)", str(text))
    # Every second piece is what was split at.
    kept = [Markup('<span class="nowrap">{}</span>').format(piece) for piece in pieces[1::2]]
    rest = [escape(piece) for piece in pieces[0::2]]
    return Markup("").join(chain.from_iterable(zip_longest(rest, kept, fillvalue=Markup(""))))


def compact_date(value: date) -> str:
    """Write „7.7.27“, as people say special dates."""
    return _written(value, "compact")


def brief_date(value: date) -> str:
    """Write „1.6.“, for the cells of a month."""
    return _written(value, "brief")


def clock(value: datetime | time) -> str:
    """Write „10:30 Uhr“."""
    return f"{hour_minute(value)} Uhr" if language() == "de" else hour_minute(value)


def hour_minute(value: datetime | time) -> str:
    """Write „10:30“, as on a button."""
    wall = berlin_time(value) if isinstance(value, datetime) else value
    return f"{wall.hour}:{wall.minute:02}"


def date_time(value: datetime) -> str:
    """Write „Samstag, 12. Juni 2027, 10:30 Uhr“."""
    return f"{long_date(value)}, {clock(value)}"


def medium_date_time(value: datetime) -> str:
    """Write „Sa, 12. Juni 2027, 10:30 Uhr“."""
    return f"{medium_date(value)}, {clock(value)}"


def short_date_time(value: datetime) -> str:
    """Write „Sa, 12.06.2027, 10:30 Uhr“."""
    return f"{short_date(value)}, {clock(value)}"


def closed_span(begins_at: datetime, ends_at: datetime) -> str:
    """Write „Mo, 14.06.2027 – So, 20.06.2027, ganztägig“, „…, 12:00–24:00 Uhr“ or both instants."""
    whole = whole_days(begins_at, ends_at)
    if whole is None:
        last = last_day_of(ends_at)
        end = end_hour(ends_at) + (" Uhr" if language() == "de" else "")
        if berlin_day(begins_at) == last:
            return f"{short_date(last)}, {hour_minute(begins_at)}–{end}"
        return f"{short_date_time(begins_at)} – {short_date(last)}, {end}"
    days = " – ".join(dict.fromkeys(short_date(day) for day in whole))
    return _("%(days)s, ganztägig", days=days)


def end_hour(ends_at: datetime) -> str:
    """Write „12:00“ of an exclusive end, „24:00“ of midnight."""
    return "24:00" if last_day_of(ends_at) != berlin_day(ends_at) else hour_minute(ends_at)


def month_name(value: date) -> str:
    """Write „Juni 2027“."""
    return _written(value, "month")


def month_only(value: date) -> str:
    """Write „Juni“; only where the year stands above."""
    return str(get_month_names("wide", "stand-alone", language())[_day_of(value).month])


def month_short(value: date) -> str:
    """Write „Jun“."""
    return str(get_month_names("abbreviated", "stand-alone", language())[_day_of(value).month])


def weekday_name(value: date | int) -> str:
    """Write „Samstag“; of a day, or of a number with Monday 0."""
    return str(get_day_names("wide", "stand-alone", language())[_weekday_of(value)])


def weekday_short(value: date | int) -> str:
    """Write „Sa“; of a day, or of a number with Monday 0."""
    return str(get_day_names("abbreviated", "stand-alone", language())[_weekday_of(value)])


def money(cents: int) -> str:
    """Write „66 €“, and „66,50 €“ where there are cents."""
    return euros(cents, language())


def number(value: int) -> str:
    """Write „1716“ and „17.160“: four figures are read at a glance, more are set apart."""
    return format_decimal(value, locale=language()) if abs(value) >= 10_000 else str(value)


def iso(value: date | datetime) -> str:
    """Write the day for an address, or the instant for a program."""
    return value.isoformat()


def iso_day(value: date | datetime) -> str:
    """Write the Berlin day for an address."""
    return _day_of(value).isoformat()


def iso_month(value: date | datetime) -> str:
    """Write the month for an address."""
    return f"{_day_of(value):%Y-%m}"


def init_filters(app: Flask) -> None:
    """Make every way of writing known to the templates."""
    for written in (
        long_date,
        medium_date,
        near_date,
        short_date,
        weekday_and_day,
        weekday_and_day_in_full,
        day_and_month,
        unbroken,
        compact_date,
        brief_date,
        clock,
        hour_minute,
        date_time,
        medium_date_time,
        short_date_time,
        closed_span,
        month_name,
        month_only,
        month_short,
        weekday_name,
        weekday_short,
        money,
        number,
        iso,
        iso_day,
        iso_month,
    ):
        app.jinja_env.filters[written.__name__] = written


def _day_of(value: date | datetime) -> date:
    return berlin_day(value) if isinstance(value, datetime) else value


def _weekday_of(value: date | int) -> int:
    return value if isinstance(value, int) else _day_of(value).weekday()


def _written(value: date, pattern: str) -> str:
    patterns = PATTERNS[pattern]
    return str(
        format_date(_day_of(value), patterns.get(language(), patterns["en"]), locale=language())
    )
