"""The dates a browser keeps in mind: a signed cookie of its own, and nothing with us.

The cookie holds numbers of slots and the couple's notes. A list is shared the same way: the code
in the address is the list itself, signed, so that nobody can put words of his own on our page.
Whoever changes the secret key without a fallback empties all lists.
"""

from __future__ import annotations

from flask import current_app, g, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from app.rules.favourites import Favourites, pack, unpack
from app.web.cookies import drop_cookie, keep_cookie, read_cookie

COOKIE = "merkliste"
HALF_A_YEAR = 182 * 24 * 3600
#: Beyond this browsers drop a cookie, and nobody sends an address.
LONGEST = 3800


def remembered() -> Favourites:
    """Return the list of this browser; empty if there is none or it is not ours."""
    if "remembered" not in g:
        g.remembered = read(read_cookie(COOKIE), "cookie")
    favourites: Favourites = g.remembered
    return favourites


def is_remembered(slot_id: int) -> bool:
    """Answer whether this browser keeps a date in mind."""
    return slot_id in remembered()


def own_address() -> str:
    """Return the address of this page for the way back, as plain as a header wants it."""
    return iri_to_uri(request.full_path.rstrip("?")).replace("\\", "%5C")


def remember(response: Response, favourites: Favourites) -> bool:
    """Send the list to the browser; returns whether it fits."""
    written = write(favourites, "cookie")
    if len(written) > LONGEST:
        return False
    if len(favourites):
        keep_cookie(response, COOKIE, written, seconds=HALF_A_YEAR)
    else:
        drop_cookie(response, COOKIE)
    return True


def write(favourites: Favourites, purpose: str) -> str:
    """Write a list so that it fits into a cookie or an address and cannot be changed there."""
    return str(_serializer(purpose).dumps(pack(favourites)))


def read(written: str, purpose: str) -> Favourites:
    """Read a list; empty if it was not written by us for this purpose."""
    if not 0 < len(written) <= LONGEST:
        return Favourites()
    try:
        return unpack(_serializer(purpose).loads(written))
    except (BadData, RecursionError):
        return Favourites()


def _serializer(purpose: str) -> URLSafeSerializer:
    config = current_app.config
    keys = [*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=f"favourites-{purpose}")
