"""Days, times and sums as mails write them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_currency
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.models import Reservation
from app.rules.calendar import berlin_time
from app.rules.reservations import CancelReason

#: Why a couple cancels; in the words of the couple.
CANCEL_REASON_WORDS = {
    CancelReason.OTHER_DATE: _l("Wir möchten einen anderen Termin."),
    CancelReason.OTHER_PLACE: _l("Wir heiraten in einer anderen Stadt."),
    CancelReason.OTHER: _l("Aus einem anderen Grund."),
}


def reason_of(reservation: Reservation) -> str | LazyString | None:
    """Return why a reservation has ended: in the office's words, or the couple's choice in ours.

    A choice is put into words where it is written, in the language of that page or mail.
    """
    if reservation.cancel_reason is not None:
        return CANCEL_REASON_WORDS[reservation.cancel_reason]
    return reservation.reason


_PATTERNS = {"de": "{weekday}, {rest}", "en": "{weekday} {rest}"}
_RESTS = {"de": "d. MMMM y", "en": "d MMMM y"}


def long_day(day: date, language: str) -> str:
    """Return „Samstag, 12. Juni 2027“ or “Saturday 12 June 2027”."""
    return _day(day, "EEEE", language)


def short_day(day: date, language: str) -> str:
    """Return „Sa, 12. Juni 2027“ or “Sat 12 June 2027”."""
    return _day(day, "EEE", language)


def clock_time(instant: datetime) -> str:
    """Return the Berlin wall-clock time as „9:30“."""
    wall = berlin_time(instant)
    return f"{wall.hour}:{wall.minute:02}"


def euros(cents: int, language: str) -> str:
    """Return „66 €“ or “€66”, and „66,50 €“ where there are cents."""
    pattern = {"de": "#,##0.00 ¤", "en": "¤#,##0.00"}.get(language, "¤#,##0.00")
    if cents % 100 == 0:
        pattern = pattern.replace(".00", "")
    return str(format_currency(cents / 100, "EUR", pattern, locale=language, currency_digits=False))


def _day(day: date, weekday: str, language: str) -> str:
    return _PATTERNS[language].format(
        weekday=format_date(day, weekday, locale=language).rstrip("."),
        rest=format_date(day, _RESTS[language], locale=language),
    )
