"""What a page costs a visitor: bytes, requests, elements, and on a slow phone how soon it is there.

The files are those of ``flask assets build``, served as in earnest.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app import create_app
from app.actions.sessions import open_session
from app.rules.permissions import Role
from tests.bench import city
from tests.conftest import settings_for
from tests.factories import NOW, make_account
from tests.races.servers import serving
from tests.support.databases import migrate
from tests.support.signing_in import session_cookie

MONTH = "/de/termine/2027-04"
#: Slow 4G: 1.6 Mbit/s down, 0.75 up, 150 ms there and back; and a processor a quarter as fast.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
#: What the browser of the head of office carries, by the address of the city.
HEAD: dict[str, str] = {}
WATCH = """
window.seen = {lcp: 0, shift: 0};
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) seen.lcp = one.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Weight:
    """What one look at a page took."""

    received: int
    requests: int
    foreign: list[str]
    elements: int
    shift: float
    paint_ms: float


class Scale:
    """Counts what goes over the line of a page."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.received, self.addresses = 0, list[str]()
        self.session.on("Network.loadingFinished", self._finished)
        self.session.on("Network.responseReceived", self._answered)
        page.add_init_script(WATCH)

    def slow_down(self) -> None:
        """Be a cheap phone on a slow line."""
        self.session.send("Network.emulateNetworkConditions", SLOW_4G)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def weigh(self, path: str) -> Weight:
        """Look at a page until nothing more comes."""
        self.received, self.addresses = 0, []
        self.page.goto(self.base + path, wait_until="networkidle")
        seen = self.page.evaluate("window.seen")
        return Weight(
            received=self.received,
            requests=len(self.addresses),
            foreign=[one for one in self.addresses if not one.startswith(self.base)],
            elements=self.page.evaluate("document.querySelectorAll('*').length"),
            shift=seen["shift"],
            paint_ms=seen["lcp"],
        )

    def _finished(self, event: dict[str, float]) -> None:
        self.received += int(event["encodedDataLength"])

    def _answered(self, event: dict[str, dict[str, object]]) -> None:
        response = event["response"]
        if not (response.get("fromDiskCache") or str(response["url"]).startswith("data:")):
            self.addresses.append(str(response["url"]))


@contextmanager
def dense_city(folder: Path, *, venues: int) -> Iterator[str]:
    """Serve a city with three times a day at every venue; yield its address."""
    url = f"sqlite:///{folder / f'{venues}.db'}"
    migrate(url, folder)
    engine = create_engine(url)
    with Session(engine) as session:
        city.build(session, venues=venues, months=1)
        head = open_session(session, make_account(session, role=Role.HEAD), now=NOW)
        session.commit()
    engine.dispose()
    environment = {
        "DATABASE_URL": url,
        "SECRET_KEY": "gewogen-wird-nur-0123456789-abcdefghijklmnopqrst",
        "TRAUKALENDER_DEMO": "1",
        "TRAUKALENDER_TESTING": "0",
        "TRAUKALENDER_NOW": NOW.isoformat(),
    }
    app = create_app(settings_for(url, folder, secret_key=environment["SECRET_KEY"]))
    with serving("wsgi:app", environment) as base:
        HEAD[base] = session_cookie(app, {"_user_id": head})[1]
        yield base


@contextmanager
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="de-DE", timezone_id="Europe/Berlin"
    )
    yield context
    context.close()


def weigh(
    browser: Browser, base: str, path: str, *, slow: bool = False, as_head: bool = False
) -> tuple[Weight, Weight]:
    """Return what the first look at a page takes, and a second one."""
    with phone(browser) as context:
        if as_head:
            context.add_cookies([{"name": "traukalender", "value": HEAD[base], "url": base}])
        scale = Scale(context.new_page(), base)
        if slow:
            scale.slow_down()
        return scale.weigh(path), scale.weigh(path)


def describe(name: str, looks: list[tuple[Weight, Weight]]) -> str:
    """Return one line: medians over all looks."""
    first = [look[0] for look in looks]
    again = [look[1] for look in looks]

    def middle(weights: list[Weight], what: str) -> float:
        return statistics.median(getattr(one, what) for one in weights)

    return (
        f"{name:<34} {middle(first, 'received') / 1000:>7.1f} kB"
        f" {middle(again, 'received') / 1000:>7.1f} kB"
        f" {middle(first, 'requests'):>4.0f} {middle(first, 'elements'):>6.0f}"
        f" {middle(first, 'shift'):>6.3f} {middle(first, 'paint_ms'):>7.0f} ms"
    )
