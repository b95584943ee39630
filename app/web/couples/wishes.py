"""A couple's wish as it stands in the address: read strictly but kindly, and written back.

What cannot be understood is left out, and a sentence says so; no address leads to an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.rules.search import PARTS_OF_DAY, QUESTIONS, WEEKDAYS, Order, Wish
from app.rules.wishes import LONGEST as LONGEST_LINE
from app.rules.wishes import Reading, read_line, read_span

#: What the address says, and what the rules say.
SURROUNDINGS = {"innen": "indoors", "aussen": "outdoors"}
#: Longest piece of an address that is looked at, and how many pieces.
LONGEST, MOST = 100, 200
MOST_GUESTS, MOST_EUROS = 9999, 99_999

Args = MultiDict[str, str]
#: The name of a piece of the address, and the sentence about it.
LeftOut = list[tuple[str, str]]
#: Every name that means something in the address of a page with free dates.
NAMES = frozenset(
    {
        *("von", "ende", "tag", "zeit", "gaeste", "stufenlos", "lage", "bis", "ort"),
        *("monat", "ansicht", "sortierung", "seite", "naechster", "wunsch", "am", "neu", "ab"),
    }
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    wish: Wish = Wish()
    as_list: bool = False
    order: Order = Order.DATE
    #: First day of the month to look at.
    month: date | None = None
    #: The wish in one line, and what it was understood to mean.
    line: str = ""
    reading: Reading | None = None
    #: Sentences about what could not be understood.
    left_out: tuple[str, ...] = ()
    #: The names of the pieces that they are about.
    odd: tuple[str, ...] = ()


#: Those of them that ask something of a date.
ASKED_NAMES = ("von", "ende", "tag", "zeit", "gaeste", "stufenlos", "lage", "ort", "wunsch")


def read_asked(
    args: Args, list_venues: Callable[[], Mapping[str, str]], today: date = date.min
) -> Asked:
    """Read the whole query.

    Args:
        list_venues: gives the names by slug; asked only if venues or a line are there.
        today: what is named without a year is the next one.
    """
    left_out: LeftOut = []
    first, last = _period(args, today, left_out)
    wish = Wish(
        weekdays=_weekdays(args, left_out),
        part_of_day=_part_of_day(args, left_out),
        guests=_guests(args, left_out),
        step_free=_step_free(args, left_out),
        surroundings=_surroundings(args, left_out),
        most_cents=_most_cents(args, left_out),
        venues=_venues(args, list_venues, left_out),
        first=first,
        last=last,
    )
    jump = _span(args, "monat", today, left_out)
    order = _order(args, left_out)
    _misspelt(args, left_out)
    line = args.get("wunsch", "").replace("\0", " ").strip()
    reading = read_line(line, today, list_venues()) if line else None
    return Asked(
        _completed(wish, reading.wish, args) if reading else wish,
        as_list=_one(args, "ansicht") == "liste",
        order=order,
        month=jump[0].replace(day=1) if jump else None,
        line=line[:LONGEST_LINE],
        reading=reading,
        left_out=tuple(dict.fromkeys(sentence for _name, sentence in left_out)),
        odd=tuple(dict.fromkeys(name for name, _sentence in left_out)),
    )


def _completed(wish: Wish, meant: Wish, args: Args) -> Wish:
    """Return the wish with what the line means, wherever the address has no answer of its own."""
    named = {"zeitraum": ("von", "ende")}
    silent = [
        field
        for name, fields in QUESTIONS.items()
        if not any(args.get(one, "").strip() for one in named.get(name, (name,)))
        for field in fields
    ]
    return replace(wish, **{field: getattr(meant, field) for field in silent})


def _words(args: Args, name: str) -> list[str]:
    """Return what stands under a name, repeated or with commas, in small letters."""
    pieces: Iterable[str] = (
        piece
        for value in args.getlist(name)[:MOST]
        for piece in value[: LONGEST * MOST].split(",")[:MOST]
    )
    words = [piece.strip().casefold() for piece in pieces if piece.strip()]
    return list(dict.fromkeys(words))[:MOST]


def _one(args: Args, name: str) -> str | None:
    words = _words(args, name)
    return words[0] if words else None


def _weekdays(args: Args, left_out: LeftOut) -> frozenset[int]:
    words = _words(args, "tag")
    known = frozenset(WEEKDAYS.index(word) for word in words if word in WEEKDAYS)
    if len(known) < len(words):
        left_out.append(("tag", _("Einen Wochentag haben wir nicht verstanden und weggelassen.")))
    return known


def _part_of_day(args: Args, left_out: LeftOut) -> str | None:
    words = _words(args, "zeit")
    known = [word for word in words if word in PARTS_OF_DAY]
    if len(known) < len(words):
        left_out.append(("zeit", _("Die Tageszeit haben wir nicht verstanden und weggelassen.")))
    if len(known) > 1:
        left_out.append(
            ("zeit", _("Es geht nur eine Tageszeit auf einmal. Wir haben die erste genommen."))
        )
    return known[0] if known else None


def _guests(args: Args, left_out: LeftOut) -> int | None:
    return _number(
        args,
        "gaeste",
        MOST_GUESTS,
        _("Die Zahl der Gäste haben wir nicht verstanden und weggelassen."),
        left_out,
    )


def _most_cents(args: Args, left_out: LeftOut) -> int | None:
    euros = _number(
        args,
        "bis",
        MOST_EUROS,
        _("Den Betrag haben wir nicht verstanden und weggelassen."),
        left_out,
    )
    return None if euros is None else euros * 100


def _number(args: Args, name: str, most: int, sentence: str, left_out: LeftOut) -> int | None:
    words = _words(args, name)
    if not words:
        return None
    if len(words) == 1 and re.fullmatch(r"[0-9]{1,9}( ?€)?", words[0]):
        number = int(words[0].rstrip(" €"))
        if number <= most:
            return number
    left_out.append((name, sentence))
    return None


def _step_free(args: Args, left_out: LeftOut) -> bool:
    words = set(_words(args, "stufenlos"))
    if words - {"1", "0", "ja", "nein"} or len(words) > 1:
        left_out.append(("stufenlos", _("Ob es stufenlos sein soll, haben wir nicht verstanden.")))
        return False
    return bool(words & {"1", "ja"})


def _surroundings(args: Args, left_out: LeftOut) -> str | None:
    words = _words(args, "lage")
    known = [SURROUNDINGS[word] for word in words if word in SURROUNDINGS]
    if len(known) < len(words):
        left_out.append(("lage", _("Ob drinnen oder draußen, haben wir nicht verstanden.")))
    # Both together exclude nothing.
    return known[0] if len(known) == 1 else None


def _venues(
    args: Args, list_venues: Callable[[], Mapping[str, str]], left_out: LeftOut
) -> tuple[str, ...]:
    words = _words(args, "ort")
    if not words:
        return ()
    slugs = list_venues()
    known = tuple(word for word in words if word in slugs)
    if len(known) < len(words):
        left_out.append(("ort", _("Einen Trauort kennen wir nicht. Wir haben ihn weggelassen.")))
    return known


def _period(args: Args, today: date, left_out: LeftOut) -> tuple[date | None, date | None]:
    first, last = _span(args, "von", today, left_out), _span(args, "ende", today, left_out)
    if first and last and last[1] < first[0]:
        sentence = _("Das Ende lag vor dem Anfang. Wir haben beide getauscht.")
        left_out += [("von", sentence), ("ende", sentence)]
        first, last = last, first
    return first and first[0], last and last[1]


def _span(args: Args, name: str, today: date, left_out: LeftOut) -> tuple[date, date] | None:
    """Return the first and last day of the month, or the day, under a name.

    „2027-06“ comes from the field of a month; where a browser has none, people type „Juni 2027“.
    """
    word = _one(args, name)
    if word is None:
        return None
    span = read_span(word, today)
    if span is None:
        left_out.append((name, _("Einen Monat haben wir nicht verstanden und weggelassen.")))
    return span


def _order(args: Args, left_out: LeftOut) -> Order:
    word = _one(args, "sortierung")
    if word is None:
        return Order.DATE
    if word in frozenset(Order):
        return Order(word)
    left_out.append(
        ("sortierung", _("Diese Sortierung kennen wir nicht. Wir sortieren nach Datum."))
    )
    return Order.DATE


def _misspelt(args: Args, left_out: LeftOut) -> None:
    """Name what looks like one of our questions but is none, as people type addresses."""
    for name in list(args)[:MOST]:
        plain = name.strip().casefold()
        if name in NAMES or name == "lang" or not re.fullmatch(r"[a-zäöüß\[\]]{2,20}", plain):
            continue
        if get_close_matches(plain, ASKED_NAMES, n=1, cutoff=0.7):
            sentence = _(
                "Die Angabe „%(name)s“ kennen wir nicht. Wir haben sie weggelassen.", name=name
            )
            left_out.append((name, sentence))
