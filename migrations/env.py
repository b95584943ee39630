"""How Alembic finds the models and the database, and how migrations are numbered."""

from __future__ import annotations

import warnings
from typing import Any

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection

from app.models.base import UtcDateTime


def number(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
    """Number a new migration; its name belongs into .head, so that two branches collide there."""
    known = ScriptDirectory.from_config(context.config).walk_revisions()
    directives[0].rev_id = f"{len(list(known)) + 1:04}"


def render_item(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write instants as the column they are, so that old migrations do not need today's code."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, UtcDateTime) else False


def keep_children(connection: Connection, *, on: bool) -> None:
    """Stop SQLite from deleting the children of a table that batch mode rebuilds."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute(f"PRAGMA foreign_keys = {'OFF' if on else 'ON'}")


def run() -> None:
    """Run the missing migrations, all or none."""
    extension = current_app.extensions["migrate"]
    with extension.db.engine.connect().execution_options(writes=True) as connection:
        keep_children(connection, on=True)
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            # We begin transactions on SQLite ourselves, so its DDL rolls back too.
            transactional_ddl=True,
            render_item=render_item,
            **{"process_revision_directives": number, **extension.configure_args},
        )
        with context.begin_transaction(), warnings.catch_warnings():
            # The index on lower(email): SQLite cannot tell what it is on, PostgreSQL can.
            warnings.filterwarnings("ignore", message=".*expression-based index")
            context.run_migrations()
        keep_children(connection, on=False)


run()
