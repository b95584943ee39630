"""Ways out where nothing fits, or little: single changes with what each opens, and what is so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.queries.findings import find_findings
from app.queries.free import DayCount
from app.rules.search import Findings, Wish
from app.web.couples.addresses import month_address, next_address
from app.web.couples.looking import Looking, venue_names
from app.web.couples.obstacles import obstacle_words
from app.web.couples.tags import words_of
from app.web.filters import month_only, number

#: So many ways are named, the best one included.
MOST = 6
#: With so few free times a page says what would open more.
THIN = 3

Address = Callable[[Wish], str]


@dataclass(frozen=True)
class Way:
    """One change of the wish, and how many dates it opens."""

    name: str
    words: str
    #: What the button says, if this is the change that helps most.
    label: str
    href: str
    count: int


@dataclass(frozen=True)
class Help:
    """What a couple is told where nothing fits, or little."""

    #: The single changes that help, the one that helps most first.
    ways: list[Way]
    #: What is in the way of times that would fit, each with its number.
    obstacles: list[str]
    #: The next free date that fits, wherever it is.
    next_href: str

    @property
    def best(self) -> Way | None:
        """The single change that helps most."""
        return self.ways[0] if self.ways else None

    @property
    def title(self) -> str:
        """Say which kind of change helps most."""
        return best_words(self.ways[0]) if self.ways else _("Keine einzelne Änderung hilft")


def best_words(way: Way) -> str:
    """Say which kind of change helps most."""
    words = {
        "zeitraum": _("Am meisten hilft ein anderer Zeitraum"),
        "tag": _("Am meisten hilft ein anderer Wochentag"),
        "zeit": _("Am meisten hilft eine andere Tageszeit"),
        "gaeste": _("Am meisten hilft eine kleinere Gästezahl"),
        "stufenlos": _("Am meisten hilft ein Ort, der nicht ganz stufenlos ist"),
        "lage": _("Am meisten hilft beides, drinnen und draußen"),
        "bis": _("Am meisten hilft ein höherer Betrag"),
        "ort": _("Am meisten hilft ein anderer Trauort"),
        "monat": _("Am meisten hilft ein anderer Monat"),
    }
    return words[way.name]


def find_help(
    looking: Looking,
    first: date,
    last: date,
    address: Address,
    later: tuple[date, int] | None = None,
) -> Help:
    """Return what helps on these days; one query.

    Args:
        address: of the page with another wish.
        later: the next month and how many dates fit there.
    """
    found = find_findings(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    return help_from(found, looking, address, later)


def help_from(
    found: Findings, looking: Looking, address: Address, later: tuple[date, int] | None = None
) -> Help:
    """Return what helps by what was found."""
    ways = list_ways(found, looking, address)
    if later and later[1]:
        ways.append(_later(*later, looking))
    hindered = sorted(found.hindered.items(), key=lambda item: (-item[1], item[0]))
    return Help(
        ways=ways[:MOST],
        obstacles=[obstacle_words(why, count) for why, count in hindered],
        next_href=next_address(looking.wish),
    )


def list_ways(found: Findings, looking: Looking, address: Address) -> list[Way]:
    """Return the single changes that help, the one that helps most first."""
    names = venue_names() if looking.wish.venues else {}
    ways = [
        _way(name, words_of(looking.wish, name, names), address(looking.wish.without(name)), count)
        for name, count in found.opened.items()
    ]
    return sorted(ways, key=lambda way: -way.count)


def count_month(month: date, counts: Mapping[date, DayCount], looking: Looking) -> int:
    """Return how many free dates of a month fit."""
    return sum(
        looking.counted(count)
        for day, count in counts.items()
        if (day.year, day.month) == (month.year, month.month)
    )


def _way(name: str, words: str, href: str, count: int) -> Way:
    label = ngettext(
        "%(count)s Termin ohne „%(filter)s“ zeigen",
        "%(count)s Termine ohne „%(filter)s“ zeigen",
        count,
        count=number(count),
        filter=words,
    )
    return Way(name, _("Ohne „%(filter)s“", filter=words), label, href, count)


def _later(month: date, count: int, looking: Looking) -> Way:
    label = ngettext(
        "%(num)d Termin im %(month)s zeigen",
        "%(num)d Termine im %(month)s zeigen",
        count,
        month=month_only(month),
    )
    words = _("Gleiche Auswahl im %(month)s", month=month_only(month))
    return Way("monat", words, label, month_address(month, looking.wish), count)
