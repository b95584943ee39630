"""What addresses and forms of the office say, read without trusting it."""

from __future__ import annotations

from datetime import date

from flask import request

from app.models.base import LARGEST_ID
from app.queries import NotFound
from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.rules.reservations import REFERENCE_SIGNS


def read_day(text: str) -> date:
    """Return the day that stands in an address.

    Raises:
        NotFound: there is no such day, or no calendar for it.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if day.isoformat() != text or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotFound
    return day


def read_reference(text: str) -> str:
    """Return the reference that stands in an address.

    Raises:
        NotFound: it cannot be one.
    """
    if len(text) > 12 or not all(sign in REFERENCE_SIGNS + "-TKSO0123456789I" for sign in text):
        raise NotFound
    return text


def read_number(text: str) -> int | None:
    """Return the number that a form sends, of at most ten figures; None if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def read_page_number() -> int:
    """Return which page of a list is wanted; the first unless the address says otherwise."""
    text = request.args.get("seite", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def read_ids(name: str) -> list[int]:
    """Return the keys that a form sends under ``name``; what cannot be one is left out."""
    ids = dict.fromkeys(read_number(text) for text in request.form.getlist(name))
    return [key for key in ids if key is not None and 0 < key <= LARGEST_ID]
