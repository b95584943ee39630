"""A couple's wish as it stands in the address: read strictly but kindly, and written back.

What cannot be understood is left out, and a sentence says so; no address leads to an empty page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.rules.search import PARTS_OF_DAY, WEEKDAYS, Wish
from app.web.filters import money, weekday_name

#: What the address says, and what the rules say.
SURROUNDINGS = {"innen": "indoors", "aussen": "outdoors"}
#: Longest piece of an address that is looked at, and how many pieces.
LONGEST, MOST = 100, 200
MOST_GUESTS, MOST_EUROS = 9999, 99_999

Args = MultiDict[str, str]


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    wish: Wish = Wish()
    #: First days of the first and last month, if a period was asked for.
    first: date | None = None
    last: date | None = None
    as_list: bool = False
    #: Sentences about what could not be understood.
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tag:
    """One filter that is on, with the address of the same page without it."""

    label: str
    href: str

    @property
    def pair(self) -> tuple[str, str]:
        """Words and address, as the component wants them."""
        return self.label, self.href


def read_asked(args: Args, list_slugs: Callable[[], Collection[str]]) -> Asked:
    """Read the whole query; ``list_slugs`` is asked only if venues are named."""
    left_out: list[str] = []
    wish = Wish(
        weekdays=_weekdays(args, left_out),
        part_of_day=_part_of_day(args, left_out),
        guests=_guests(args, left_out),
        step_free=_step_free(args, left_out),
        surroundings=_surroundings(args, left_out),
        most_cents=_most_cents(args, left_out),
        venues=_venues(args, list_slugs, left_out),
    )
    first, last = _period(args, left_out)
    return Asked(wish, first, last, _one(args, "ansicht") == "liste", tuple(left_out))


def query_of(wish: Wish) -> dict[str, Any]:
    """Write a wish as the query of an address, in the order of the grammar."""
    backwards = {word: name for name, word in SURROUNDINGS.items()}
    query = {
        "tag": ",".join(WEEKDAYS[number] for number in sorted(wish.weekdays)),
        "zeit": wish.part_of_day or "",
        "gaeste": "" if wish.guests is None else str(wish.guests),
        "stufenlos": "1" if wish.step_free else "",
        "lage": backwards.get(wish.surroundings or "", ""),
        "bis": "" if wish.most_cents is None else str(wish.most_cents // 100),
        "ort": ",".join(wish.venues),
    }
    return {name: value for name, value in query.items() if value}


def loosened(wish: Wish) -> dict[str, Wish]:
    """Return the wish without each of its single filters, by the name of the filter."""
    empty = Wish()
    names = {
        "tag": "weekdays",
        "zeit": "part_of_day",
        "gaeste": "guests",
        "stufenlos": "step_free",
        "lage": "surroundings",
        "bis": "most_cents",
        "ort": "venues",
    }
    return {
        name: replace(wish, **{field: getattr(empty, field)})
        for name, field in names.items()
        if getattr(wish, field) != getattr(empty, field)
    }


def part_words() -> dict[str, str]:
    """Return the parts of the day in words."""
    return {"vormittag": _("vormittags"), "nachmittag": _("nachmittags"), "abend": _("abends")}


def words_of(wish: Wish, name: str, venues: dict[str, str]) -> str:
    """Say one filter in words, as on its tag; ``venues`` are names by slug."""
    match name:
        case "tag":
            return ", ".join(weekday_name(number) for number in sorted(wish.weekdays))
        case "zeit":
            return part_words()[wish.part_of_day or ""]
        case "gaeste":
            return ngettext("%(num)d Gast", "%(num)d Gäste", wish.guests or 0)
        case "stufenlos":
            return _("stufenlos")
        case "lage":
            return _("drinnen") if wish.surroundings == "indoors" else _("draußen")
        case "bis":
            return _("bis %(fee)s", fee=money(wish.most_cents or 0))
    return ", ".join(venues.get(slug, slug) for slug in wish.venues)


def list_tags(wish: Wish, address: Callable[..., str], venues: dict[str, str]) -> list[Tag]:
    """Return the filters that are on; weekdays and venues one by one."""
    tags = []
    for name, without in loosened(wish).items():
        if name == "tag":
            tags += [
                Tag(weekday_name(day), address(**query_of(_without_day(wish, day))))
                for day in sorted(wish.weekdays)
            ]
        elif name == "ort":
            tags += [
                Tag(venues.get(slug, slug), address(**query_of(_without_venue(wish, slug))))
                for slug in wish.venues
            ]
        else:
            tags.append(Tag(words_of(wish, name, venues), address(**query_of(without))))
    return tags


def _without_day(wish: Wish, day: int) -> Wish:
    return replace(wish, weekdays=wish.weekdays - {day})


def _without_venue(wish: Wish, slug: str) -> Wish:
    return replace(wish, venues=tuple(other for other in wish.venues if other != slug))


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


def _weekdays(args: Args, left_out: list[str]) -> frozenset[int]:
    words = _words(args, "tag")
    known = frozenset(WEEKDAYS.index(word) for word in words if word in WEEKDAYS)
    if len(known) < len(words):
        left_out.append(_("Einen Wochentag haben wir nicht verstanden und weggelassen."))
    return known


def _part_of_day(args: Args, left_out: list[str]) -> str | None:
    words = _words(args, "zeit")
    known = [word for word in words if word in PARTS_OF_DAY]
    if len(known) < len(words):
        left_out.append(_("Die Tageszeit haben wir nicht verstanden und weggelassen."))
    if len(known) > 1:
        left_out.append(_("Es geht nur eine Tageszeit auf einmal. Wir haben die erste genommen."))
    return known[0] if known else None


def _guests(args: Args, left_out: list[str]) -> int | None:
    return _number(
        args,
        "gaeste",
        MOST_GUESTS,
        _("Die Zahl der Gäste haben wir nicht verstanden und weggelassen."),
        left_out,
    )


def _most_cents(args: Args, left_out: list[str]) -> int | None:
    euros = _number(
        args,
        "bis",
        MOST_EUROS,
        _("Den Betrag haben wir nicht verstanden und weggelassen."),
        left_out,
    )
    return None if euros is None else euros * 100


def _number(args: Args, name: str, most: int, sentence: str, left_out: list[str]) -> int | None:
    words = _words(args, name)
    if not words:
        return None
    if len(words) == 1 and re.fullmatch(r"[0-9]{1,9}( ?€)?", words[0]):
        number = int(words[0].rstrip(" €"))
        if number <= most:
            return number
    left_out.append(sentence)
    return None


def _step_free(args: Args, left_out: list[str]) -> bool:
    words = set(_words(args, "stufenlos"))
    if words - {"1", "0", "ja", "nein"} or len(words) > 1:
        left_out.append(_("Ob es stufenlos sein soll, haben wir nicht verstanden."))
        return False
    return bool(words & {"1", "ja"})


def _surroundings(args: Args, left_out: list[str]) -> str | None:
    words = _words(args, "lage")
    known = [SURROUNDINGS[word] for word in words if word in SURROUNDINGS]
    if len(known) < len(words):
        left_out.append(_("Ob drinnen oder draußen, haben wir nicht verstanden."))
    # Both together exclude nothing.
    return known[0] if len(known) == 1 else None


def _venues(
    args: Args, list_slugs: Callable[[], Collection[str]], left_out: list[str]
) -> tuple[str, ...]:
    words = _words(args, "ort")
    if not words:
        return ()
    slugs = list_slugs()
    known = tuple(word for word in words if word in slugs)
    if len(known) < len(words):
        left_out.append(_("Einen Trauort kennen wir nicht. Wir haben ihn weggelassen."))
    return known


def _period(args: Args, left_out: list[str]) -> tuple[date | None, date | None]:
    first, last = _month(args, "von", left_out), _month(args, "ende", left_out)
    if first and last and last < first:
        left_out.append(_("Das Ende lag vor dem Anfang. Wir haben beide getauscht."))
        return last, first
    return first, last


def _month(args: Args, name: str, left_out: list[str]) -> date | None:
    word = _one(args, name)
    if word is None:
        return None
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(-[0-9]{2})?", word)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    left_out.append(_("Einen Monat haben wir nicht verstanden und weggelassen."))
    return None
