"""What a screen reader is told: the browser's own accessibility tree, and what live regions say."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

#: Keeps everything that a live region ever said.
HEAR = """
window.said = [];
new MutationObserver((changes) => {
  for (const change of changes) {
    const region = (change.target.closest ? change.target : change.target.parentElement)
      ?.closest("[role=status], [role=alert], [aria-live]");
    const words = region?.textContent.trim().replace(/\\s+/g, " ");
    if (words && said.at(-1) !== words) said.push(words);
  }
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


def listen(page: Page) -> None:
    """Note from the next page on what live regions say."""
    page.add_init_script(HEAR)


def heard(page: Page) -> list[str]:
    """Return what the live regions of this document have said."""
    said: list[str] = page.evaluate("window.said")
    return said


def announced(page: Page) -> set[str]:
    """Return role and name of everything on the page that has a name, as Chromium reckons them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {
        _words(node)
        for node in nodes
        if not node.get("ignored") and node.get("name", {}).get("value")
    }


def focused(page: Page) -> str:
    """Return role and name of what has the keyboard."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    for node in reversed(nodes):
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        if properties.get("focused"):
            return _words(node)
    return ""


def _words(node: dict[str, Any]) -> str:
    # What only moves a word to a line of its own is a blank here, and nothing in speech.
    name = " ".join(node["name"]["value"].split()).replace(" ,", ",")
    return f"{node['role']['value']} {name}"
