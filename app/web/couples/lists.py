"""Free dates as a list: ranked, in groups with a heading each, twenty to a page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.models import Slot
from app.queries.free import count_days, list_free
from app.rules.search import Order
from app.web.couples.addresses import hold_address, list_address, venue_address
from app.web.couples.cells import special_words
from app.web.couples.days import facts_of, guests_fact
from app.web.couples.looking import Looking, venue_names
from app.web.couples.tags import Tag, list_tags, period_phrase, query_of
from app.web.couples.ways import THIN, Help, find_help
from app.web.filters import day_and_month, long_date, medium_date, money

#: Times per page of the list.
PER_PAGE = 20


@dataclass(frozen=True)
class ListRow:
    """One free time."""

    slot_id: int
    begins_at: datetime
    name: str
    href: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Times under one heading."""

    key: str
    title: str
    #: Words of a special date.
    special: str | None
    rows: list[ListRow]


@dataclass(frozen=True)
class ListView:
    """What the list shows."""

    groups: list[Group]
    count: int
    page: int
    #: Whether a page was asked for that lies behind the last.
    beyond: bool
    #: „von Juni 2027 bis Juli 2027.“, if it was asked for.
    period: str
    #: The same wish in the calendar.
    calendar: str
    #: Ways to rank: words, address, whether it is this one.
    orders: list[tuple[str, str, bool]]
    before: str | None
    after: str | None
    #: With what the next page begins: „Weitere Termine ab 3. Juli“.
    after_words: str
    tags: list[Tag]
    #: What would open more, where nothing fits or little.
    help: Help | None

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


def list_view(looking: Looking) -> ListView:
    """Reckon what the list shows; two queries, a third where little fits."""
    first, last = looking.period
    counts = count_days(
        db.session(), first, last, looking.wish, now=looking.now, policies=looking.policies
    )
    count = sum(looking.counted(one) for one in counts.values())
    page = min(looking.asked.page, max(1, -(-count // PER_PAGE)))
    found = _found(looking, first, last, page) if count else []
    more = found[PER_PAGE:]
    return ListView(
        groups=_groups(found[:PER_PAGE], looking),
        count=count,
        page=page,
        beyond=looking.asked.page > page,
        period=period_phrase(looking.wish.first, looking.wish.last),
        calendar=url_for("couples.dates", **query_of(looking.wish)),
        orders=[
            (words, list_address(looking.wish, **_sorted(order)), order is looking.asked.order)
            for order, words in _order_words().items()
        ],
        before=_page_address(looking, page - 1) if page > 1 else None,
        after=_page_address(looking, page + 1) if more else None,
        after_words=_after_words(more[0], looking.asked.order) if more else "",
        tags=list_tags(
            looking.wish,
            partial(url_for, "couples.dates", ansicht="liste", **_sorted(looking.asked.order)),
            venue_names() if looking.wish.venues else {},
        ),
        help=_help(looking) if count <= THIN else None,
    )


def _found(looking: Looking, first: date, last: date, page: int) -> list[Slot]:
    return list_free(
        db.session(),
        looking.wish,
        now=looking.now,
        policies=looking.policies,
        first=first,
        last=last,
        order=looking.asked.order,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )


def _help(looking: Looking) -> Help:
    return find_help(looking, looking.first_day, looking.last_day, list_address)


def _groups(slots: list[Slot], looking: Looking) -> list[Group]:
    order = looking.asked.order
    special = special_words(looking.policies)
    groups = []
    for key, grouped in groupby(slots, key=partial(_key, order)):
        there = list(grouped)
        groups.append(
            Group(
                key=str(key),
                title=_title(order, there[0]),
                special=special.get(there[0].day) if order is Order.DATE else None,
                rows=[_row(slot, looking) for slot in there],
            )
        )
    return groups


def _key(order: Order, slot: Slot) -> Hashable:
    keys: dict[Order, Callable[[], Hashable]] = {
        Order.DATE: lambda: slot.day.isoformat(),
        Order.FIT: lambda: "passend",
        Order.FEE: lambda: slot.fee_cents,
        Order.ROOM: lambda: slot.venue.seats + slot.venue.standing,
    }
    return keys[order]()


def _title(order: Order, slot: Slot) -> str:
    titles: dict[Order, Callable[[], str]] = {
        Order.DATE: lambda: long_date(slot.day),
        Order.FIT: lambda: _("Was am besten passt, zuerst"),
        Order.FEE: lambda: money(slot.fee_cents),
        Order.ROOM: lambda: guests_fact(slot.venue),
    }
    return titles[order]()


def _row(slot: Slot, looking: Looking) -> ListRow:
    venue = slot.venue
    facts = facts_of(venue, [slot])
    return ListRow(
        slot_id=slot.id,
        begins_at=slot.begins_at,
        name=venue.name,
        href=venue_address(venue.slug, looking.wish, am=slot.day),
        facts=facts if looking.asked.order is Order.DATE else (medium_date(slot.day), *facts),
    )


def _order_words() -> dict[Order, str]:
    return {
        Order.DATE: _("Datum"),
        Order.FIT: _("Am besten passend"),
        Order.FEE: _("Gebühr"),
        Order.ROOM: _("Plätze"),
    }


def _after_words(slot: Slot, order: Order) -> str:
    room = slot.venue.seats + slot.venue.standing
    words: dict[Order, Callable[[], str]] = {
        Order.DATE: lambda: _("Weitere Termine ab %(day)s", day=day_and_month(slot.day)),
        Order.FIT: lambda: _("Weitere Termine"),
        Order.FEE: lambda: _("Weitere Termine: %(what)s", what=money(slot.fee_cents)),
        Order.ROOM: lambda: ngettext(
            "Weitere Termine: Platz für %(num)d Gast",
            "Weitere Termine: Platz für %(num)d Gäste",
            room,
        ),
    }
    return words[order]()


def _sorted(order: Order) -> dict[str, Any]:
    return {} if order is Order.DATE else {"sortierung": order.value}


def _page_address(looking: Looking, page: int) -> str:
    return list_address(
        looking.wish, **_sorted(looking.asked.order), seite=page if page > 1 else None
    )
