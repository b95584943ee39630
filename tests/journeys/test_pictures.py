"""Every component looks as it did, in every state: light on a screen, dark on a telephone.

After a change that is meant, renew the pictures and look at them:
./run test --renew-pictures tests/journeys/test_pictures.py
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserType, Page

from tests.journeys.visiting import become
from tests.support import pictures

pytestmark = pytest.mark.browser
#: Letters are drawn alike everywhere: no hints of the system, no colours of its screen.
ALIKE = ["--font-render-hinting=none", "--disable-lcd-text", "--lang=de-DE"]
LOOKS = {"light-1280": ("light", 1280), "dark-390": ("dark", 390)}
#: What finds changes is tried in one light only.
ONCE = pytest.mark.parametrize("samples", ["light-1280"], indirect=True)
PADDED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".slot-card { padding-block: 0.875rem; }");
  document.adoptedStyleSheets = [sheet];
}"""

TINTED = """() => {
  const sheet = new CSSStyleSheet();
  const tint = "color-mix(in srgb, var(--color-accent-wash), #888 8%)";
  sheet.replaceSync(`.hold-banner { background: ${tint}; }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture(params=LOOKS)
def samples(
    request, app, live_server, built_town, browser_type: BrowserType, browser_type_launch_args
) -> Iterator[tuple[str, Page]]:
    """The page of all components, and the folder of its pictures."""
    scheme, width = LOOKS[request.param]
    launch = {**browser_type_launch_args}
    browser = browser_type.launch(**{**launch, "args": [*launch["args"], *ALIKE]})
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="de-DE",
        timezone_id="Europe/Berlin",
    )
    become(context, app, live_server.url, built_town.town.carried["staff"])
    page = context.new_page()
    page.goto(f"{live_server.url}/amt/hilfe/bausteine")
    page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
    yield request.param, page
    browser.close()


def take_pictures(page: Page) -> dict[str, bytes]:
    """Return a picture of each component by its name."""
    return {
        str(sample.get_attribute("id")).removeprefix("baustein-"): sample.locator(
            ".sample__body"
        ).screenshot(animations="disabled")
        for sample in page.locator(".sample").all()
    }


def test_every_component_looks_as_it_did(samples, renew_pictures):
    folder, page = samples
    seen = take_pictures(page)
    if renew_pictures:
        for name, png in seen.items():
            pictures.keep(f"{folder}/{name}", png)
    changes = [pictures.find_change(f"{folder}/{name}", png) for name, png in seen.items()]
    kept = {path.stem for path in (pictures.KEPT / folder).glob("*.png")}
    print(f"{len(seen)} components, {folder}: {len(changes) - changes.count(None)} changed")
    assert [change for change in changes if change] == []
    assert kept == set(seen), "remove the pictures of what is gone"


@ONCE
def test_a_padding_that_grew_by_a_little_is_seen(samples):
    folder, page = samples
    page.evaluate(PADDED)
    changed = {
        name
        for name, png in take_pictures(page).items()
        if pictures.find_change(f"{folder}/{name}", png)
    }
    assert changed == {"slot_card"}


@ONCE
def test_a_tint_that_changed_by_a_little_is_seen(samples):
    folder, page = samples
    page.evaluate(TINTED)
    changed = {
        name
        for name, png in take_pictures(page).items()
        if pictures.find_change(f"{folder}/{name}", png)
    }
    assert changed == {"hold_banner"}


def test_the_pictures_are_small():
    sizes = [path.stat().st_size for path in pictures.KEPT.glob("*/*.png")]
    print(f"{len(sizes)} pictures, {sum(sizes) / 1000:.0f} kB")
    assert 0 < sum(sizes) < 1_500_000
