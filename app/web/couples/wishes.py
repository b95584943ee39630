"""A couple's wish as it stands in the address: read strictly but kindly, and written back.

What cannot be understood is left out, and a sentence says so; no address leads to an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.rules.calendar import FIRST_YEAR, LAST_YEAR, last_of_month
from app.rules.search import PARTS_OF_DAY, WEEKDAYS, Order, Wish

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
    #: Sentences about what could not be understood.
    left_out: tuple[str, ...] = ()
    #: The names of the pieces that they are about.
    odd: tuple[str, ...] = ()


#: Those of them that ask something of a date.
ASKED_NAMES = ("von", "ende", "tag", "zeit", "gaeste", "stufenlos", "lage", "ort", "wunsch")


def read_asked(args: Args, list_slugs: Callable[[], Collection[str]]) -> Asked:
    """Read the whole query; ``list_slugs`` is asked only if venues are named."""
    left_out: LeftOut = []
    first, last = _period(args, left_out)
    wish = Wish(
        weekdays=_weekdays(args, left_out),
        part_of_day=_part_of_day(args, left_out),
        guests=_guests(args, left_out),
        step_free=_step_free(args, left_out),
        surroundings=_surroundings(args, left_out),
        most_cents=_most_cents(args, left_out),
        venues=_venues(args, list_slugs, left_out),
        first=first,
        last=last,
    )
    jump = _span(args, "monat", left_out)
    order = _order(args, left_out)
    _misspelt(args, left_out)
    return Asked(
        wish,
        as_list=_one(args, "ansicht") == "liste",
        order=order,
        month=jump[0].replace(day=1) if jump else None,
        left_out=tuple(dict.fromkeys(sentence for _name, sentence in left_out)),
        odd=tuple(dict.fromkeys(name for name, _sentence in left_out)),
    )


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
    args: Args, list_slugs: Callable[[], Collection[str]], left_out: LeftOut
) -> tuple[str, ...]:
    words = _words(args, "ort")
    if not words:
        return ()
    slugs = list_slugs()
    known = tuple(word for word in words if word in slugs)
    if len(known) < len(words):
        left_out.append(("ort", _("Einen Trauort kennen wir nicht. Wir haben ihn weggelassen.")))
    return known


def _period(args: Args, left_out: LeftOut) -> tuple[date | None, date | None]:
    first, last = _span(args, "von", left_out), _span(args, "ende", left_out)
    if first and last and last[1] < first[0]:
        sentence = _("Das Ende lag vor dem Anfang. Wir haben beide getauscht.")
        left_out += [("von", sentence), ("ende", sentence)]
        first, last = last, first
    return first and first[0], last and last[1]


def _span(args: Args, name: str, left_out: LeftOut) -> tuple[date, date] | None:
    """Return the first and last day of the month, or the day, under a name."""
    word = _one(args, name)
    if word is None:
        return None
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{2}))?", word)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            pass
        else:
            return (day, day) if found[3] else (day, last_of_month(day))
    left_out.append((name, _("Einen Monat haben wir nicht verstanden und weggelassen.")))
    return None


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
