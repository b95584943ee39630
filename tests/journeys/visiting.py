"""A browser that goes from page to page, each time as the person who sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Response
from sqlalchemy.orm import Session

from app.rules.permissions import Role
from app.web.remembered import COOKIE
from tests.factories import make_account
from tests.journeys.looks import LOOKS, Look, fill_in
from tests.support.accessibility import find_overflow
from tests.support.client import make_client
from tests.support.signing_in import session_cookie

#: Menus would lie upon the page; they are looked at on a page of their own.
UNFOLD = """() => document.querySelectorAll("main details:not(.menu)")
  .forEach((one) => { one.open = true; })"""


def become(context: BrowserContext, app: Flask, url: str, carried: dict[str, str]) -> None:
    """Let the browser carry what this person's browser carries."""
    name, value = session_cookie(app, carried)
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": value, "url": url}])


def sign_in_at(context: BrowserContext, app: Flask, session: Session, url: str) -> None:
    """Let the browser be that of Selin Demir of the registry office."""
    account = make_account(session, role=Role.STAFF, name="Selin Demir")
    session.commit()
    cookie = make_client(app, session, account).get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


class Visitor:
    """Goes to looks; what is to be found there is asked by the test."""

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
        #: What the server said last.
        self.response: Response | None = None

    def look_round(self, ask: Callable[[Page], list[str]]) -> list[str]:
        """Go everywhere and return what was wrong where."""
        return self.look_at(LOOKS, ask)

    def look_at(self, looks: Iterable[Look], ask: Callable[[Page], list[str]]) -> list[str]:
        """Go to these and return what was wrong where."""
        return [f"{look}: {trouble}" for look in looks for trouble in self.examine(look, ask)]

    def examine(self, look: Look, ask: Callable[[Page], list[str]]) -> list[str]:
        """Return what is wrong with a page: too wide, or what was asked for."""
        wrong = self.arrive(look)
        if wrong:
            return wrong
        self.page.evaluate(f"() => {{ {look.show} }}")
        wrong = find_overflow(self.page)
        self.page.evaluate(UNFOLD)
        return [*wrong, *find_overflow(self.page), *ask(self.page)]

    def arrive(self, look: Look) -> list[str]:
        """Go there; a look at the wrong page finds nothing and means nothing."""
        become(self.context, self.app, self.url, self.carried[look.who])
        if look.who == "keeper":
            kept = {"name": COOKIE, "value": self.facts["cookie"], "url": self.url}
            self.context.add_cookies([kept])
        self.app.config["HOLDS_PER_NETWORK"] = look.holds
        self.response = self.page.goto(self.url + fill_in(look.path, self.facts))
        if look.act:
            with self.page.expect_navigation() as coming:
                self.page.evaluate(f"() => {{ {fill_in(look.act, self.facts)} }}")
            self.response = coming.value
        assert self.response is not None
        return self._is_another_page(look, self.response)

    def _is_another_page(self, look: Look, response: Response) -> list[str]:
        if response.status != look.status:
            return [f"answers {response.status}, not {look.status}, at {self.page.url}"]
        if look.endpoint:
            address = self.app.url_map.bind("localhost")
            path = urlsplit(self.page.url).path
            endpoint, _args = address.match(path, method=response.request.method)
            if endpoint != look.endpoint:
                return [f"is {endpoint}"]
        return []
