"""A season of a new venue: published by a volunteer, released by the office, seen by a couple.

On SQLite only: what a browser sees does not depend on the database.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.actions import passwords
from app.models import Slot
from app.rules.permissions import Role
from app.rules.slots import SlotState
from tests.factories import make_account, make_venue

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PASSWORD = "drei-amseln-im-holunder"


class Walk:
    """Counts pages and what is done on them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages = 1
        self.actions = 0

    def go(self, target: Locator) -> None:
        """Click on what leads to another page."""
        self.actions += 1
        self.pages += 1
        with self.page.expect_navigation():
            target.click()

    def type(self, label: str, text: str) -> None:
        """Fill in one field."""
        self.actions += 1
        self.page.get_by_label(label, exact=True).fill(text)


@pytest.fixture
def venue(session):
    venue = make_venue(session, slug="tenne", name="Tenne am Mühlenbach", short_name="Tenne")
    password_hash = passwords.hasher.hash(PASSWORD)
    for email, role, venues in (
        ("tenne@example.org", Role.OPERATOR, [venue]),
        ("amt@example.org", Role.STAFF, []),
    ):
        make_account(session, email=email, role=role, venues=venues, password_hash=password_hash)
    session.commit()
    return venue


@pytest.fixture
def sign_in(browser, browser_context_args, live_server):
    """Sign somebody in, with a browser of their own."""

    def sign_in(email: str) -> Page:
        page = browser.new_context(**browser_context_args).new_page()
        page.goto(f"{live_server.url}/anmelden")
        page.get_by_label("E-Mail-Adresse").fill(email)
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("button", name="Anmelden").click()
        return page

    return sign_in


def test_a_season_from_an_empty_calendar_to_free_dates(page, live_server, session, sign_in, venue):
    publishing = Walk(sign_in("tenne@example.org"))
    publish_a_season(publishing)
    assert publishing.pages <= 4
    assert publishing.actions <= 8

    releasing = Walk(sign_in("amt@example.org"))
    release_everything(releasing)
    assert releasing.actions <= 4
    assert releasing.pages <= 5
    print(f"operator: {publishing.pages} pages, {publishing.actions} actions; ", end="")
    print(f"office: {releasing.pages} pages, {releasing.actions} clicks")

    session.rollback()
    slots = session.scalars(select(Slot)).all()
    assert 38 <= len(slots) <= 52
    assert {slot.state for slot in slots} == {SlotState.RELEASED}
    assert {slot.day.weekday() for slot in slots} == {5}
    a_couple_finds_them_free(page, live_server.url)


def publish_a_season(walk: Walk) -> None:
    """Begin with the Saturdays that are offered, choose own times, look, and submit."""
    page = walk.page
    expect(page.get_by_text("Wann passen Trauungen bei Ihnen?")).to_be_visible()
    walk.go(page.get_by_role("button", name="Mit diesem Muster beginnen"))
    expect(page.get_by_label("Erster Tag")).to_have_value("2027-04-01")
    walk.type("Letzter Tag", "2027-09-30")
    walk.type("Beginn", "10:30, 14:00")
    walk.go(page.get_by_role("button", name="Vorschau aktualisieren"))
    expect(page.locator("#vorschau")).to_contain_text("10:30")
    walk.go(page.get_by_role("button", name=re.compile("anlegen und einreichen")).first)
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ Termine sind eingereicht"))


def release_everything(walk: Walk) -> None:
    """From today's tasks to the queue, and release what is chosen there."""
    page = walk.page
    walk.go(page.locator("main a[href$='/amt/freigaben']").first)
    expect(page.locator("main")).to_contain_text("Tenne am Mühlenbach")
    walk.go(page.get_by_role("button", name=re.compile("Ausgewählte freigeben")))
    expect(page.locator("main")).to_contain_text("freigegeben")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ sind jetzt sichtbar, 0 öffnen"))
    walk.go(page.get_by_role("link", name="So sehen es Paare: Tenne"))
    expect(page.locator("main")).to_contain_text("10:30")


def a_couple_finds_them_free(page: Page, url: str) -> None:
    """The month counts them, the venue lists them, the day lets hold them."""
    page.goto(f"{url}/de/termine/2027-06")
    saturday = page.get_by_role("link", name=re.compile(r"Samstag, 12\. Juni 2027"))
    expect(saturday).to_have_accessible_name(re.compile("2 "))
    page.goto(f"{url}/de/orte/tenne?am=2027-06-12")
    expect(page.locator("main")).to_contain_text("10:30")
    page.goto(f"{url}/de/termine/2027-06-12")
    expect(page.get_by_role("button", name=re.compile("10:30 Uhr, Tenne.*halten"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("14:00 Uhr, Tenne.*halten"))).to_be_visible()
