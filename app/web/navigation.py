"""Where people can go from here: menus by audience, and this page in another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BuildError

from app.rules.permissions import Permission, may
from app.web.access import current_actor
from app.web.languages import LANGUAGES, current_language
from app.web.remembered import remembered


@dataclass(frozen=True)
class Entry:
    """One line of a menu; shown if the endpoint exists and the visitor may go there."""

    endpoint: str
    label: LazyString
    icon: str | None = None
    permission: Permission | None = None
    #: Further endpoints under this line, as beginnings of their names.
    covers: tuple[str, ...] = ()
    #: How much waits there for this visitor.
    counts: Callable[[], int] | None = None


@dataclass(frozen=True)
class Link:
    """A line of a menu as the template writes it."""

    href: str
    label: str
    current: bool = False
    icon: str | None = None
    lang: str | None = None
    count: int = 0


COUPLES = (
    Entry("couples.dates", _l("Termine"), covers=("couples.month", "couples.day")),
    Entry("couples.venues", _l("Trauorte"), covers=("couples.venue", "couples.comparison")),
    Entry(
        "couples.favourites",
        _l("Merkliste"),
        covers=("couples.shared_favourites",),
        counts=lambda: len(remembered()),
    ),
    Entry(
        "couples.find_reservation",
        _l("Meine Reservierung"),
        covers=("couples.reservation", "couples.cancel"),
    ),
)

OPERATORS = (
    Entry(
        "operators.dashboard",
        _l("Übersicht"),
        "home",
        Permission.SEE_VENUE,
        covers=("operators.venue",),
    ),
    Entry(
        "operators.times",
        _l("Termine"),
        "calendar",
        Permission.SEE_VENUE,
        covers=("operators.drafts", "operators.withdraw"),
    ),
    Entry("operators.series", _l("Serien"), "repeat", Permission.PUBLISH_TIMES),
    Entry("operators.closures", _l("Sperrzeiten"), "bar", Permission.PUBLISH_TIMES),
)

REGISTRY = (
    Entry("registry.today", _l("Heute"), "home", Permission.SEE_OFFICE),
    Entry("registry.releases", _l("Freigaben"), "up", Permission.RELEASE_TIMES),
    Entry(
        "registry.reservations",
        _l("Reservierungen"),
        "bookmark",
        Permission.HANDLE_RESERVATIONS,
        covers=("registry.reservation",),
    ),
    Entry("registry.roster", _l("Einsatzplan"), "people", Permission.SEE_OFFICE),
    Entry("registry.day_list", _l("Tagesliste"), "list", Permission.SEE_OFFICE),
    Entry("registry.shortage", _l("Engpass"), "hourglass", Permission.SEE_OFFICE),
    Entry("registry.telephone", _l("Telefon"), "phone", Permission.HANDLE_RESERVATIONS),
    Entry("registry.duties", _l("Dienste"), "clock", Permission.PLAN_DUTIES),
    Entry("registry.closures", _l("Sperrzeiten"), "bar", Permission.CLOSE_OFFICE),
    Entry("registry.venues", _l("Trauorte"), "door", Permission.SEE_OFFICE),
    Entry("registry.journal", _l("Protokoll"), "document", Permission.SEE_OFFICE),
    Entry("registry.outbox", _l("Postausgang"), "envelope", Permission.SEE_OFFICE),
    Entry(
        "registry.accounts",
        _l("Personen"),
        "people",
        Permission.MANAGE_ACCOUNTS,
        covers=("registry.account", "registry.invite"),
    ),
    Entry("registry.settings", _l("Einstellungen"), "gear", Permission.CHANGE_SETTINGS),
)

LEGAL = (
    Entry("pages.accessibility", _l("Barrierefreiheit")),
    Entry("pages.privacy", _l("Datenschutz")),
    Entry("pages.imprint", _l("Impressum")),
)


def menu(entries: tuple[Entry, ...]) -> list[Link]:
    """Return the lines that lead somewhere for this visitor."""
    links = []
    for entry in entries:
        href = _address(entry.endpoint)
        if href and (entry.permission is None or may(current_actor(), entry.permission)):
            count = entry.counts() if entry.counts else 0
            links.append(Link(href, str(entry.label), _is_here(entry), entry.icon, count=count))
    return links


def staff_menu() -> list[Link]:
    """Return what the account may see: an operator's lines or the office's."""
    return menu(OPERATORS + REGISTRY)


def handles_reservations() -> bool:
    """Answer whether this visitor searches reservations and takes calls."""
    return may(current_actor(), Permission.HANDLE_RESERVATIONS)


def language_links() -> list[Link]:
    """Return this page in every language; the start page where it has no address of its own."""
    return [
        Link(_translated(code), name, code == current_language(), lang=code)
        for code, name in LANGUAGES.items()
    ]


def way_home() -> str:
    """Return the address behind the brand."""
    return _address("couples.start") or "/"


def address_or_none(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, or None where it is not mounted or needs more values."""
    return _address(endpoint, **values)


def _address(endpoint: str, **values: Any) -> str | None:
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None


def _is_here(entry: Entry) -> bool:
    here = request.endpoint or ""
    return here == entry.endpoint or here.startswith((entry.endpoint + "_", *entry.covers))


def _translated(code: str) -> str:
    rules = current_app.url_map
    if not request.endpoint or request.method != "GET" or request.view_args is None:
        return f"/{code}/"
    if not rules.is_endpoint_expecting(request.endpoint, "lang"):
        return f"/{code}/"
    address = url_for(request.endpoint, **{**request.view_args, "lang": code})
    # Put behind it as it is: „endpoint“ or „_scheme“ in a query must mean nothing here.
    query = urlencode(request.args.to_dict(flat=False), doseq=True, safe=",")
    return f"{address}?{query}" if query else address
