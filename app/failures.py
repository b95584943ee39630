"""What a log may tell of a failure: where it happened and of what kind it is.

Not its message: that repeats values, and so what somebody typed. PostgreSQL tells the whole row.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from jinja2 import UndefinedError
from sqlalchemy.exc import DBAPIError

#: Errors whose messages name our own code.
ABOUT_CODE = (AttributeError, ImportError, NameError, TypeError, UndefinedError)


def trace_of(error: BaseException) -> str:
    """Return the traceback of an error and of those that led to it, oldest first."""
    lines = []
    for one in reversed([*_chain(error)]):
        lines += [*traceback.format_tb(one.__traceback__), f"{_told(one)}\n"]
    return "".join(lines).rstrip()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, ABOUT_CODE):
        return f"{name}: {error}"
    if isinstance(error, DBAPIError):
        # PostgreSQL's code and constraint, or SQLite's word.
        facts = getattr(error.orig, "diag", None)
        words = (
            getattr(error.orig, "sqlstate", None),
            getattr(error.orig, "sqlite_errorname", None),
            getattr(facts, "constraint_name", None),
        )
        return " ".join([f"{name}:", *filter(None, words)])
    return name
