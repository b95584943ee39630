"""The words and signs for what operators see: a word always, a shape beside it, colour third."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Series
from app.queries.venue_times import VenueTime
from app.rules.marks import Mark
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from app.web.filters import hour_minute, short_date, weekday_name


@dataclass(frozen=True)
class Sign:
    """A word, the icon that repeats it, and how urgent it is."""

    word: LazyString
    icon: str
    tone: str = ""
    filled: bool = False


MARKS: dict[Mark, Sign] = {
    Mark.DRAFT: Sign(_l("Entwurf"), "dashed_circle"),
    Mark.RETURNED: Sign(_l("zurückgegeben"), "return", "stop"),
    Mark.SUBMITTED: Sign(_l("eingereicht"), "up"),
    Mark.OPENS_LATER: Sign(_l("freigegeben, öffnet später"), "clock"),
    Mark.FREE: Sign(_l("frei"), "circle", "good"),
    Mark.NOT_FREE: Sign(_l("gesperrt"), "bar"),
    Mark.HELD: Sign(_l("gehalten"), "hourglass"),
    Mark.RESERVED: Sign(_l("reserviert"), "bookmark", filled=True),
    Mark.MARRIED: Sign(_l("getraut"), "ring"),
    Mark.OVER: Sign(_l("vorbei"), "slash", "rest"),
    Mark.WITHDRAWN: Sign(_l("zurückgezogen"), "cross", "rest"),
}

#: Why a released time is not free, for the people of its venue.
OBSTACLES: dict[Obstacle, LazyString] = {
    Obstacle.TAKEN: _l("Ein Paar hat diesen Termin."),
    Obstacle.OVERLAP: _l("Ein anderer Termin belegt den Trauort mit Pause."),
    Obstacle.VENUE_CLOSED: _l("Eine Sperrzeit des Trauorts liegt darüber."),
    Obstacle.DAY_CLOSED: _l("An diesem Tag traut das Standesamt nicht."),
    Obstacle.VENUE_NOT_IN_USE: _l("An diesem Tag gehört der Trauort nicht zum Angebot."),
    Obstacle.NOT_COVERED: _l("Das Standesamt hat diesen Tag noch nicht zugesichert."),
    Obstacle.NO_REGISTRAR: _l("Im Standesamt ist zu dieser Zeit niemand frei."),
    Obstacle.NO_TRAVEL_TIME: _l("Dem Standesamt fehlt noch der Weg zu Ihrem Trauort."),
    Obstacle.RECKONING: _l("Dieser Tag wird gerade neu berechnet."),
}

RESERVATIONS: dict[ReservationState, Sign] = {
    ReservationState.HELD: Sign(_l("Gehalten"), "hourglass"),
    ReservationState.REQUESTED: Sign(_l("E-Mail offen"), "envelope"),
    ReservationState.RESERVED: Sign(_l("Reserviert"), "bookmark"),
    ReservationState.APPROVED: Sign(_l("Zugesagt"), "bookmark", filled=True),
    ReservationState.REGISTERED: Sign(_l("Angemeldet"), "folder"),
    ReservationState.FIRM: Sign(_l("Fest"), "tick", "good"),
    ReservationState.MARRIED: Sign(_l("Getraut"), "ring"),
}


def count_marks(times: Iterable[VenueTime]) -> list[tuple[Sign, int]]:
    """Return how many times there are of each mark, in the order in which people count."""
    counts = Counter(time.mark for time in times)
    return [(sign, counts[mark]) for mark, sign in MARKS.items() if counts[mark]]


def count_of(number: int) -> str:
    """Write „38 Termine“."""
    return ngettext("%(num)d Termin", "%(num)d Termine", number)


def rule_in_words(series: Series) -> str:
    """Write „Samstag · 10:00, 11:00 Uhr · Sa, 01.05.2027 – Sa, 30.10.2027“."""
    return _(
        "%(days)s · %(times)s Uhr · %(first)s – %(last)s",
        days=", ".join(weekday_name(number) for number in series.weekdays),
        times=", ".join(hour_minute(time.fromisoformat(start)) for start in series.times),
        first=short_date(series.from_day),
        last=short_date(series.until_day),
    )
