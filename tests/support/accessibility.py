"""What machines can tell about a page: axe, nothing cut off at the side, nothing refused."""

from __future__ import annotations

from collections.abc import Collection

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {
    "runOnly": list(TAGS),
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # What stands in a frame is looked at as a page of its own.
    "iframes": False,
}
#: Says on the console what the policy of the page forbids.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`forbidden by ${event.violatedDirective}: ${event.blockedURI}`));
"""
#: The browser says so of every answer with such a code; the code is looked at elsewhere.
ONLY_A_CODE = "Failed to load resource: the server responded with a status of"

_axe = Axe()


class Listener:
    """Hears what a page complains about while it loads and runs."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ONLY_A_CODE):
            self.heard.append(message.text)

    def take(self) -> list[str]:
        """Return what was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard


def find_barriers(page: Page, *, but: Collection[str] = ()) -> list[str]:
    """Return what axe finds, one line per rule, with the first place; ``but`` are no rules here."""
    found = _axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}"
        f" – {' '.join(one['nodes'][0]['failureSummary'].split())[:200]}"
        for one in found
        if one["id"] not in but
    ]


def find_overflow(page: Page) -> list[str]:
    """Return what sticks out at the right, if the page scrolls sideways."""
    return page.evaluate(
        """() => {
          const page = document.scrollingElement;
          if (page.scrollWidth <= innerWidth) return [];
          const out = [...document.body.querySelectorAll("*")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
            .map((one) => one.outerHTML.slice(0, 120));
          return [`${page.scrollWidth} px wide`, ...out.slice(0, 4)];
        }"""
    )
