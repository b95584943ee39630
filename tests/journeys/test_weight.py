"""What pages weigh, with the files as they are built: bytes, requests, elements; never a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.assets import BUILD
from tests.bench.figures import PAGES
from tests.bench.weight import MONTH, dense_city, describe, weigh

FILTERED = f"{MONTH}?tag=fr,sa&zeit=vormittag&gaeste=20&stufenlos=1&lage=innen&bis=250"


@pytest.fixture(autouse=True)
def _built() -> None:
    if not BUILD.exists():
        if os.environ.get("E2E_REQUIRED") == "1":
            pytest.fail("nothing is built: run `flask assets build`")
        pytest.skip("nothing is built: run `flask assets build`")


@pytest.mark.parametrize("venues", [14, 140])
def test_the_month_is_light(browser: Browser, tmp_path: Path, venues: int):
    with dense_city(tmp_path, venues=venues) as base:
        for name, path in (("month", MONTH), ("month, filtered", FILTERED)):
            first, again = weigh(browser, base, path)
            print(describe(f"{name}, {venues} venues", [(first, again)]))
            assert first.received <= 150_000
            assert first.requests <= 10
            assert first.foreign == []
            assert first.elements <= 1500
            assert first.shift <= 0.05
            assert again.received <= 25_000
            assert again.elements == first.elements
        for path in ("/amt/", "/amt/freigaben"):
            first, _ = weigh(browser, base, path, as_head=True)
            print(describe(f"{path}, {venues} venues", [(first, first)]))
            assert first.received <= 250_000
            assert first.foreign == []


@pytest.mark.slow
def test_nothing_moves_while_a_public_page_comes_over_a_slow_line(browser: Browser, tmp_path: Path):
    with dense_city(tmp_path, venues=14) as base:
        for name, path in PAGES.items():
            first, again = weigh(browser, base, path, slow=True)
            print(describe(name, [(first, again)]))
            assert first.shift <= 0.01, name
            assert again.shift <= 0.01, name
