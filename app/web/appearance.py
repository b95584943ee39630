"""Light, dark, or as the system wishes: what the visitor chose, kept in a cookie."""

from __future__ import annotations

from flask import g
from flask.wrappers import Response

from app.web.cookies import drop_cookie, keep_cookie, read_cookie

THEMES = {"hell": "light", "dunkel": "dark"}
YEAR = 365 * 24 * 3600


def theme() -> str | None:
    """Return "light" or "dark" if the visitor chose one; otherwise the system decides."""
    return THEMES.get(g.get("appearance", read_cookie("farben")))


def choose_appearance(response: Response, chosen: str) -> None:
    """Keep the choice; whatever is neither light nor dark leaves it to the system."""
    if chosen in THEMES:
        keep_cookie(response, "farben", chosen, seconds=YEAR)
    else:
        drop_cookie(response, "farben")
