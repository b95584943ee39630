"""Whether the database has the tables that this version of the software works with."""

from __future__ import annotations

from sqlalchemy import Engine, column, inspect, select, table

import config

VERSION_TABLE = "alembic_version"
MIGRATIONS = config.ROOT / "migrations"
REMEDY = "flask --app wsgi db upgrade"


def missing_upgrade(engine: Engine) -> str | None:
    """Return what the database lacks together with the remedy, or None if it is as it must be.

    Raises:
        OperationalError, InterfaceError: the database does not answer.
    """
    newest = (MIGRATIONS / ".head").read_text().partition("_")[0].strip()
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return f"The database has no tables yet; run: {REMEDY}"
        here = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    if here == newest:
        return None
    if here is None or list((MIGRATIONS / "versions").glob(f"{here}_*.py")):
        return f"The database is at migration {here}, not at {newest}; run: {REMEDY}"
    return f"The database is at migration {here}, which this version does not know; run a newer one"
