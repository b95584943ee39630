"""TALK to the shell."""

from __future__ import annotations

from flask import Flask


def register_commands(app: Flask) -> None:
    """Offer every command under ``flask --app wsgi``."""
    from app.cli.accounts import staff
    from app.cli.assets import assets
    from app.cli.backup import backup
    from app.cli.check import check
    from app.cli.demo import demo
    from app.cli.upkeep import upkeep
    from app.cli.worker import worker

    for command in (assets, backup, check, demo, staff, upkeep, worker):
        app.cli.add_command(command)
