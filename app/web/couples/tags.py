"""A couple's wish in words and as the query of an address, each question removable by a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.rules.calendar import last_of_month
from app.rules.search import WEEKDAYS, Wish, loosened
from app.rules.wishes import LONGEST, Reading
from app.web.couples.pieces import quoted
from app.web.couples.wishes import SURROUNDINGS
from app.web.filters import medium_date, money, month_name, weekday_name


@dataclass(frozen=True)
class Tag:
    """One filter that is on, with the address of the same page without it."""

    label: str
    href: str

    @property
    def pair(self) -> tuple[str, str]:
        """Words and address, as the component wants them."""
        return self.label, self.href


def query_of(wish: Wish) -> dict[str, Any]:
    """Write a wish as the query of an address, in the order of the grammar."""
    backwards = {word: name for name, word in SURROUNDINGS.items()}
    query = {
        "von": _bound(wish.first, wish.first and wish.first.replace(day=1)),
        "ende": _bound(wish.last, wish.last and last_of_month(wish.last)),
        "tag": ",".join(WEEKDAYS[number] for number in sorted(wish.weekdays)),
        "zeit": wish.part_of_day or "",
        "gaeste": "" if wish.guests is None else str(wish.guests),
        "stufenlos": "1" if wish.step_free else "",
        "lage": backwards.get(wish.surroundings or "", ""),
        "bis": "" if wish.most_cents is None else euros(wish.most_cents),
        "ort": ",".join(wish.venues),
    }
    return {name: value for name, value in query.items() if value}


def part_words() -> dict[str, str]:
    """Return the parts of the day in words."""
    return {"vormittag": _("vormittags"), "nachmittag": _("nachmittags"), "abend": _("abends")}


def words_of(wish: Wish, name: str, venues: dict[str, str]) -> str:
    """Say one filter in words, as on its tag; ``venues`` are names by slug."""
    match name:
        case "zeitraum":
            return period_words(wish.first, wish.last)
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


def line_notes(reading: Reading) -> list[str]:
    """Say what of a wish in one line was not understood."""
    notes = []
    if reading.is_empty:
        notes.append(
            _(
                "In Ihrem Wunsch haben wir nichts gefunden, das wir suchen können. "
                "Zum Beispiel geht: Samstag im Juni, 30 Gäste, stufenlos."
            )
        )
    elif reading.left_out:
        pieces = quoted(reading.left_out)
        notes.append(_("Aus Ihrem Wunsch haben wir weggelassen: %(pieces)s.", pieces=pieces))
    if reading.is_cut:
        notes.append(
            _("Von Ihrem Wunsch haben wir die ersten %(num)s Zeichen gelesen.", num=LONGEST)
        )
    return notes


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


def period_words(first: date | None, last: date | None) -> str:
    """Say a period: „Juni 2027“, „Juni 2027 bis August 2027“, „ab Juni 2027“."""
    if first and last:
        if first == last:
            return medium_date(first)
        if (first, last) == (first.replace(day=1), last_of_month(first)):
            return month_name(first)
        return _("%(first)s bis %(last)s", first=_begin(first), last=_end(last))
    if first:
        return _("ab %(first)s", first=_begin(first))
    return _("bis %(last)s", last=_end(last)) if last else ""


def period_phrase(first: date | None, last: date | None) -> str:
    """Say a period at the end of a sentence: „im Juni 2027.“."""
    if first and last:
        if (first, last) == (first.replace(day=1), last_of_month(first)):
            return _("im %(month)s.", month=month_name(first))
        return _("von %(first)s bis %(last)s.", first=_begin(first), last=_end(last))
    if first:
        return _("ab %(month)s.", month=_begin(first))
    return _("bis %(month)s.", month=_end(last)) if last else ""


def _begin(day: date) -> str:
    return month_name(day) if day.day == 1 else medium_date(day)


def _end(day: date) -> str:
    return month_name(day) if day == last_of_month(day) else medium_date(day)


def _bound(day: date | None, edge: date | None) -> str:
    """Write one end of a period: a month if it is the edge of one."""
    if day is None:
        return ""
    return f"{day:%Y-%m}" if day == edge else day.isoformat()


def euros(cents: int) -> str:
    """Write an amount as the address has it: „250“, „66.50“."""
    return f"{cents / 100:.2f}".removesuffix(".00")


def _without_day(wish: Wish, day: int) -> Wish:
    return replace(wish, weekdays=wish.weekdays - {day})


def _without_venue(wish: Wish, slug: str) -> Wish:
    return replace(wish, venues=tuple(other for other in wish.venues if other != slug))
