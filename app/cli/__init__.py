"""TALK to the shell."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import Migrate
from sqlalchemy.exc import InterfaceError, OperationalError

import config
from app.extensions import db
from app.migrated import missing_upgrade

migrate = Migrate(db=db, directory=str(config.ROOT / "migrations"))

#: Commands that need no tables: one makes none of its own, the other makes them itself.
WITHOUT_TABLES = frozenset({"assets", "backup restore"})


def register_commands(app: Flask) -> None:
    """Offer every command under ``flask --app wsgi``, with Flask-Migrate's own."""
    migrate.init_app(app)
    from app.cli.accounts import staff
    from app.cli.assets import assets
    from app.cli.backup import backup
    from app.cli.check import check
    from app.cli.demo import demo
    from app.cli.upkeep import upkeep
    from app.cli.worker import worker

    for command in (assets, backup, check, demo, staff, upkeep, worker):
        _ask_for_tables(command, str(command.name))
        app.cli.add_command(command)


def _ask_for_tables(command: click.Command, name: str) -> None:
    """Let a command, and those below it, first see whether the database is migrated."""
    if name in WITHOUT_TABLES:
        return
    if isinstance(command, click.Group):
        for part, below in command.commands.items():
            _ask_for_tables(below, f"{name} {part}")
        return
    do = command.callback
    if do is None or hasattr(do, "asks_for_tables"):
        return

    @with_appcontext
    def ask_then_do(*args: Any, **kwargs: Any) -> Any:
        require_tables()
        return do(*args, **kwargs)

    ask_then_do.asks_for_tables = True  # type: ignore[attr-defined]
    command.callback = ask_then_do


def require_tables() -> None:
    """Stop with the remedy if the database is not as this version needs it."""
    try:
        missing = missing_upgrade(db.engine)
    except (OperationalError, InterfaceError) as error:
        # Not told in full: the driver repeats the address, and the password may stand in it.
        raise click.ClickException("The database at DATABASE_URL does not answer.") from error
    if missing:
        raise click.ClickException(missing)
