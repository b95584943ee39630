"""The browser of a couple: a random secret in its signed cookie, of which we keep only the hash."""

from __future__ import annotations

import secrets

from flask import Response, request, session

from app.queries.tokens import hash_of
from app.web.client import keyed
from app.web.couples import bp

KEY = "browser"


def known_browser_hash() -> str | None:
    """Return the hash of this browser's secret, or None if it has none; never makes one."""
    secret = session.get(KEY)
    return hash_of(secret) if isinstance(secret, str) and secret else None


def browser_hash() -> str:
    """Return the hash of this browser's secret; makes one at the first POST that needs it.

    It is made from the token of the page's forms: whoever clicks twice sends both before the answer
    to the first has come, and both must be the same browser.
    """
    if known_browser_hash() is None:
        session[KEY] = keyed("browser", session.get("csrf_token") or secrets.token_urlsafe(32))
    return hash_of(session[KEY])


@bp.after_request
def keep_private(response: Response) -> Response:
    """Keep pages that a secret opens out of caches, search engines and Referer."""
    if "secret" in (request.view_args or {}):
        response.headers["Cache-Control"] = "no-store"
        # The origin alone must stay: behind TLS the CSRF check asks for it.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
