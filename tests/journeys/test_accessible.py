"""Every page, in every state: no barrier that a machine can find, at any width, in any light.

On SQLite only: what a page looks like does not depend on the database.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask, abort
from playwright.sync_api import Browser, Page, Response

from app.cli.delivery import deliver_due
from app.rules.favourites import unpack
from app.web.access import open_to_all
from app.web.remembered import COOKIE, write
from tests.journeys.looks import LOOKS, NO_PAGE, Look
from tests.support.accessibility import Listener, find_barriers, find_overflow
from tests.support.signing_in import session_cookie

#: Menus would lie upon the page; they are looked at on a page of their own.
UNFOLD = """() => document.querySelectorAll("main details:not(.menu)")
  .forEach((one) => { one.open = true; })"""


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture
def app(make_app) -> Flask:
    app = make_app(demo=True)

    @app.get("/<lang>/kaputt/<int:code>", endpoint="broken")
    @open_to_all
    def broken(code: int, **_lang: str) -> None:
        abort(code)

    return app


@pytest.fixture
def facts(app: Flask, built_town, tmp_path: Path) -> dict[str, str]:
    """The facts of the town, and a mail that has been sent."""
    with app.app_context():
        deliver_due()
        kept = unpack([[int(number)] for number in built_town.town.facts["kept"].split()])
        shared, cookie = write(kept, "share"), write(kept, "cookie")
    mail = sorted((tmp_path / "mail").glob("*.eml"))[0].name
    return {**built_town.town.facts, "mail": mail, "shared": shared, "cookie": cookie}


def test_every_page_is_looked_at(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {look.endpoint for look in LOOKS} | set(NO_PAGE)
    assert pages - seen == set(), "list these in tests/journeys/looks.py"
    everything = {rule.endpoint for rule in app.url_map.iter_rules()} | {""}
    assert seen - everything == set()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(app, live_server, facts, built_town, browser, scheme, width):
    visitor = Visitor(app, live_server.url, facts, built_town.town.carried, browser, scheme, width)
    troubles = [f"{look}: {trouble}" for look in LOOKS for trouble in visitor.examine(look)]
    print(f"{len(LOOKS)} pages, {scheme}, {width} px: {len(troubles)} barriers")
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


class Visitor:
    """A browser that goes from page to page, each time as the person who sees it."""

    def __init__(
        self,
        app: Flask,
        url: str,
        facts: dict[str, str],
        carried: dict[str, dict[str, str]],
        browser: Browser,
        scheme: str,
        width: int,
    ) -> None:
        self.app, self.url, self.facts, self.carried = app, url, facts, carried
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="de-DE",
            timezone_id="Europe/Berlin",
        )
        self.page: Page = self.context.new_page()
        self.listener = Listener(self.page)

    def examine(self, look: Look) -> list[str]:
        """Return what is wrong with a page."""
        self._become(look.who)
        self.app.config["HOLDS_PER_NETWORK"] = look.holds
        response = self.page.goto(self.url + self._fill(look.path))
        if look.act:
            with self.page.expect_navigation() as coming:
                self.page.evaluate(f"() => {{ {self._fill(look.act)} }}")
            response = coming.value
        assert response is not None
        wrong = self._is_another_page(look, response)
        if wrong:
            return wrong
        self.page.evaluate(f"() => {{ {look.show} }}")
        wrong = find_overflow(self.page)
        self.page.evaluate(UNFOLD)
        return [
            *wrong,
            *find_overflow(self.page),
            *find_barriers(self.page),
            *self.listener.take(),
        ]

    def _become(self, who: str) -> None:
        name, value = session_cookie(self.app, self.carried[who])
        self.context.clear_cookies()
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        if who == "keeper":
            kept = {"name": COOKIE, "value": self.facts["cookie"], "url": self.url}
            self.context.add_cookies([kept])

    def _fill(self, text: str) -> str:
        for name, value in self.facts.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _is_another_page(self, look: Look, response: Response) -> list[str]:
        """A look at the wrong page finds nothing and means nothing."""
        if response.status != look.status:
            return [f"answers {response.status}, not {look.status}, at {self.page.url}"]
        if look.endpoint:
            address = self.app.url_map.bind("localhost")
            path = urlsplit(self.page.url).path
            endpoint, _args = address.match(path, method=response.request.method)
            if endpoint != look.endpoint:
                return [f"is {endpoint}"]
        return []
