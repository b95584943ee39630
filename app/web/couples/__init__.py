"""What couples see: find, hold, reserve, look after."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("couples", __name__, url_prefix="/<lang:lang>")

from app.web.couples import browser, start  # noqa: E402, F401  (they register their views on bp)
