"""Words that several pages of the office share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.models import Reservation
from app.rules.calendar import berlin_day, day_begins_at, last_day_of
from app.web.filters import clock, short_date
from app.web.registry import bp
from app.web.registry.duty.words import LANGUAGE_WORDS
from app.web.words import NEEDS_WORDS


def needs_in_words(reservation: Reservation) -> str:
    """Return what a couple needs on the day, its language and note included; empty if nothing."""
    words = [str(NEEDS_WORDS.get(need, need)) for need in reservation.needs]
    spoken = ceremony_language_in_words(reservation)
    return ", ".join(filter(None, [spoken, *words, reservation.needs_note]))


def ceremony_language_in_words(reservation: Reservation) -> str:
    """Write „Trauung auf Englisch“; empty if it is in German."""
    code = reservation.ceremony_language
    if code is None:
        return ""
    return _("Trauung auf %(spoken)s", spoken=LANGUAGE_WORDS.get(code, code))


def span_in_words(begins_at: datetime, ends_at: datetime) -> str:
    """Write „Sa, 05.02.2028, ganztägig“ or „Mi, 10.11.2027, 12:00 Uhr bis 24:00 Uhr“."""
    first, last = berlin_day(begins_at), last_day_of(ends_at)
    from_start = begins_at == day_begins_at(first)
    to_end = ends_at == day_begins_at(last + timedelta(days=1))
    start = short_date(first) if from_start else f"{short_date(first)}, {clock(begins_at)}"
    end = _("24:00 Uhr") if to_end else clock(ends_at)
    if from_start and to_end:
        if first == last:
            return _("%(day)s, ganztägig", day=start)
        return _("%(first)s bis %(last)s", first=start, last=short_date(last))
    if first == last:
        if from_start:
            start = _("%(day)s, 0:00 Uhr", day=start)
        return _("%(first)s bis %(last)s", first=start, last=end)
    return _("%(first)s bis %(last)s", first=start, last=f"{short_date(last)}, {end}")


@bp.context_processor
def know_words() -> dict[str, Callable[..., str]]:
    """Give the office's templates these words."""
    return {
        "ceremony_language_in_words": ceremony_language_in_words,
        "needs_in_words": needs_in_words,
        "span_in_words": span_in_words,
    }
