"""The way in: real free dates before any question."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.access import open_to_all
from app.web.couples import bp


@bp.get("/")
@open_to_all
def start() -> ResponseReturnValue:
    return render_template("couples/start.html")
