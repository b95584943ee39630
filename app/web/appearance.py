"""Light, dark, or as the system wishes: what the visitor chose, kept in a cookie."""

from __future__ import annotations

from flask import current_app, g, request
from flask.wrappers import Response

THEMES = {"hell": "light", "dunkel": "dark"}
YEAR = 365 * 24 * 3600


def theme() -> str | None:
    """Return "light" or "dark" if the visitor chose one; otherwise the system decides."""
    return THEMES.get(g.get("appearance", request.cookies.get("farben", "")))


def choose_appearance(response: Response, chosen: str) -> None:
    """Keep the choice; whatever is neither light nor dark leaves it to the system."""
    if chosen not in THEMES:
        response.delete_cookie("farben")
        return
    secure = bool(current_app.config["SECURE"])
    response.set_cookie(
        "farben", chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
    )
