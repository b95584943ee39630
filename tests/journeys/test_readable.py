"""Every page on the smallest telephone, with letters spaced out or twice as large, in few colours.

Also judged by the engine of pa11y and by a validator of markup. On SQLite only, as in
test_accessible.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from tests.journeys.looks import LOOKS
from tests.journeys.visiting import Visitor, become
from tests.support.accessibility import find_overflow
from tests.support.checking import sniff, validate
from tests.support.reading import find_clipped, space_out

#: The smallest telephone that the rules know (WCAG 1.4.10).
SMALLEST = 320
#: Width and height of a day in the calendar, at least.
CELL = (42, 56)


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture
def app(breakable_app):
    return breakable_app


def cells_too_small(page: Page) -> list[str]:
    """Return the days of a month on which one cannot put a finger."""
    return page.evaluate(
        """([width, height]) => [...document.querySelectorAll(".month:not(.month--small) .day")]
          .map((one) => one.getBoundingClientRect())
          .filter((box) => box.width < width || box.height < height)
          .map((box) => `a day is ${box.width} × ${box.height} px`).slice(0, 2)""",
        CELL,
    )


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", SMALLEST),
        # The smallest is the hardest; the others are looked at when there is time.
        pytest.param("dark", 390, marks=pytest.mark.slow),
        pytest.param("dark", 1280, marks=pytest.mark.slow),
    ],
)
def test_every_page_can_be_read_and_satisfies_two_more_judges(
    app, live_server, facts, built_town, browser, judges, tmp_path, scheme, width
):
    visitor = Visitor(app, live_server.url, facts, built_town.town.carried, browser, scheme, width)
    markup: dict[str, str] = {}

    def ask(page: Page) -> list[str]:
        markup[f"{len(markup)} {page.url}"] = visitor.response.text() if visitor.response else ""
        wrong = [*find_clipped(page), *cells_too_small(page), *sniff(page)]
        space_out(page)
        spaced = [*find_overflow(page), *find_clipped(page)]
        return [*wrong, *(f"spaced out: {one}" for one in spaced)]

    troubles = visitor.look_round(ask)
    mistakes = validate(markup, tmp_path / "markup")
    found = f"{len(troubles)} troubles, {len(mistakes)} mistakes"
    print(f"{len(LOOKS)} pages, {scheme}, {width} px: {found}")
    assert not troubles, "\n".join(troubles)
    assert not mistakes, "\n".join(mistakes)


@pytest.fixture
def large_letters(browser_type: BrowserType, browser_type_launch_args) -> Iterator[Browser]:
    """A browser of somebody who has set letters to twice their size."""
    launch = dict(browser_type_launch_args)
    browser = browser_type.launch(
        **{**launch, "args": [*launch["args"], "--blink-settings=defaultFontSize=32"]}
    )
    yield browser
    browser.close()


@pytest.mark.slow
@pytest.mark.browser
def test_letters_of_twice_the_size_cut_nothing_off(
    app, live_server, facts, built_town, large_letters
):
    carried = built_town.town.carried
    visitor = Visitor(app, live_server.url, facts, carried, large_letters, "light", 1280)
    troubles = visitor.look_round(find_clipped)
    size = visitor.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size == 32
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def samples(app, live_server, built_town, browser) -> Iterator[Page]:
    """The page of all components in colours that the system forces on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    become(context, app, live_server.url, built_town.town.carried["staff"])
    page = context.new_page()
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{live_server.url}/amt/hilfe/bausteine")
    yield page
    context.close()


#: What tells a day from another where there are no colours: words, signs, lines, filled parts.
SHAPES = """() => [...document.querySelectorAll(".sample-cells .day")].map((day) => {
  const seen = day.cloneNode(true);
  seen.querySelectorAll(".visually-hidden").forEach((one) => one.remove());
  const after = getComputedStyle(day, "::after");
  const frame = after.content === "none" ? "" : `${after.borderTopStyle} ${after.borderTopWidth}`;
  const parts = [...day.querySelectorAll(".bar i")].map((i) => getComputedStyle(i).backgroundColor);
  return {
    words: seen.textContent.replace(/\\s+/g, " ").trim(),
    signs: [...day.querySelectorAll("svg")].map((svg) => svg.innerHTML.length),
    frame, outline: getComputedStyle(day).outlineStyle,
    hatched: getComputedStyle(day).backgroundImage !== "none",
    struck: getComputedStyle(day.querySelector("b")).textDecorationLine,
    parts: parts.length ? parts.map((one) => one === parts[0]).join() : "", link: day.tagName,
  };
})"""


def test_without_colours_every_state_of_a_day_is_another(samples):
    shapes = samples.evaluate(SHAPES)
    twice = [shape for shape, n in Counter(map(str, shapes)).items() if n > 1]
    print(f"{len(shapes)} states of a day, {len(shapes) - len(twice)} told apart without colours")
    assert len(shapes) >= 17
    assert twice == []


def test_without_colours_the_filled_parts_of_a_bar_are_seen(samples):
    filled = samples.evaluate(
        """() => [...document.querySelectorAll(".sample-cells .bar[data-fill]")].map((bar) => {
          const parts = [...bar.children].map((i) => getComputedStyle(i).backgroundColor);
          return [Number(bar.dataset.fill), parts.filter((one) => one === parts[0]).length];
        })"""
    )
    assert filled
    assert all(number == seen for number, seen in filled)


def test_without_colours_every_state_has_a_word_and_a_sign(samples):
    tags = samples.evaluate(
        """() => [...document.querySelectorAll("#baustein-status_tag .status")]
          .map((tag) => [tag.textContent.trim(), !!tag.querySelector("svg")])"""
    )
    assert len(tags) >= 25
    assert all(word and sign for word, sign in tags)


def test_a_page_that_cannot_be_read_is_found(page):
    page.set_content(
        """<div class="sheet" style="height: 20px; width: 90px; overflow: hidden">
        <p>Das ist mehr, als hier hineinpasst.</p></div>"""
    )
    assert find_clipped(page)
    page.set_content(
        """<p style="height: 40px; width: 300px; overflow: hidden; font: 16px/1.2 sans-serif">
        Das passt gerade in diese Zeile und noch in eine.</p>"""
    )
    assert not find_clipped(page)
    space_out(page)
    assert find_clipped(page)
