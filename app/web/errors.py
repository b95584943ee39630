"""Pages for everything that goes wrong: in the shell, in the right language, with a way on."""

from __future__ import annotations

import secrets
from types import TracebackType
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from app.extensions import db
from app.failures import trace_of
from app.migrated import missing_upgrade
from app.queries import NotFound
from app.rules.policies import Policies
from app.web.access import current_actor
from app.web.languages import LANGUAGES
from app.web.office import todays_policies
from app.web.security_log import SecurityEvent, note
from app.web.way_back import own_page

#: Codes with a page of their own; any other is shown as the page of its hundred.
OWN_PAGE = frozenset({400, 403, 404, 409, 410, 413, 429, 500, 503})
#: What the database's absence looks like: gone, locked for too long, or all connections in use.
AWAY = (OperationalError, InterfaceError, PoolTimeout)
#: Who meets one of these may come back; if nobody says when, in so many seconds.
SOON_OVER, SOON = frozenset({429, 503}), 60
#: First parts of the addresses under which nobody is a couple.
STAFF = frozenset({"amt", "betrieb", "anmelden", "abmelden", "einladung", "konto"})


class CarefulFlask(Flask):
    """A Flask that logs failures under a number to quote, and without the address: a secret."""

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
    ) -> None:
        """Log the failure of this request with its number, and nothing that somebody typed."""
        g.error_number = f"{secrets.randbelow(10**4):04d} {secrets.randbelow(10**4):04d}"
        self.logger.error(
            "Failure %s at %s %s\n%s",
            g.error_number,
            request.method,
            request.endpoint,
            trace_of(exc_info[1]) if exc_info[1] is not None else "",
        )


def init_errors(app: Flask) -> None:
    """Answer every failure with a page."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(NotFound, show_not_found)
    app.register_error_handler(CSRFError, show_outdated)
    app.register_error_handler(InternalServerError, show_failure)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show the page of an HTTP error; redirects pass."""
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 403:
        note(SecurityEvent.FORBIDDEN, account_id=_account_id())
    headers = _kept_headers(error)
    return _page(_page_for(error.code)), error.code, headers


def show_not_found(_error: NotFound) -> ResponseReturnValue:
    """Show that there is no such thing, or that it is not this visitor's."""
    return _page(404), 404


def show_outdated(_error: CSRFError) -> ResponseReturnValue:
    """Show that the page is too old to act on, and the way to a fresh one."""
    note(SecurityEvent.CSRF_REFUSED, account_id=_account_id())
    back = request.referrer or ""
    # The path is whatever another site made the browser send: not every path is a page of ours.
    fresh = back if back.startswith(request.host_url) else own_page(request.path) or "/"
    return _page(400, outdated=True, fresh=fresh), 400


def show_failure(error: InternalServerError) -> ResponseReturnValue:
    """Show that it is our fault, with the number under which it was logged.

    A database that does not answer will do so again: that is 503, and when to come back. Who is
    signed in is not asked any more, only remembered.
    """
    db.session.rollback()
    g.setdefault("actor", None)
    if isinstance(error.original_exception, SQLAlchemyError):
        g.policies = Policies()
        renewed = _lacks_tables()
        if renewed or isinstance(error.original_exception, AWAY):
            return _page(503, renewed=renewed), 503, {"Retry-After": str(SOON)}
    return _page(500, number=g.get("error_number")), 500


def _lacks_tables() -> bool:
    """Answer whether the database waits for its migrations; the log names the remedy."""
    try:
        missing = missing_upgrade(db.engine)
    except SQLAlchemyError:
        return False
    if missing:
        current_app.logger.error(missing)
    return missing is not None


def _account_id() -> int | None:
    actor = g.get("actor")
    return actor.account_id if actor else None


def _page_for(code: int) -> int:
    if code in OWN_PAGE:
        return code
    return 500 if code >= 500 else 404 if code == 405 else 400


def _kept_headers(error: HTTPException) -> dict[str, str]:
    headers = {}
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        headers["Allow"] = ", ".join(sorted(error.valid_methods))
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None or error.code in SOON_OVER:
        headers["Retry-After"] = str(retry_after or SOON)
    return headers


def _page(code: int, **facts: Any) -> str:
    # The address may lead nowhere; its first part still says who reads, and in which language.
    first = request.path.split("/", 2)[1] if "/" in request.path else ""
    if "lang" not in g and first in LANGUAGES:
        g.lang = first
    for_staff = first in STAFF
    try:
        todays_policies()
        person = current_actor() if for_staff else None
    except SQLAlchemyError:
        db.session.rollback()
        g.policies, person = Policies(), None
    layout = "layouts/staff.html" if person else "layouts/couples.html"
    current_app.logger.info("Answered %s to %s", code, request.endpoint)
    return render_template(
        f"errors/{code}.html", layout=layout, for_staff=for_staff, person=person, **facts
    )
