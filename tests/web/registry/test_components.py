"""The page of all components, read by the proof-reader and by axe in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

import config

COMPONENTS = config.ROOT / "templates" / "components"
#: Parts of other components, never called by a page.
INNER = {"csrf_field", "icon", "month_cell"}


def test_all_components_are_shown_to_the_office(as_staff):
    assert as_staff.get("/amt/hilfe/bausteine").status_code == 200


def test_operators_and_visitors_do_not_see_them(client, as_operator):
    assert client.get("/amt/hilfe/bausteine").status_code == 302
    assert as_operator().get("/amt/hilfe/bausteine").status_code == 403


def test_none_is_missing():
    page = (config.ROOT / "templates" / "registry" / "components.html").read_text()
    names = {path.stem for path in COMPONENTS.glob("*.html")} - INNER
    assert {name for name in names if f'"components/{name}.html"' not in page} == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser, as_staff, live_server, width, scheme
):
    cookie = as_staff.get_cookie("traukalender")
    assert cookie is not None
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE"
    )
    context.add_cookies([{"name": "traukalender", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/amt/hilfe/bausteine")
    assert page.title().startswith("Bausteine")
    axe = Axe()
    violations = axe.run(page).response["violations"]
    # Left out of the usual run: the size of targets.
    violations += axe.run(page, options={"runOnly": ["wcag22aa"]}).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"][:200]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
