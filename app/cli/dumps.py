"""All rows of a database, out and in again: SQLite as a file, PostgreSQL as a text per table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, inspect, text

from app.migrated import VERSION_TABLE

CHUNK = 1 << 20


class Dump(Protocol):
    """One kind of database."""

    def save(self, folder: Path) -> str:
        """Write one moment of the database into files and return its migration."""

    def load(self, folder: Path, migrate: Callable[[], None]) -> None:
        """Replace what is in the database; ``migrate`` makes the tables of the dump."""


def dump_for(engine: Engine) -> Dump:
    """Return the way that suits the database."""
    return SqliteDump(engine) if engine.dialect.name == "sqlite" else PostgresDump(engine)


def is_empty(engine: Engine) -> bool:
    """Answer whether there is nothing to lose: no table, or no row in any."""
    with engine.connect() as connection:
        return not any(
            connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first()
            for name in tables_of(connection)
        )


def tables_of(connection: Connection) -> list[str]:
    """Return the tables that are there, whatever the models say; parents first."""
    found = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in found if name is not None and name != VERSION_TABLE]


class SqliteDump:
    """A database file, copied by SQLite itself, so that it is whole while others write."""

    NAME = "database.sqlite"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.path = str(engine.url.database)

    def save(self, folder: Path) -> str:
        """Write the file and look it over."""
        target = folder / self.NAME
        with closing(sqlite3.connect(self.path, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target)) as copy:
            self._look_over(copy)
            return str(copy.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])

    def load(self, folder: Path, migrate: Callable[[], None]) -> None:
        """Copy the file over the database in one step, locks respected."""
        self.engine.dispose()
        with (
            closing(sqlite3.connect(folder / self.NAME)) as copy,
            closing(sqlite3.connect(self.path, timeout=30)) as connection,
        ):
            self._look_over(copy)
            # The copy carries the mode in its first page; the database's own is WAL.
            copy.execute("PRAGMA journal_mode = WAL")
            copy.backup(connection)

    @staticmethod
    def _look_over(copy: sqlite3.Connection) -> None:
        [verdict] = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)


class PostgresDump:
    """PostgreSQL's own text format, all tables as they were at one moment."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def save(self, folder: Path) -> str:
        """Write one file per table; its first line names the columns."""
        reading = self.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with reading as connection:
            migration = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
            for table in tables_of(connection):
                names = [column["name"] for column in inspect(connection).get_columns(table)]
                with _cursor(connection) as cursor, (folder / table).open("wb") as file:
                    file.write(f"{','.join(names)}\n".encode())
                    with cursor.copy(f"COPY {table} ({_quoted(names)}) TO STDOUT") as rows:
                        for row in rows:
                            file.write(row)
        return str(migration)

    def load(self, folder: Path, migrate: Callable[[], None]) -> None:
        """Make all tables anew and fill them, parents first."""
        with self.engine.begin() as connection:
            for table in [*tables_of(connection), VERSION_TABLE]:
                connection.execute(text(f"DROP TABLE IF EXISTS {table} CASCADE"))
        migrate()
        with self.engine.begin() as connection:
            for table in tables_of(connection):
                _fill(connection, table, folder / table)


def _fill(connection: Connection, table: str, path: Path) -> None:
    with path.open("rb") as file, _cursor(connection) as cursor:
        names = file.readline().decode().rstrip("\n").split(",")
        with cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as rows:
            while chunk := file.read(CHUNK):
                rows.write(chunk)
    if "id" in names:
        # New rows go on counting where the old ones ended.
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f"coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table}"
            )
        )


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
