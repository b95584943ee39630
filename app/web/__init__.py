"""TALK to people: blueprints by audience."""

from __future__ import annotations

from flask import Flask


def register_blueprints(app: Flask) -> None:
    """Mount every audience."""
    from app.web.couples import bp as couples
    from app.web.pages import bp as pages

    for blueprint in (pages, couples):
        app.register_blueprint(blueprint)
