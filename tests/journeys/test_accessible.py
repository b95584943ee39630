"""Every page, in every state: no barrier that a machine can find, at any width, in any light.

On SQLite only: what a page looks like does not depend on the database.
"""

from __future__ import annotations

import pytest

from tests.journeys.looks import LOOKS, NO_PAGE
from tests.journeys.visiting import Visitor
from tests.support.accessibility import Listener, find_barriers, find_overflow


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture
def app(breakable_app):
    return breakable_app


def test_every_page_is_looked_at(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {look.endpoint for look in LOOKS} | set(NO_PAGE)
    assert pages - seen == set(), "list these in tests/journeys/looks.py"
    everything = {rule.endpoint for rule in app.url_map.iter_rules()} | {""}
    assert seen - everything == set()


SCHEMES = ("light", "dark")
WIDTHS = (320, 390, 1280)


@pytest.mark.parametrize(
    ("scheme", "width", "looks"),
    [
        # All at once take ten minutes: between whiles every look in one light and width, in turn.
        pytest.param("light", 390, LOOKS[::2], id="light-390-even"),
        pytest.param("dark", 1280, LOOKS[1::2], id="dark-1280-odd"),
        *(
            pytest.param(scheme, width, LOOKS, id=f"{scheme}-{width}", marks=pytest.mark.slow)
            for scheme in SCHEMES
            for width in WIDTHS
        ),
    ],
)
def test_no_page_has_a_barrier(app, live_server, facts, built_town, browser, scheme, width, looks):
    visitor = Visitor(app, live_server.url, facts, built_town.town.carried, browser, scheme, width)
    listener = Listener(visitor.page)
    troubles = visitor.look_at(looks, lambda page: [*find_barriers(page), *listener.take()])
    print(f"{len(looks)} pages, {scheme}, {width} px: {len(troubles)} barriers")
    assert not troubles, "\n".join(troubles)


BAD_PAGE = """<!doctype html><html lang="de"><title>Schlecht</title><main><h1>Schlecht</h1>
<p style="color: #aaa; background: #fff">Blass</p><input>
<a href="/1" style="display: inline-block; width: 9px; height: 9px">1</a><a href="/2">2</a>
<div style="width: 2000px">Breit</div><script>console.error("kaputt")</script></main></html>"""


def test_what_looks_for_barriers_finds_them(page):
    listener = Listener(page)
    page.set_content(BAD_PAGE)
    barriers = "\n".join(find_barriers(page))
    for rule in ("color-contrast", "label", "target-size"):
        assert rule in barriers
    assert find_overflow(page)
    assert listener.take() == ["kaputt"]
