"""What operators see: their venue, its times, its closures."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("operators", __name__, url_prefix="/betrieb")

from app.web.operators import closures as closures  # noqa: E402
from app.web.operators import series as series  # noqa: E402
from app.web.operators import times as times  # noqa: E402
from app.web.operators import venues as venues  # noqa: E402
