"""All free dates: as a list, or by the nearest month that has any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.models import Slot
from app.queries.free import count_days, list_free
from app.web.access import open_to_all
from app.web.couples import bp
from app.web.couples.addresses import (
    hold_address,
    month_address,
    period_query,
    venue_address,
)
from app.web.couples.days import facts_of
from app.web.couples.looking import Looking, last_of_month, look, venue_names
from app.web.couples.wishes import Tag, list_tags, query_of
from app.web.filters import month_name
from app.web.freshness import answer

#: Times per page of the list, and the last page that is counted to.
PER_PAGE, MOST_PAGES = 20, 500


@dataclass(frozen=True)
class ListRow:
    """One free time."""

    slot_id: int
    begins_at: datetime
    name: str
    href: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class ListView:
    """What the list shows."""

    days: list[tuple[date, list[ListRow]]]
    count: int
    page: int
    #: „von Juni 2027 bis Juli 2027“, if it was asked for.
    period: str
    #: The same wish in the calendar.
    calendar: str
    before: str | None
    after: str | None
    #: The day with which the next page begins.
    next_day: date | None
    tags: list[Tag]

    @property
    def here(self) -> str:
        """„21 bis 40 von 144“."""
        first = (self.page - 1) * PER_PAGE + 1
        last = min(self.page * PER_PAGE, self.count)
        return _("%(first)s bis %(last)s von %(count)s", first=first, last=last, count=self.count)

    @property
    def hold_action(self) -> str:
        """Where a time is posted."""
        return hold_address()


@bp.get("/termine")
@open_to_all
def dates() -> ResponseReturnValue:
    looking = look()
    if not looking.asked.as_list:
        return redirect(_nearest_month(looking), 302)
    first, last = _period(looking)
    return answer(
        partial(_render, looking, _page()),
        first=first,
        last=last,
        now=looking.now,
        own=looking.visitor.key,
    )


def _render(looking: Looking, page: int) -> str:
    return render_template("couples/dates.html", view=_list_view(looking, page), looking=looking)


def _page() -> int:
    word = request.args.get("seite", "1")
    return min(max(int(word), 1), MOST_PAGES) if re.fullmatch(r"[0-9]{1,6}", word) else 1


def _period(looking: Looking) -> tuple[date, date]:
    """Return the days that are looked through; a period too long is cut."""
    first = max(looking.asked.first or looking.first_day, looking.first_day)
    last = min(last_of_month(looking.asked.last or looking.last_day), looking.last_day)
    return first, max(first, last)


def _nearest_month(looking: Looking) -> str:
    """Return the address of the month to begin with.

    One month that was named is shown whatever it holds; of several the first with a fitting date.
    """
    asked = looking.asked
    if asked.first and (asked.last is None or asked.last == asked.first):
        return _to_month(asked.first, looking)
    first, last = _period(looking)
    counts = count_days(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    fitting = sorted(day for day, count in counts.items() if looking.counted(count))
    free = sorted(day for day, count in counts.items() if count.free)
    day = next(iter(fitting or free), first)
    return _to_month(day.replace(day=1), looking)


def _to_month(month: date, looking: Looking) -> str:
    """Return the address of a month; what was not understood comes along and is named there."""
    if not looking.asked.left_out:
        return month_address(month, looking.wish)
    rest: dict[str, Any] = {
        name: ",".join(request.args.getlist(name))[:200].replace("\0", "")
        for name in ("tag", "zeit", "gaeste", "stufenlos", "lage", "bis", "ort", "von", "ende")
        if request.args.get(name)
    }
    return url_for("couples.month", month=month, **rest)


def _list_view(looking: Looking, page: int) -> ListView:
    first, last = _period(looking)
    found = list_free(
        db.session(),
        looking.wish,
        now=looking.now,
        policies=looking.policies,
        first=first,
        last=last,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    counts = count_days(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    more = found[PER_PAGE:]
    return ListView(
        days=[
            (day, [_row(slot, looking) for slot in slots])
            for day, slots in groupby(found[:PER_PAGE], key=lambda slot: slot.day)
        ],
        count=sum(looking.counted(count) for count in counts.values()),
        page=page,
        period=_period_words(looking),
        calendar=url_for("couples.dates", **_period_query(looking), **query_of(looking.wish)),
        before=_page_address(looking, page - 1) if page > 1 else None,
        after=_page_address(looking, page + 1) if more else None,
        next_day=more[0].day if more else None,
        tags=list_tags(
            looking.wish,
            partial(url_for, "couples.dates", ansicht="liste", **_period_query(looking)),
            venue_names() if looking.wish.venues else {},
        ),
    )


def _row(slot: Slot, looking: Looking) -> ListRow:
    venue = slot.venue
    return ListRow(
        slot_id=slot.id,
        begins_at=slot.begins_at,
        name=venue.name,
        href=venue_address(venue.slug, looking.wish, am=slot.day),
        facts=facts_of(venue, [slot]),
    )


def _period_words(looking: Looking) -> str:
    first, last = looking.asked.first, looking.asked.last
    if first and last:
        if first == last:
            return _("im %(month)s.", month=month_name(first))
        return _("von %(first)s bis %(last)s.", first=month_name(first), last=month_name(last))
    if first:
        return _("ab %(month)s.", month=month_name(first))
    return _("bis %(month)s.", month=month_name(last)) if last else ""


def _period_query(looking: Looking) -> dict[str, Any]:
    return period_query(looking.asked.first, looking.asked.last)


def _page_address(looking: Looking, page: int) -> str:
    return url_for(
        "couples.dates",
        ansicht="liste",
        **_period_query(looking),
        **query_of(looking.wish),
        seite=page if page > 1 else None,
    )
