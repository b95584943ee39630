"""Ways out of a month in which nothing fits: single changes, each with what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.queries.free import DayCount, count_wishes
from app.web.couples.addresses import month_address
from app.web.couples.looking import Looking, last_of_month, venue_names
from app.web.couples.wishes import loosened, words_of
from app.web.filters import month_only

#: So many ways are named, the best one included.
MOST = 5


@dataclass(frozen=True)
class Way:
    """One change of the wish, and how many dates it opens."""

    name: str
    words: str
    #: What the button says, if this is the change that helps most.
    label: str
    href: str
    count: int


def best_words(way: Way) -> str:
    """Say which kind of change helps most."""
    words = {
        "tag": _("Am meisten hilft ein anderer Wochentag"),
        "zeit": _("Am meisten hilft eine andere Tageszeit"),
        "gaeste": _("Am meisten hilft eine andere Gästezahl"),
        "stufenlos": _("Am meisten hilft ein Ort, der nicht ganz stufenlos ist"),
        "lage": _("Am meisten hilft beides, drinnen und draußen"),
        "bis": _("Am meisten hilft ein anderer Betrag"),
        "ort": _("Am meisten hilft ein anderer Trauort"),
        "monat": _("Am meisten hilft ein anderer Monat"),
    }
    return words[way.name]


def list_ways(
    month: date, next_month: date, counts: Mapping[date, DayCount], looking: Looking
) -> list[Way]:
    """Return the single changes that help, the one that helps most first; one query."""
    wishes = loosened(looking.wish)
    found = count_wishes(
        db.session(),
        month,
        last_of_month(month),
        wishes,
        now=looking.now,
        policies=looking.policies,
    )
    names = venue_names() if looking.wish.venues else {}
    ways = [
        _way(name, words_of(looking.wish, name, names), month_address(month, wishes[name]), count)
        for name, count in found.items()
        if count
    ]
    ways.sort(key=lambda way: -way.count)
    later = count_month(next_month, counts, looking) if next_month > month else 0
    if later:
        ways.append(_later(next_month, looking, later))
    return ways[:MOST]


def count_month(month: date, counts: Mapping[date, DayCount], looking: Looking) -> int:
    """Return how many free dates of a month fit."""
    return sum(
        looking.counted(count)
        for day, count in counts.items()
        if (day.year, day.month) == (month.year, month.month)
    )


def _way(name: str, words: str, href: str, count: int) -> Way:
    label = ngettext(
        "%(num)d Termin ohne „%(filter)s“ zeigen",
        "%(num)d Termine ohne „%(filter)s“ zeigen",
        count,
        filter=words,
    )
    return Way(name, _("Ohne „%(filter)s“", filter=words), label, href, count)


def _later(month: date, looking: Looking, count: int) -> Way:
    label = ngettext(
        "%(num)d Termin im %(month)s zeigen",
        "%(num)d Termine im %(month)s zeigen",
        count,
        month=month_only(month),
    )
    words = _("Gleiche Auswahl im %(month)s", month=month_only(month))
    return Way("monat", words, label, month_address(month, looking.wish), count)
