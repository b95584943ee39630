"""What a venue is like, in words: beside its drawing, for wheelchairs, and when more dates come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import AnswerMode, Surroundings, Venue
from app.queries.free import DayCount
from app.rules.measures import read_measures
from app.web.couples.fees import FeeView
from app.web.couples.looking import Looking
from app.web.couples.measures import list_lines, way_words
from app.web.filters import clock, date_time, month_name


@dataclass(frozen=True)
class Coming:
    """Dates of a venue that are released and open later."""

    opens_at: datetime
    first: date
    last: date

    @property
    def words(self) -> str:
        """Say which months open when."""
        first, last, when = month_name(self.first), month_name(self.last), date_time(self.opens_at)
        if first == last:
            return _("Termine im %(month)s öffnen am %(when)s.", month=first, when=when)
        return _(
            "Termine von %(first)s bis %(last)s öffnen am %(when)s.",
            first=first,
            last=last,
            when=when,
        )


def coming_dates(counts: Mapping[date, DayCount]) -> Coming | None:
    """Return what opens next, if anything is released and not open yet."""
    opens = {day: count.opens_at for day, count in counts.items() if count.opens_at}
    if not opens:
        return None
    at = min(opens.values())
    days = [day for day, opens_at in opens.items() if opens_at == at]
    return Coming(at, min(days), max(days))


def season_words(
    counts: Mapping[date, DayCount], coming: Coming | None, looking: Looking
) -> str | None:
    """Say that nothing is free at the venue and when that changes, or None if something is."""
    if any(count.free for count in counts.values()):
        return None
    closed = _("Zurzeit ist hier kein Termin frei.")
    if coming is not None:
        return f"{closed} {coming.words}"
    at = clock(looking.policies.opening_time)
    more = _("Neue Termine öffnen an Werktagen um %(clock)s.", clock=at)
    return f"{closed} {more}"


def list_facts(venue: Venue, fees: FeeView) -> list[tuple[str, str, str | None]]:
    """Return sign, fact and explanation of what decides; a star marks what is assumed."""

    def starred(words: str, *names: str) -> str:
        assumed = any(name in venue.assumptions for name in names)
        return f"{words} *" if assumed else words

    seats = ngettext("%(num)d Sitzplatz", "%(num)d Sitzplätze", venue.seats)
    shared = len({fee.payee for fee in venue.fees}) > 1
    payees = _("teils an die Stadt, teils an den Betreiber") if shared else _("an die Stadt")
    door = read_measures(venue.measures).door_cm
    width = _("Tür %(width)s cm", width=door) if door is not None else None
    return [
        ("people", starred(seats, "seats", "standing"), _subtracted(venue)),
        (
            "ramp",
            starred(way_words(venue), "step_free"),
            starred(width, "measures") if width else None,
        ),
        ("door", starred(place_words(venue), "location"), None),
        ("euro", starred(fees.span, "fees"), payees),
    ]


def _subtracted(venue: Venue) -> str:
    if not venue.standing:
        return _("Sie beide und das Standesamt sind schon abgezogen.")
    return ngettext(
        "dazu %(num)d Stehplatz – Sie beide und das Standesamt sind schon abgezogen",
        "dazu %(num)d Stehplätze – Sie beide und das Standesamt sind schon abgezogen",
        venue.standing,
    )


def list_access(venue: Venue) -> list[tuple[bool, str]]:
    """Return what was measured as sentences, each with whether it is good news."""
    return list(list_lines(read_measures(venue.measures)))


def checked_on(venue: Venue) -> date | None:
    """Return when it was measured."""
    return read_measures(venue.measures).checked_on


def place_words(venue: Venue) -> str:
    """Say where the ceremony is held."""
    return {
        Surroundings.INDOORS: _("Drinnen"),
        Surroundings.OUTDOORS: _("Draußen"),
        Surroundings.BOTH: _("Drinnen oder draußen"),
    }[venue.location]


def mode_words(venue: Venue) -> str | None:
    """Say how the venue gives its dates, if not at once."""
    return {
        AnswerMode.INSTANT: None,
        AnswerMode.ON_REQUEST: _(
            "Hier muss der Betreiber jedem Termin zustimmen. Wir fragen ihn für Sie."
        ),
        AnswerMode.INFORMATION: _("Termine an diesem Ort vergibt nur das Standesamt."),
    }[venue.mode]
