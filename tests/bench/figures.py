"""Print what pages weigh: the first look and a second one, and how soon a slow phone shows them.

``python -m tests.bench.figures``; the files must have been built (``flask assets build``).
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from app.assets import BUILD
from tests.bench.weight import MONTH, dense_city, describe, weigh
from tests.support.browser import find_browser

PAGES = {
    "start": "/de/",
    "month": MONTH,
    "month, all filters": f"{MONTH}?tag=fr,sa&zeit=vormittag&gaeste=20&stufenlos=1&lage=innen",
    "day": "/de/termine/2027-04-10",
    "list": "/de/termine?ansicht=liste",
    "venues": "/de/orte",
    "venue": "/de/orte/haus-1",
    "comparison": "/de/orte/vergleich?ort=haus-1,haus-2",
    "favourites": "/de/merkliste",
}
STAFF = {"office, today": "/amt/", "office, releases": "/amt/freigaben"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="looks at each page")
    parser.add_argument("--venues", type=int, nargs="+", default=[14, 140])
    wish = parser.parse_args()
    launch, reason = find_browser()
    if launch is None:
        raise SystemExit(reason)
    print(
        f"{'page':<34} {'first':>10} {'again':>10} {'req':>4} {'nodes':>6} {'CLS':>6} {'LCP':>10}"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(**launch)
        for venues in wish.venues:
            with dense_city(Path(folder), venues=venues) as base:
                show(browser, base, venues, wish.rounds)
        browser.close()
    print("Slow 4G: 1.6 Mbit/s, 150 ms; processor at a quarter. Medians; limits of the month page:")
    print("150 kB, 25 kB, 10 requests, 1,500 elements, CLS 0.05, LCP 1,800 ms.")
    for file in sorted([*BUILD.glob("css/*.css"), *BUILD.glob("js/*.js")]):
        content = file.read_bytes()
        packed = len(gzip.compress(content)), len(file.with_name(file.name + ".br").read_bytes())
        print(f"{file.name:<28} {len(content):>8,} B, gzip {packed[0]:>7,} B, br {packed[1]:>7,} B")


def show(browser: Browser, base: str, venues: int, rounds: int) -> None:
    """Print a line for each page of a city of this size."""
    for name, path in PAGES.items():
        weigh(browser, base, path)
        looks = [weigh(browser, base, path, slow=True) for _ in range(rounds)]
        print(describe(f"{name}, {venues} venues", looks), flush=True)
    for name, path in STAFF.items():
        looks = [weigh(browser, base, path, slow=True, as_head=True) for _ in range(rounds)]
        print(describe(f"{name}, {venues} venues", looks), flush=True)


if __name__ == "__main__":
    main()
