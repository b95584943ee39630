"""What addresses and forms of operators name; what cannot be is not found."""

from __future__ import annotations

from datetime import date

from flask import request

from app.extensions import db
from app.models import Venue
from app.models.base import LARGEST_ID
from app.queries import NotFound
from app.queries.venue_times import get_own_venue
from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.web.access import the_actor


def own_venue(slug: str) -> Venue:
    """Return a venue of whoever is signed in.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return get_own_venue(db.session(), the_actor(), slug)


def read_day(text: str) -> date:
    """Return the day of an address.

    Raises:
        NotFound: there is no such day, or the calendar does not reach it.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    # The last month has no month after it, the first none before.
    if day.isoformat() != text or not FIRST_YEAR < day.year < LAST_YEAR:
        raise NotFound
    return day


def read_month(text: str) -> date:
    """Return the first day of the month of an address.

    Raises:
        NotFound: there is no such month, or the calendar does not reach it.
    """
    return read_day(f"{text}-01")


def chosen_ids(name: str = "slot") -> list[int]:
    """Return the ids that were ticked.

    Raises:
        NotFound: one of them is no id.
    """
    texts = request.values.getlist(name)
    if not all(text.isascii() and text.isdecimal() and len(text) <= 10 for text in texts):
        raise NotFound
    ids = [int(text) for text in texts]
    if any(number > LARGEST_ID for number in ids):
        raise NotFound
    return ids
