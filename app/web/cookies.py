"""Cookies beside the session's: closed to scripts and other sites and, behind TLS, this host's."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response


def read_cookie(name: str) -> str:
    """Return what the browser keeps under a name, or an empty text."""
    return request.cookies.get(_name(name), "")


def keep_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Let the browser keep something."""
    response.set_cookie(
        _name(name), value, max_age=seconds, secure=_is_secure(), httponly=True, samesite="Lax"
    )


def drop_cookie(response: Response, name: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(_name(name), secure=_is_secure(), httponly=True, samesite="Lax")


def _is_secure() -> bool:
    return bool(current_app.config["SECURE"])


def _name(name: str) -> str:
    # With this prefix no other host of the city's domain can set it, and browsers insist on it.
    return f"__Host-{name}" if _is_secure() else name
