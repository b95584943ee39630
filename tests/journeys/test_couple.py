"""A couple in a real browser: from the first page to the confirmed reservation."""

from __future__ import annotations

import re
from datetime import time, timedelta
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.cli.delivery import deliver_due
from app.models import Reservation
from app.rules.reservations import ReservationState
from tests.factories import DAY, make_slot, make_venue

TYPED = {
    "section-person1 given-name": "Merve",
    "section-person1 family-name": "Aydın",
    "section-person2 given-name": "Jonas",
    "section-person2 family-name": "Kowalski",
    "email": "merve.aydin@example.org",
}


class Visit:
    """Counts what a couple goes through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pages = 0
        self.clicks = 0
        self.required: set[str] = set()

    def arrive(self) -> None:
        """Note a page: how many fields it demands, and that it runs without errors."""
        self.pages += 1
        for field in self.page.locator("main [required]").all():
            self.required.add(str(field.get_attribute("name")))

    def click(self, target) -> None:
        """Click, and look at the page that comes."""
        self.clicks += 1
        here = self.page.url
        target.click()
        # Every click leads elsewhere; a place noted in the history is no arrival.
        self.page.wait_for_url(lambda url: url != here)
        self.page.wait_for_load_state("networkidle")
        self.arrive()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("javascript", [True, False])
def test_from_landing_to_reserved(live_server, session, browser, javascript, tmp_path):
    venue = make_venue(session)
    for week in range(3):
        for hour in (11, 14):
            make_slot(session, venue, day=DAY + timedelta(weeks=week), at=time(hour))
    session.commit()
    context = browser.new_context(
        java_script_enabled=javascript, locale="de-DE", timezone_id="Europe/Berlin"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit = Visit(page)

    page.goto(f"{live_server.url}/de/")
    visit.arrive()
    visit.click(page.locator("main a[href*='/de/termine/2027-06-12']").first)
    visit.click(page.locator("button.time", has_text="11:00").first)
    for step in ("Weiter zu Kontakt", "Weiter zu Ihrer Trauung", "Weiter zum Prüfen"):
        for token, text in TYPED.items():
            field = page.locator(f"[autocomplete='{token}']")
            if field.count():
                field.fill(text)
        if page.locator("#guests").count():
            page.locator("#guests").fill("12")
        visit.click(page.get_by_role("button", name=step))
    visit.click(page.get_by_role("button", name="Termin jetzt reservieren"))

    expect(page.locator("h1")).to_have_text("Bitte bestätigen Sie Ihre E-Mail-Adresse")
    assert visit.pages <= 7
    assert visit.clicks <= 6
    assert len(visit.required) == 6

    with live_server.app.app_context():
        deliver_due()
    mail = message_from_bytes(
        next((tmp_path / "mail").glob("*.eml")).read_bytes(), policy=policy.default
    )
    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"http://\S+/r/\S+/bestaetigen", text)
    assert link is not None
    page.goto(link[0])
    with page.expect_navigation():
        page.get_by_role("button", name="E-Mail-Adresse bestätigen").click()
    expect(page.locator("h1")).to_have_text("Ihr Termin ist reserviert")
    session.expire_all()
    reservation = session.scalars(select(Reservation)).one()
    assert reservation.state is ReservationState.RESERVED
    assert errors == []
    context.close()
