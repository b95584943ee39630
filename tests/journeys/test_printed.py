"""On paper stands what is needed there, and nothing that one would have to click.

On SQLite only, as in test_accessible.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.looks import LOOKS
from tests.journeys.visiting import Visitor

#: A4 in points, upright.
A4 = (595, 842)
#: What would have to be clicked.
NEVER = (
    "nav a",
    "form[role=search]",
    ".skip-link",
    ".demo-banner",
    ".appearance",
    ".menu",
    ".button",
    ".link-button",
    ".star-button",
    ".filter-tags__change",
    ".pagination",
    "dialog",
)


@dataclass(frozen=True)
class Sheet:
    """A page that people take along."""

    path: str
    #: Selectors of what must be there.
    needed: tuple[str, ...]
    pages: int
    across: bool = False


SHEETS = (
    Sheet("/de/termine/2027-06", ("h1", ".month .bar", ".month-legend", ".day-list a"), 2),
    Sheet("/de/termine/2027-06-19", ("h1", ".time", ".timeline__facts", ".unfit li"), 1),
    Sheet("/de/termine?ansicht=liste", ("h1", "h2", ".slot-card .time"), 3),
    Sheet("/de/orte/schloss-beck", ("h1", ".facts", ".fees", ".month--small"), 3),
    Sheet("/de/r/{approved}", ("h1", ".page-head__reference b", ".page-head__when", ".path"), 2),
    Sheet("/amt/tag/{approved day}", ("h1", ".day-sheet__time", ".tick-box"), 1, across=True),
)


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture
def app(breakable_app):
    return breakable_app


def test_paper_has_what_it_needs_and_nothing_to_click(
    app, live_server, facts, built_town, browser, tmp_path
):
    visitor = Visitor(app, live_server.url, facts, built_town.town.carried, browser, "dark", 1280)
    troubles = [
        f"{sheet.path}: {trouble}"
        for sheet in SHEETS
        for trouble in wrong_with(visitor, sheet, tmp_path)
    ]
    assert not troubles, "\n".join(troubles)


def wrong_with(visitor: Visitor, sheet: Sheet, folder: Path) -> list[str]:
    """Return what is wrong with a sheet, and leave it in the folder to be looked at."""
    look = next(
        one for one in LOOKS if one.path == sheet.path and one.status == 200 and not one.act
    )
    troubles = visitor.arrive(look)
    page = visitor.page
    page.emulate_media(media="print")
    for selector in NEVER:
        if any(one.is_visible() for one in page.locator(selector).all()):
            troubles.append(f"{selector} is printed")
    for selector in sheet.needed:
        if not page.locator(selector).first.is_visible():
            troubles.append(f"{selector} is missing")
    ink = page.evaluate("getComputedStyle(document.body).color")
    if sum(map(int, re.findall(r"\d+", ink)[:3])) > 200:
        troubles.append(f"the ink is {ink}, as in the dark")
    pdf = page.pdf(prefer_css_page_size=True)
    (folder / f"{look.endpoint}.pdf").write_bytes(pdf)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    width, height = (round(float(part)) for part in sizes[0])
    expected = A4[::-1] if sheet.across else A4
    if max(abs(width - expected[0]), abs(height - expected[1])) > 1:
        troubles.append(f"is {width} × {height} pt, not {expected}")
    if len(sizes) > sheet.pages:
        troubles.append(f"takes {len(sizes)} pages, not {sheet.pages}")
    page.emulate_media(media="screen")
    return troubles


def test_the_reservation_number_is_large_on_paper(app, live_server, facts, built_town, browser):
    visitor = Visitor(app, live_server.url, facts, built_town.town.carried, browser, "light", 1280)
    visitor.arrive(next(one for one in LOOKS if one.path == "/de/r/{approved}"))
    visitor.page.emulate_media(media="print")
    size = visitor.page.locator(".page-head__reference b").evaluate(
        "(one) => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert size >= 30
