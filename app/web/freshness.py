"""Pages that show free dates: "unchanged" costs nothing, and one rendering serves everybody.

A page is known by what it depends on: the versions of the days it shows (``queries/freshness.py``),
the Berlin day, the last instant at which the clock alone changed something, the policies, its
address with language and filters, and whatever is the visitor's own. The version is read before the
content, so a page may be newer than its tag says, never older. „Stand 14:32 Uhr“ is true at the
minute in which a page is given out, whenever it was rendered.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf

import config
from app import clock
from app.extensions import db
from app.queries.freshness import Version, Window, get_version, get_window
from app.rules.calendar import berlin_day
from app.web.cookies import read_cookie
from app.web.filters import clock as clock_time
from app.web.languages import current_language
from app.web.office import todays_policies
from app.web.remembered import remembered

#: What is kept in memory per process at most.
MOST_PAGES, MOST_BYTES, MOST_WINDOWS = 256, 24 * 1024 * 1024, 1024


@dataclass
class Pages:
    """Rendered pages of one process, the longest unused thrown out first; safe for threads."""

    #: Stands for the form token, which is each visitor's own.
    gap: str = field(default_factory=lambda: f"gap-{secrets.token_hex(16)}")
    #: Stands for the clock time at which the page is given out.
    clock_gap: str = field(default_factory=lambda: f"clock-{secrets.token_hex(16)}")
    #: Changes with templates and styles, so that nobody keeps a page of an older edition.
    edition: str = ""
    _pages: OrderedDict[str, list[bytes]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _windows: OrderedDict[Hashable, tuple[Version, Window]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, key: str) -> list[bytes] | None:
        """Return the pieces of a page between the gaps, if it is kept."""
        with self._lock:
            pieces = self._pages.get(key)
            if pieces is not None:
                self._pages.move_to_end(key)
            return pieces

    def keep(self, key: str, pieces: list[bytes]) -> None:
        """Keep a page; what does not fit goes."""
        with self._lock:
            self._bytes -= _size(self._pages.pop(key, []))
            self._pages[key] = pieces
            self._bytes += _size(pieces)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._bytes -= _size(self._pages.popitem(last=False)[1])

    def find_window(self, days: Hashable, version: Version, now: datetime) -> Window | None:
        """Return the window of these days, if it is known for this version and still holds."""
        with self._lock:
            known = self._windows.get(days)
        if known is None or known[0] != version or not known[1].holds(now):
            return None
        return known[1]

    def keep_window(self, days: Hashable, version: Version, window: Window) -> None:
        """Keep the window of these days."""
        with self._lock:
            self._windows[days] = (version, window)
            self._windows.move_to_end(days)
            if len(self._windows) > MOST_WINDOWS:
                self._windows.popitem(last=False)


def answer(
    render: Callable[[], str],
    *,
    first: date,
    last: date,
    now: datetime,
    own: Hashable = None,
    extra: Hashable = None,
) -> Response:
    """Answer with a page that shows what is free from ``first`` to ``last``.

    Args:
        render: makes the whole page, if it must be made.
        first: the first day that is shown.
        last: the last day that is shown.
        now: the instant of the request.
        own: what only this visitor sees (a hold, a reservation); such a page is never shared.
            So is every page of a browser that keeps dates in mind: head and stars show them.
        extra: what else the page depends on.
    """
    if "_flashes" in session or "_user_id" in session:
        return _unkept(_pieces_of(render), now)
    if len(remembered()):
        own = (own, remembered())
    key = _key(first, last, now, own, extra)
    if request.if_none_match.contains_weak(_tag(key, now)):
        return _headed(Response(status=304), _tag(key, now))
    pieces = pages().find(key) if own is None else None
    if pieces is None:
        pieces = _pieces_of(render)
        if own is None:
            pages().keep(key, pieces)
    page = _filled(pieces, now)
    # Filling in may have made the visitor's token, which is part of the tag.
    return _headed(Response(page, mimetype="text/html"), _tag(key, now))


def pages() -> Pages:
    """Return what this process keeps."""
    kept: Pages = current_app.extensions["pages"]
    return kept


def form_token() -> str:
    """Return the token for a form, or the gap for it where the page may serve several visitors."""
    return pages().gap if g.get("has_gaps") else generate_csrf()


def as_of() -> str:
    """Return the clock time of this answer, or the gap for it where the page may be kept."""
    return pages().clock_gap if g.get("has_gaps") else clock_time(clock.now())


def init_freshness(app: Flask) -> None:
    """Prepare the memory of pages, and give forms a token that is not rendered into them."""
    app.extensions["pages"] = Pages(edition=_edition())
    app.jinja_env.globals.update(csrf_token=form_token, as_of=as_of)
    app.context_processor(lambda: {"csrf_token": form_token})


def _key(first: date, last: date, now: datetime, own: Hashable, extra: Hashable) -> str:
    version = get_version(db.session(), first, last)
    window = pages().find_window((first, last), version, now)
    if window is None:
        window = get_window(db.session(), first, last, now=now)
        pages().keep_window((first, last), version, window)
    parts = (
        pages().edition,
        current_language(),
        request.full_path,
        request.headers.get("HX-Request"),
        request.headers.get("HX-History-Restore-Request"),
        read_cookie("farben"),
        version,
        window.since,
        berlin_day(now),
        todays_policies(),
        own,
        extra,
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _tag(key: str, now: datetime) -> str:
    """Return the tag of the page as this visitor knows it: with the own token, of this minute."""
    token = str(session.get("csrf_token", ""))
    return hashlib.sha256(f"{key} {token} {now:%H:%M}".encode()).hexdigest()[:32]


def _pieces_of(render: Callable[[], str]) -> list[bytes]:
    g.has_gaps = True
    html = render()
    g.has_gaps = False
    return [piece.encode() for piece in html.split(pages().gap)]


def _filled(pieces: list[bytes], now: datetime) -> bytes:
    page = pieces[0] if len(pieces) == 1 else generate_csrf().encode().join(pieces)
    return page.replace(pages().clock_gap.encode(), clock_time(now).encode())


def _headed(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "HX-Request", "HX-History-Restore-Request"))
    return response


def _unkept(pieces: list[bytes], now: datetime) -> Response:
    response = Response(_filled(pieces, now), mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Cookie")
    return response


def _size(pieces: list[bytes]) -> int:
    return sum(map(len, pieces))


def _edition() -> str:
    folders: tuple[Path, ...] = (config.ROOT / "templates", config.ROOT / "static")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    newest = max((path.stat().st_mtime_ns for path in files), default=0)
    return f"{newest}-{len(files)}"
