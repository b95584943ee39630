"""What the registry office sees: release, approve, plan."""

from flask import Blueprint

bp = Blueprint("registry", __name__, url_prefix="/amt")

from app.web.registry import (  # noqa: E402, F401 (they need bp)
    accounts,
    case,
    ceremony_language,
    closures,
    components,
    day_sheets,
    days,
    disruptions,
    duty,
    moves,
    outbox,
    releases,
    reservations,
    roster,
    settings,
    shortage,
    telephone,
    today,
    words,
)
