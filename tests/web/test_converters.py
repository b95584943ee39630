"""Keys and days in addresses: what cannot exist does not match, and no view has to look."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from app.models.base import LARGEST_ID
from app.rules.calendar import FIRST_YEAR, LAST_YEAR
from app.web.converters import DayConverter
from tests.factories import make_venue

KEYS = [str(LARGEST_ID + 1), "9" * 30, "٣"]


def addresses(app, key, method):
    """Yield the address of every route that takes a key and nothing else unknown."""
    for rule in app.url_map.iter_rules():
        if "<int:" in rule.rule and method in rule.methods:
            path = rule.rule
            for name in rule.arguments:
                known = {"day": "2027-06-12", "slug": "schloss", "reference": "TK-AAAA-AAAA"}
                for kind in ("int", "day", "slug", "string", "lang"):
                    path = path.replace(f"<{kind}:{name}>", known.get(name, key))
                path = path.replace(f"<{name}>", known.get(name, key))
            yield path


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_no_row_can_have_is_not_found(app, as_head, session, key):
    make_venue(session, slug="schloss")
    session.commit()
    looked = [as_head.get(path).status_code for path in addresses(app, key, "GET")]
    sent = [as_head.post(path).status_code for path in addresses(app, key, "POST")]
    assert len(looked) > 10
    assert len(sent) > 10
    assert set(looked) | set(sent) <= {403, 404, 405}


def test_every_day_of_the_calendar_matches_and_no_other():
    first, after = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1)
    known = {(first + timedelta(n)).isoformat() for n in range((after - first).days)}
    tried = {
        f"{year}-{month:02}-{day:02}"
        for year in (1999, *range(FIRST_YEAR, LAST_YEAR + 1), 2200)
        for month in range(14)
        for day in range(33)
    }
    assert {text for text in tried if re.fullmatch(DayConverter.regex, text)} == known
