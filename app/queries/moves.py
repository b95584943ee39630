"""Where a couple can be moved: its own claim taken off, the whole day asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Reservation, Slot
from app.queries.days import ceremony_of, get_day_facts
from app.queries.disruptions import get_disruption
from app.rules.days import Finding, reckon_moves
from app.rules.staffing import Wanted


def reckon_move(session: Session, reservation: Reservation, new: Slot, *, now: datetime) -> Finding:
    """Return what the day of ``new`` would say about this couple there if it left its own time.

    On its own day, if that is disturbed, the ceremonies that nobody can perform anyway are left
    aside: each couple that moves makes it better, even while others still wait for a call.
    """
    old, language = reservation.slot, reservation.ceremony_language
    if new.day == old.day:
        found = get_disruption(session, old.day, now=now)
        return found.reckon_move(reservation, [new], now=now)[new.id]
    facts = get_day_facts(session, [new.day])[new.day]
    return reckon_moves(facts, old.id, [ceremony_of(new)], Wanted(language), now=now)[new.id]
