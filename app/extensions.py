"""The extensions, one of each, and databases that behave."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, event

from app.models import Base

#: Seconds that a request waits for what another one keeps locked; then it is told to come back.
PATIENCE = 10
#: Seconds within which a database server answers at all, or is taken for away.
ANSWER = 5
#: Seconds after which who keeps locks and says nothing more is taken for gone.
SILENCE = 300

db = SQLAlchemy(metadata=Base.metadata)
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def init_db(app: Flask) -> None:
    """Bind the database and teach each engine its manners."""
    options: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True}
    if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["connect_args"] = {"connect_timeout": ANSWER, "tcp_user_timeout": ANSWER * 1000}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        teach = teach_sqlite if engine.dialect.name == "sqlite" else teach_postgresql
        teach(engine)


def teach_sqlite(engine: Engine) -> None:
    """Make SQLite keep foreign keys, lose nothing that was acknowledged, and lock before it reads.

    Python's driver begins a transaction only before the first write, so what was read before it is
    unprotected. We begin ourselves: plainly for pages that read, with the write lock for
    ``transaction()``. ``synchronous=FULL`` because NORMAL loses acknowledged reservations when the
    power fails.
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def teach_postgresql(engine: Engine) -> None:
    """Let nobody wait for ever: not for a lock, and not for one whose keeper has vanished."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # Outside of a transaction, or the first rollback would take it back.
        before, connection.autocommit = connection.autocommit, True
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
            cursor.execute(f"SET idle_in_transaction_session_timeout = '{SILENCE}s'")
        connection.autocommit = before
