"""What several couples of a disturbed day are offered."""

from __future__ import annotations

from datetime import time

from app.queries.disruptions import share_out
from tests.factories import make_slot, make_venue


def test_in_turns_each_time_goes_to_one_couple(session):
    venue, other = make_venue(session), make_venue(session)
    ten, eleven, twelve = (make_slot(session, venue, at=time(hour)) for hour in (10, 11, 12))
    elsewhere = make_slot(session, other, at=time(10))
    shares = share_out([[ten, eleven, twelve], [ten, eleven, elsewhere], [ten]], 2)
    assert shares == [[ten, twelve], [eleven, elsewhere], []]


def test_times_that_collide_count_as_one(session):
    venue = make_venue(session)
    ten, later = (make_slot(session, venue, at=time(10, minute)) for minute in (0, 20))
    assert share_out([[ten, later], [ten, later]], 2) == [[ten], []]
    assert share_out([], 2) == []
