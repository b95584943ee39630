"""A log tells where a failure happened, and nothing that somebody typed."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app.failures import trace_of
from tests.factories import make_account

TYPED = "kanarienvogel@example.org"


def caught(deed):
    """Return the error of a deed, as it was raised."""
    with pytest.raises(Exception) as told:  # noqa: PT011  (any: each is looked at)
        deed()
    return told.value


def test_it_tells_the_place_and_the_kind_of_every_error_on_the_way():
    def fail():
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError(TYPED) from error

    told = trace_of(caught(fail))
    assert told.index("ValueError") < told.index("KeyError")
    assert "test_failures.py" in told
    assert "int(TYPED)" in told
    assert TYPED not in told


def test_what_is_wrong_in_our_own_code_is_told_in_full():
    told = trace_of(caught(lambda: TYPED.nothing))
    assert "AttributeError: 'str' object has no attribute 'nothing'" in told


def test_what_was_suppressed_is_not_told():
    def fail():
        try:
            int(TYPED)
        except ValueError:
            raise RuntimeError from None

    assert "ValueError" not in trace_of(caught(fail))


def test_a_circle_of_errors_ends():
    error = RuntimeError()
    error.__cause__ = ValueError()
    error.__cause__.__cause__ = error
    assert trace_of(error).count("RuntimeError") == 1


def test_a_database_tells_what_it_was_without_the_row(session):
    """PostgreSQL says which row was refused, with all that is in it."""
    make_account(session, email=TYPED)
    error = caught(lambda: make_account(session, email=TYPED))
    assert isinstance(error, IntegrityError)
    told = trace_of(error)
    assert TYPED not in told
    assert "IntegrityError: 23505 uq_accounts_email" in told or "SQLITE_CONSTRAINT_UNIQUE" in told
