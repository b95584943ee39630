"""How little a couple has to do: counted as a person would do it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.small_city import FAIR_DAY, build

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WISHES = {
    "de": "Samstag im Juni, 30 Gäste, stufenlos",
    "en": "Saturday in June, 30 guests, step-free",
}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_free_saturday_in_june_takes_two_actions(page: Page, live_server, session, lang):
    build(session)
    page.goto(f"{live_server.url}/{lang}/")
    actions = 0
    page.fill("#wunsch", WISHES[lang])
    actions += 1
    page.press("#wunsch", "Enter")
    actions += 1
    page.wait_for_url("**gaeste=30**")
    free = page.locator("a.day--free")
    expect(free).to_have_count(1)
    assert str(FAIR_DAY) in (free.get_attribute("href") or "")
    for word in ("tag=sa", "stufenlos=1"):
        assert word in page.url
    assert actions <= 2


def test_the_times_of_a_day_are_one_click_from_the_first_page(page: Page, live_server, session):
    build(session)
    page.goto(f"{live_server.url}/de/")
    page.locator(".day-cards a").first.click()
    page.wait_for_url(f"**/{FAIR_DAY}**")
    expect(page.locator("button.time").first).to_be_visible()
