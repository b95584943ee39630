"""What both databases are taught."""

from __future__ import annotations

import socket
import time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app import extensions
from app.actions.days import lock_days
from app.extensions import db
from app.models import Day
from app.transaction import transaction
from tests.factories import DAY, make_slot
from tests.support.client import make_client
from tests.support.couple import Couple


@pytest.fixture
def impatient_app(make_app, monkeypatch):
    """An app that waits for a second, not for ten."""
    monkeypatch.setattr(extensions, "PATIENCE", 1)
    return make_app()


@pytest.fixture
def somebody_else(impatient_app):
    """Another connection, which ends with the test."""
    with impatient_app.app_context(), db.engine.connect() as connection:
        yield connection.execution_options(writes=True)
        connection.rollback()


def keep(connection):
    """Lock the day and keep it; on SQLite that is everything."""
    connection.execute(text("SELECT 1"))
    connection.execute(select(Day).where(Day.day == DAY).with_for_update())


def test_who_waits_too_long_is_told_to_come_back(impatient_app, session, somebody_else):
    slot = make_slot(session)
    lock_days(session, [DAY])
    session.commit()
    couple = Couple(make_client(impatient_app, session), session)
    impatient_app.config["PROPAGATE_EXCEPTIONS"] = False
    keep(somebody_else)
    begun = time.monotonic()
    answer = couple.hold(slot)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert time.monotonic() - begun < 5
    # Reading does not wait.
    assert couple.client.get("/de/termine/2027-06").status_code == 200
    somebody_else.rollback()
    assert couple.hold(slot).status_code == 303


def test_it_stays_so_after_a_transaction_that_failed(impatient_app, session, somebody_else):
    lock_days(session, [DAY])
    session.commit()
    keep(somebody_else)
    for _ in range(2):
        begun = time.monotonic()
        with (
            impatient_app.app_context(),
            pytest.raises(OperationalError),
            transaction() as waiting,
        ):
            lock_days(waiting, [DAY])
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_keeps_a_lock_and_says_nothing_more_loses_it(make_app, monkeypatch):
    monkeypatch.setattr(extensions, "SILENCE", 1)
    with make_app().app_context(), db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        time.sleep(1.5)
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT 1"))
        connection.invalidate()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_that_does_not_answer_is_away(make_app, monkeypatch, database):
    monkeypatch.setattr(extensions, "ANSWER", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        app = make_app(database_url=f"postgresql+psycopg://nobody@127.0.0.1:{port}/nothing")
        app.config["PROPAGATE_EXCEPTIONS"] = False
        begun = time.monotonic()
        answer = make_client(app).get("/de/")
    assert answer.status_code == 503
    assert time.monotonic() - begun < 15
