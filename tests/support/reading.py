"""What can be read of a page: nothing cut off, whatever size and spacing people give to letters."""

from __future__ import annotations

from playwright.sync_api import Page

#: What people may set for themselves (WCAG 1.4.12).
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

CLIPPED = r"""() => {
  const HOLDERS = "button, .button, td, th, summary, .day, .time, .sheet, .notice, .hold-banner," +
    " .status, .menu__list, select, .month-strip li, .day-card, .star-card, dialog";
  const seen = (one) => {
    const style = getComputedStyle(one);
    return style.visibility !== "hidden" && style.clipPath === "none" &&
      one.getClientRects().length && !one.closest(".visually-hidden, .skip-link, svg");
  };
  const hidden = (one) => {
    for (; one; one = one.parentElement) {
      if (getComputedStyle(one).clipPath !== "none") return true;
    }
    return false;
  };
  const name = (one) => `<${one.tagName.toLowerCase()} class="${one.className}">`;
  const start = (text) => text.trim().slice(0, 40);
  const found = [];
  for (const one of document.body.querySelectorAll("*")) {
    if (!one.textContent.trim() || !seen(one) || hidden(one)) continue;
    const style = getComputedStyle(one);
    const cutsDown = /hidden|clip/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
    const cutsAside = /hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
    if (cutsDown || cutsAside) found.push(`${name(one)} cuts off ${start(one.textContent)}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement.closest(HOLDERS);
    if (!holder || !node.data.trim()) continue;
    if (!seen(node.parentElement) || hidden(node.parentElement)) continue;
    const box = holder.getBoundingClientRect();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const middle = (line.top + line.bottom) / 2;
      if (line.left < box.left - 1 || line.right > box.right + 1 ||
          middle < box.top || middle > box.bottom) {
        found.push(`${name(holder)} is too small for ${start(node.data)}`);
        break;
      }
    }
  }
  return [...new Set(found)].slice(0, 6);
}"""


def find_clipped(page: Page) -> list[str]:
    """Return what cuts off its text, or is too small for it."""
    return page.evaluate(CLIPPED)


def space_out(page: Page) -> None:
    """Give letters, words and lines the room that some people need."""
    page.evaluate(SPACED)
