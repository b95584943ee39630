"""TALK to the shell."""

from __future__ import annotations

from flask import Flask


def register_commands(app: Flask) -> None:
    """Offer every command under ``flask --app wsgi``."""
    from app.cli.accounts import staff
    from app.cli.assets import assets
    from app.cli.demo import demo

    for command in (assets, demo, staff):
        app.cli.add_command(command)
