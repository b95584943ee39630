"""Promises that hold for every request of every test, also those of the live server."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, has_request_context, request
from sqlalchemy import event

from app.extensions import db

#: What a page that only shows something may note down all the same: when a session was last
#: seen, and how often something was tried.
NOTED_BY_PAGES = {"account_sessions", "throttles"}
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)


def guard(app: Flask) -> None:
    """Fail a request that shows and writes, leaves rows unwritten, or bars somebody for ever."""
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _refuse_writes_while_showing)
    app.after_request(_refuse_leftovers)
    app.after_request(_refuse_for_ever)


def _refuse_writes_while_showing(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    written = _WRITES.match(statement)
    if written is None or not has_request_context() or request.method not in ("GET", "HEAD"):
        return
    if written[1] not in NOTED_BY_PAGES:
        raise AssertionError(f"{request.method} {request.path} wrote to {written[1]}")


def _refuse_leftovers(response: Response) -> Response:
    if db.session.registry.has():
        session = db.session()
        rows = [*session.new, *session.dirty, *session.deleted]
        if any(session.is_modified(row) or row in session.new for row in rows):
            raise AssertionError(f"{request.method} {request.path} left rows unwritten: {rows}")
    return response


def _refuse_for_ever(response: Response) -> Response:
    if response.status_code == 429 and not response.headers.get("Retry-After", "").isdigit():
        raise AssertionError(f"{request.method} {request.path} does not say when to try again")
    return response
