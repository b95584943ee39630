"""Addresses of the pages with free dates, each carrying the wish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

from app.rules.search import Wish
from app.web.couples.tags import query_of


def month_address(month: date, wish: Wish, **more: Any) -> str:
    """Return the address of a month with a wish."""
    return url_for("couples.month", month=month, **{**query_of(wish), **more})


def day_address(wish: Wish, day: date, **more: Any) -> str:
    """Return the address of a day with a wish."""
    return url_for("couples.day", day=day, **{**query_of(wish), **more})


def venue_address(slug: str, wish: Wish, **chosen: Any) -> str:
    """Return the address of a venue with a wish, of a day or month there if it is named."""
    return url_for("couples.venue", slug=slug, **chosen, **query_of(wish))


def times_address(slug: str, wish: Wish, day: date) -> str:
    """Return the address of the times of a day on the page of a venue."""
    return venue_address(slug, wish, am=day, _anchor="zeiten-titel")


def list_address(wish: Wish, **more: Any) -> str:
    """Return the address of the list with a wish."""
    return url_for("couples.dates", ansicht="liste", **{**query_of(wish), **more})


def next_address(wish: Wish) -> str:
    """Return the address that leads to the next free date that fits."""
    return url_for("couples.dates", **query_of(wish), naechster=1)


def carrying(address: str, pieces: Mapping[str, str]) -> str:
    """Return an address with further pieces, whatever they are called; an empty one is none."""
    path, _, query = address.partition("?")
    kept = {**dict(parse_qsl(query)), **{name: one for name, one in pieces.items() if one}}
    return f"{path}?{urlencode(kept, safe=',')}" if kept else path


def hold_address() -> str:
    """Return where the field ``slot`` is posted; the guests that were searched for come along."""
    guests = request.args.get("gaeste", "")
    return url_for("couples.hold", gaeste=guests if re.fullmatch(r"[0-9]{1,4}", guests) else None)
