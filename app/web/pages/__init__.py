"""Pages for everybody: the way in, health, and what the law asks for."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.extensions import db
from app.web.access import open_to_all
from app.web.languages import preferred_language

bp = Blueprint("pages", __name__)


@bp.get("/healthz")
@open_to_all
def health() -> ResponseReturnValue:
    db.session.execute(text("SELECT 1"))
    return "ok", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/")
@open_to_all
def front_door() -> ResponseReturnValue:
    return redirect(url_for("couples.start", lang=preferred_language()), 302)


from app.web.pages import appearance, legal  # noqa: E402, F401  (they register their views on bp)
