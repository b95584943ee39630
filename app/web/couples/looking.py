"""What every page with free dates begins with: the instant, the wish, the visitor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import Response, g, request
from flask_babel import gettext as _

from app import clock
from app.extensions import db
from app.queries.free import DayCount
from app.queries.venues import list_venue_names
from app.rules.calendar import LAST_YEAR, add_months, berlin_day, last_of_month
from app.rules.conflicts import why_day_is_closed
from app.rules.policies import Policies
from app.rules.reservations import first_reservable_day
from app.rules.search import WEEKDAYS, Wish, loosened
from app.rules.slots import opening_of
from app.web.couples import bp
from app.web.couples.browser import known_browser_hash
from app.web.couples.tags import euros, line_notes, part_words, period_words, words_of
from app.web.couples.visitors import Visitor, find_visitor
from app.web.couples.wishes import Asked, read_asked
from app.web.filters import medium_date
from app.web.freshness import answer
from app.web.office import todays_policies


@dataclass(frozen=True)
class Looking:
    """Who looks, when, for what."""

    now: datetime
    policies: Policies
    visitor: Visitor = field(default_factory=Visitor)
    #: Reads what the address asks; a page that is known already never needs it.
    read: Callable[[], Asked] = Asked

    @cached_property
    def asked(self) -> Asked:
        """What the address asks for."""
        return self.read()

    @property
    def wish(self) -> Wish:
        """What the couple asks of a date."""
        return self.asked.wish

    @property
    def notes(self) -> list[str]:
        """Say what of the address was left out, and what lies beyond the calendar."""
        asked = self.asked
        notes = list(asked.left_out)
        if asked.instead:
            notes.append(
                _(
                    "„%(piece)s“ gibt es im Kalender nicht. Wir zeigen, was am nächsten liegt.",
                    piece=asked.instead,
                )
            )
        if asked.reading is not None:
            notes += line_notes(asked.reading)
        if asked.reading is not None and asked.overruled:
            words = ", ".join(_words_of(asked.reading.wish, asked.overruled))
            notes.append(
                _(
                    "Ihr Wunsch und Ihre Auswahl sagen Verschiedenes. Die Auswahl gilt, "
                    "aus dem Wunsch gilt nicht: %(words)s.",
                    words=words,
                )
            )
        notes += [note for first, last in self._asked_days if (note := self._beyond(first, last))]
        return list(dict.fromkeys(notes))

    @property
    def _asked_days(self) -> Iterator[tuple[date | None, date | None]]:
        """Yield what was asked for of the calendar: a period, a day, a month."""
        yield self.wish.first, self.wish.last
        day, month = self.asked.day, self.asked.month
        if day:
            yield day, day
        # Of this month there is a page, even if all of it is too near.
        if month and month != self.today.replace(day=1) and not self.asked.as_list:
            yield month, last_of_month(month)

    def _beyond(self, first: date | None, last: date | None) -> str | None:
        """Say which part of a period lies before or behind the calendar, if any does."""
        if last is not None and last < self.first_day:
            period = period_words(first, last)
            return _("Dieser Zeitraum ist vorbei oder zu nah: %(period)s.", period=period)
        if first is not None and first > self.last_day:
            period = period_words(first, last)
            return _("So weit reicht der Kalender noch nicht: %(period)s.", period=period)
        if last is not None and last > self.last_day:
            day = medium_date(self.last_day)
            return _("Der Kalender reicht bis %(day)s. Weiter zeigen wir nichts.", day=day)
        return None

    @property
    def understood(self) -> list[str]:
        """What the wish in one line was understood to mean, in the words of the filters."""
        reading = self.asked.reading
        if reading is None:
            return []
        taken = (name for name in loosened(reading.wish) if name not in self.asked.overruled)
        words = _words_of(reading.wish, taken)
        return [*words, *([_("so bald wie möglich")] if reading.soonest else [])]

    @property
    def period(self) -> tuple[date, date]:
        """The days to look through: the period that was asked for, as far as the calendar goes."""
        first = max(self.wish.first or self.first_day, self.first_day)
        return first, max(first, min(self.wish.last or self.last_day, self.last_day))

    @property
    def today(self) -> date:
        """The Berlin day."""
        return berlin_day(self.now)

    @property
    def first_day(self) -> date:
        """The first day that can still be reserved."""
        return first_reservable_day(self.today, self.policies)

    @property
    def last_day(self) -> date:
        """The last day for which there may be anything to see: a month after the horizon."""
        return last_of_month(add_months(self.today, self.policies.horizon_months + 1))

    def opens_by_rule(self, day: date) -> datetime | None:
        """Return when a day opens by the office's rule; None if it has, or is always closed."""
        if day.year >= LAST_YEAR or why_day_is_closed(day, self.policies):
            return None
        opens_at = opening_of(day, self.policies, self.now)
        return opens_at if opens_at > self.now else None

    def answer(
        self, render: Callable[[], str], *, first: date, last: date, extra: Hashable = None
    ) -> Response:
        """Answer with a page that shows what is free from ``first`` to ``last``, or "unchanged"."""
        return answer(
            render, first=first, last=last, now=self.now, own=self.visitor.key, extra=extra
        )

    def counted(self, count: DayCount | None) -> int:
        """Return how many free slots of a day fit, its weekday included."""
        return count.fitting if count and self.wish.allows(count.day) else 0

    def list_months(self) -> list[date]:
        """Return the first days of the months in which there may be anything to see."""
        months = (
            add_months(self.today.replace(day=1), n)
            for n in range(self.policies.horizon_months + 2)
        )
        return [month for month in months if last_of_month(month) >= self.first_day]


def _words_of(wish: Wish, names: Iterable[str]) -> list[str]:
    venues = venue_names() if wish.venues else {}
    return [words_of(wish, name, venues) for name in names]


def look(*more: str) -> Looking:
    """Return who looks with this request, when, and for what.

    Args:
        more: what the page understands in its address besides the wish.
    """
    now, policies = clock.now(), todays_policies()
    today = berlin_day(now)
    earliest = first_reservable_day(today, policies)
    return Looking(
        now=now,
        policies=policies,
        visitor=find_visitor(known_browser_hash(), now=now),
        read=lambda: read_asked(request.args, venue_names, today, earliest=earliest, more=more),
    )


def venue_names() -> dict[str, str]:
    """Return the names of all venues by slug; one query per request, however often asked."""
    if "venue_names" not in g:
        g.venue_names = list_venue_names(db.session())
    names: dict[str, str] = g.venue_names
    return names


@bp.context_processor
def know_words() -> dict[str, Any]:
    """Give the pages of couples the words of the search."""
    return {
        "WEEKDAYS": WEEKDAYS,
        "part_words": part_words,
        "venue_names": venue_names,
        "euros": euros,
    }
