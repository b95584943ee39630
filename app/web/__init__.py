"""TALK to people: blueprints by audience."""

from __future__ import annotations

from flask import Flask


def register_blueprints(app: Flask) -> None:
    """Mount every audience."""
    from app.web.accounts import bp as accounts
    from app.web.couples import bp as couples
    from app.web.demo import bp as demo
    from app.web.feeds import bp as feeds
    from app.web.operators import bp as operators
    from app.web.pages import bp as pages
    from app.web.registry import bp as registry

    for blueprint in (pages, accounts, couples, operators, registry, feeds, demo):
        app.register_blueprint(blueprint)
