"""A couple's wish as it stands in the address: read strictly but kindly.

What cannot be understood is left out, and a sentence names it; no address leads to an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from flask_babel import gettext as _

from app.rules.calendar import last_of_month
from app.rules.search import (
    MOST_EUROS,
    MOST_GUESTS,
    PARTS_OF_DAY,
    QUESTIONS,
    WEEKDAYS,
    Order,
    Wish,
)
from app.rules.wishes import LONGEST as LONGEST_LINE
from app.rules.wishes import Reading, read_line, read_span
from app.web.couples.pieces import Args, Pieces, Value

#: What the address says, and what the rules say.
SURROUNDINGS = {"innen": "indoors", "aussen": "outdoors"}
#: What asks something of a date, on every page.
ASKING = frozenset(
    ("von", "ende", "tag", "zeit", "gaeste", "stufenlos", "lage", "bis", "ort", "wunsch")
)
#: Under which names the address answers a question, where it is not its own.
ANSWERS = {"zeitraum": ("von", "ende")}
YES_OR_NO = {"1": True, "ja": True, "0": False, "nein": False}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    wish: Wish = Wish()
    as_list: bool = False
    order: Order = Order.DATE
    page: int = 1
    #: First day of the month to look at, or with which the strip begins.
    month: date | None = None
    #: The day to look at on the page of a venue.
    day: date | None = None
    #: What stood in the address where there is no such month or day.
    instead: str | None = None
    #: Whether the very next date is wanted.
    soonest: bool = False
    #: Whether only what differs is compared.
    differences: bool = False
    #: The wish in one line, and what it was understood to mean.
    line: str = ""
    reading: Reading | None = None
    #: Questions that the line answers otherwise than the address, which counts.
    overruled: tuple[str, ...] = ()
    #: Sentences about what could not be understood.
    left_out: tuple[str, ...] = ()
    #: The names of the pieces that they are about.
    odd: tuple[str, ...] = ()


def read_asked(
    args: Args,
    list_venues: Callable[[], Mapping[str, str]],
    today: date = date.min,
    *,
    earliest: date | None = None,
    more: tuple[str, ...] = (),
) -> Asked:
    """Read the whole query.

    Args:
        list_venues: gives the names by slug; asked only if venues or a line are there.
        today: what is named without a year is the next one.
        earliest: the first day that can be reserved; a month without a year is not before it.
        more: what the page understands besides the wish.
    """
    pieces = Pieces(args)
    wish = _wish(pieces, list_venues, today)
    asked = _page(pieces, today, more)
    pieces.name_unknown(ASKING.union(more))
    odd = tuple(dict.fromkeys(name for name, _sentence in pieces.left_out))
    line = args.get("wunsch", "").replace("\0", " ").strip()
    reading = read_line(line, today, list_venues(), earliest=earliest) if line else None
    wish, overruled = _completed(wish, reading.wish, args, odd) if reading else (wish, ())
    if asked.as_list and asked.month and wish.first is None and wish.last is None:
        wish = replace(wish, first=asked.month, last=last_of_month(asked.month))
    return replace(
        asked,
        wish=wish,
        line=line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…",
        reading=reading,
        overruled=overruled,
        left_out=tuple(dict.fromkeys(sentence for _name, sentence in pieces.left_out)),
        odd=odd,
    )


def _completed(
    wish: Wish, meant: Wish, args: Args, odd: tuple[str, ...]
) -> tuple[Wish, tuple[str, ...]]:
    """Return the wish with what the line means, and which of its answers the address overrules."""
    overruled = []
    for name, fields in QUESTIONS.items():
        answers = [one for one in ANSWERS.get(name, (name,)) if args.get(one, "").strip()]
        unanswered = wish.without(name) == wish and set(answers) <= set(odd)
        taken = {field: getattr(meant, field) for field in fields}
        if unanswered:
            wish = replace(wish, **taken)
        elif meant.without(name) != meant and replace(wish, **taken) != wish:
            overruled.append(name)
    return wish, tuple(overruled)


def _wish(pieces: Pieces, list_venues: Callable[[], Mapping[str, str]], today: date) -> Wish:
    first, last = _period(pieces, today)
    return Wish(
        weekdays=frozenset(pieces.many("tag", _("Wochentag"), _place_in(WEEKDAYS))),
        part_of_day=pieces.one("zeit", _("Tageszeit"), {one: one for one in PARTS_OF_DAY}.get),
        guests=pieces.one("gaeste", _("Gäste"), _guests),
        step_free=bool(pieces.one("stufenlos", _("Stufenlos"), YES_OR_NO.get)),
        surroundings=_surroundings(pieces),
        most_cents=pieces.one("bis", _("Gebühren bis"), _cents, split=False),
        venues=_venues(pieces, list_venues),
        first=first,
        last=last,
    )


def _page(pieces: Pieces, today: date, more: tuple[str, ...]) -> Asked:
    """Read what only some pages understand."""

    def one(name: str, what: str, read: Callable[[str], Value | None]) -> Value | None:
        return pieces.one(name, what, read) if name in more else None

    month = partial(_month, today=today)
    return Asked(
        as_list=bool(one("ansicht", _("Ansicht"), {"liste": True}.get)),
        order=one("sortierung", _("Sortieren"), {str(each): each for each in Order}.get)
        or Order.DATE,
        page=one("seite", _("Seite"), _page_number) or 1,
        month=one("monat", _("Monat"), month) or one("ab", _("Monat"), month),
        day=one("am", _("Tag"), partial(_day, today=today)),
        instead=one("statt", _("Datum"), _figures),
        soonest=bool(one("naechster", _("Nächster Termin"), YES_OR_NO.get)),
        differences=bool(one("unterschiede", _("Nur Unterschiede"), YES_OR_NO.get)),
    )


def _place_in(words: tuple[str, ...]) -> Callable[[str], int | None]:
    return {word: number for number, word in enumerate(words)}.get


def _guests(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[0-9]{1,9}", word) and int(word) <= MOST_GUESTS else None


def _figures(word: str) -> str | None:
    return word if re.fullmatch(r"[0-9]{1,9}(-[0-9]{1,9}){0,2}", word) else None


def _page_number(word: str) -> int | None:
    return int(word) if re.fullmatch(r"[1-9][0-9]{0,5}", word) else None


def _cents(word: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?\s?(?:€|eur|euro)?", word)
    if found is None or int(found[1]) > MOST_EUROS:
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _surroundings(pieces: Pieces) -> str | None:
    known = pieces.many("lage", _("Drinnen oder draußen"), SURROUNDINGS.get)
    if len(known) > 1:
        pieces.say("lage", _("Drinnen und draußen zusammen schließt nichts aus."))
    return known[0] if len(known) == 1 else None


def _venues(pieces: Pieces, list_venues: Callable[[], Mapping[str, str]]) -> tuple[str, ...]:
    if not pieces.words("ort"):
        return ()
    slugs = list_venues()
    return tuple(pieces.many("ort", _("Trauort"), lambda word: word if word in slugs else None))


def _period(pieces: Pieces, today: date) -> tuple[date | None, date | None]:
    read = partial(read_span, today=today)
    first, last = pieces.one("von", _("Von"), read), pieces.one("ende", _("Bis"), read)
    if first and last and last[1] < first[0]:
        sentence = _("Das Ende lag vor dem Anfang. Wir haben beide getauscht.")
        pieces.say("von", sentence)
        pieces.say("ende", sentence)
        first, last = last, first
    return first and first[0], last and last[1]


def _month(word: str, *, today: date) -> date | None:
    """Return the first day of a month.

    „2027-06“ comes from the field of a month; where a browser has none, people type „Juni 2027“.
    """
    span = read_span(word, today)
    return span and span[0].replace(day=1)


def _day(word: str, *, today: date) -> date | None:
    span = read_span(word, today)
    return span[0] if span and span[0] == span[1] else None
