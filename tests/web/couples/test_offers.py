"""Why a free time lies near one that is gone."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from app.web.couples.offers import why_near
from tests.factories import DAY, make_slot, make_venue


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("same_place", "days", "at", "why"),
    [
        (True, 0, time(12, 30), "Gleicher Ort, 90 Minuten später"),
        (True, 0, time(9), "Gleicher Ort, 2 Stunden früher"),
        (True, 0, time(13, 30), "Gleicher Ort, 150 Minuten später"),
        (False, 0, time(11), "Gleiche Uhrzeit, anderer Ort"),
        (False, 0, time(12), "Gleicher Tag, anderer Ort, 60 Minuten später"),
        (False, 0, time(10), "Gleicher Tag, anderer Ort, 60 Minuten früher"),
        (True, 1, time(11), "Gleicher Ort, 1 Tag später"),
        (True, -7, time(11), "Gleicher Ort, 7 Tage früher"),
        (False, 7, time(11), "Anderer Ort, 7 Tage später"),
        (False, -1, time(11), "Anderer Ort, 1 Tag früher"),
    ],
)
def test_the_reason_says_what_is_alike_and_how_far_it_is(app, session, same_place, days, at, why):
    venue = make_venue(session)
    wanted = make_slot(session, venue)
    there = venue if same_place else make_venue(session)
    other = make_slot(session, there, day=DAY + timedelta(days=days), at=at)
    with app.test_request_context("/de/halten"):
        assert why_near(wanted, other) == why
