"""How a refusal is answered: with its page, a status, and when to come back if that helps."""

from __future__ import annotations

from math import ceil

from app import clock
from app.rules.refusals import Refusal, TooManyTries

Answer = tuple[str, int, dict[str, str]]


def refused(page: str, refusal: Refusal) -> Answer:
    """Return the answer to a refusal: 409, or 429 with Retry-After for too many tries."""
    if not isinstance(refusal, TooManyTries):
        return page, 409, {}
    seconds = ceil((refusal.again_at - clock.now()).total_seconds())
    return page, 429, {"Retry-After": str(max(1, seconds))}
