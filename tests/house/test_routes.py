"""Which addresses there are and who may open them is a decision that a reader of a change sees."""

from __future__ import annotations

import config
from tests.house.routes import lines_of


def test_routes_are_those_that_were_decided(make_app):
    decided = (config.ROOT / "tests" / "house" / "routes.txt").read_text().splitlines()
    # The demo's own pages are there in a demo only.
    assert lines_of(make_app(demo=True)) == decided, (
        "if this is meant: python -m tests.house.routes > tests/house/routes.txt"
    )
