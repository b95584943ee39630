"""Every route declares who may come in, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, g, redirect, request, url_for
from flask_login import current_user

from app.rules.permissions import Actor, Permission, may

View = TypeVar("View", bound=Callable[..., Any])

OPEN = "open"


def open_to_all(view: View) -> View:
    """Declare that anybody may come in."""
    view.access = OPEN  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare that only signed-in accounts whose role holds ``permission`` may come in."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if actor is None:
                return redirect(url_for("accounts.sign_in", weiter=_way_back()))
            if not may(actor, permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.access = permission.value  # type: ignore[attr-defined]
        return cast(View, guarded)

    return declare


def requires_sign_in(view: View) -> View:
    """Declare that any signed-in account may come in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if current_actor() is None:
            return redirect(url_for("accounts.sign_in", weiter=_way_back()))
        return view(*args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return cast(View, guarded)


def current_actor() -> Actor | None:
    """Return who is signed in, as a detached copy, or None."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else None
    actor: Actor | None = g.actor
    return actor


def the_actor() -> Actor:
    """Return who is signed in; only for views behind ``requires``."""
    actor = current_actor()
    if actor is None:
        abort(403)
    return actor


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def check_declared(app: Flask) -> None:
    """Stop the start if a route says nothing about access.

    Raises:
        RuntimeError: names the routes and the remedy.
    """
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "access") and endpoint != "static"
    ]
    if silent:
        raise RuntimeError(
            f"These routes declare no access: {', '.join(sorted(silent))}. "
            "Decorate each with @open_to_all or @requires(Permission.…)."
        )
