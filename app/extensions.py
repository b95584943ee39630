"""The extensions, one of each, and a SQLite that behaves."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, event

from app.models import Base

db = SQLAlchemy(metadata=Base.metadata)
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def init_db(app: Flask) -> None:
    """Bind the database and teach each engine its manners."""
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS", {"pool_pre_ping": True, "hide_parameters": True}
    )
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            teach_sqlite(engine)


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
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
