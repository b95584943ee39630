"""What couples see: find, hold, reserve, look after."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("couples", __name__, url_prefix="/<lang:lang>")

# They register their views on bp.
from app.web.couples import (  # noqa: E402, F401
    browser,
    comparison,
    dates,
    days,
    favourites,
    finding,
    holds,
    links,
    months,
    openings,
    reservations,
    start,
    steps,
    venue_list,
    venues,
    words,
)
