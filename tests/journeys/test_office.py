"""The office at work: approve and decline from the queue, and a call by keyboard alone.

On SQLite only: what a browser sees does not depend on the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.actions.tokens import mint
from app.models import Purpose, Reservation
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_reservation, make_slot, make_venue
from tests.journeys.visiting import sign_in_at
from tests.support.mailbox import deliver

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: So many keys from the beginning of the page of the telephone to the card that is read out.
MOST_KEYS = 45


@pytest.fixture
def case(session) -> Reservation:
    slot = make_slot(session, make_venue(session, name="Alte Mühle"))
    case = make_reservation(
        session, slot, person1_family="Aydın", person2_family="Kowalski", email="paar@example.org"
    )
    session.commit()
    return case


@pytest.fixture
def staff(app, session, live_server, page: Page) -> Page:
    """The browser of somebody of the office, on today's page."""
    sign_in_at(page.context, app, session, live_server.url)
    page.goto(f"{live_server.url}/amt/")
    return page


@pytest.fixture
def look_as_couple(session, live_server, browser) -> Callable[[Reservation], Page]:
    """Open the page of a reservation as the couple does, with the link from its mails."""

    def look(case: Reservation) -> Page:
        session.rollback()  # what it read before is old
        secret = mint(session, Purpose.RESERVATION, now=NOW, reservation_id=case.id)
        session.commit()
        page = browser.new_context(locale="de-DE").new_page()
        page.goto(f"{live_server.url}/de/r/{secret}")
        return page

    return look


def open_from_the_queue(page: Page, case: Reservation) -> int:
    """Go from today's tasks to the case; return how many clicks it took."""
    with page.expect_navigation():
        page.locator("main a[href*='/amt/reservierungen']").first.click()
    with page.expect_navigation():
        page.locator(f"main a[href$='/{case.reference}']").first.click()
    return 2


def test_approving_from_the_queue(staff, case, session, app, look_as_couple):
    clicks = open_from_the_queue(staff, case)
    with staff.expect_navigation():
        staff.get_by_role("button", name="zusagen").click()
    print(f"approve: {clicks + 1} clicks")
    expect(staff.locator("main")).to_contain_text("Zugesagt. Das Paar bekommt Bescheid.")
    couple = look_as_couple(case)
    expect(couple.locator("h1")).to_contain_text("Ihr Termin ist zugesagt")
    expect(couple.get_by_role("heading", name=re.compile("^Zugesagt"))).to_be_visible()
    the_couple_has_one_mail(app, "zugesagt")


def test_declining_with_a_reason(staff, case, session, app, look_as_couple):
    clicks = open_from_the_queue(staff, case)
    with staff.expect_navigation():
        staff.get_by_role("link", name="Ablehnen, mit Grund").click()
    with staff.expect_navigation():
        staff.locator("main form.form button").first.click()
    expect(staff.locator("[aria-invalid=true]")).to_be_visible()
    staff.locator("main textarea").fill("Das Dach wird an diesem Tag repariert.")
    with staff.expect_navigation():
        staff.get_by_role("button", name=re.compile("[Aa]blehnen")).click()
    print(f"decline: {clicks + 2} clicks and a reason")
    expect(staff.locator("main")).to_contain_text("Abgelehnt. Der Termin ist wieder frei.")
    expect(look_as_couple(case).locator("h1")).to_have_text("Abgelehnt")
    the_couple_has_one_mail(app, "Das Dach wird an diesem Tag repariert.")


def the_couple_has_one_mail(app, words: str) -> None:
    (mail,) = deliver(app)
    assert mail["To"] == "paar@example.org"
    assert words in mail.get_body(("plain",)).get_content()


class Keyboard:
    """Somebody who uses no mouse; counts keys, a word as one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, name: str, text: str) -> None:
        """Go on to a field with the tab key and type."""
        self.tab_to(f"[name={name}]")
        self.keys += 1
        self.page.keyboard.type(text)

    def tab_to(self, selector: str) -> None:
        """Press the tab key until the focus is there."""
        for _ in range(25):
            self.press("Tab")
            if self.page.evaluate("(one) => document.activeElement.matches(one)", selector):
                return
        raise AssertionError(f"the tab key does not lead to {selector}")

    def enter(self) -> None:
        """Send with the enter key."""
        with self.page.expect_navigation():
            self.press("Enter")


def test_a_call_without_a_mouse(staff, session):
    venue = make_venue(session, name="Alte Mühle")
    for hour in (11, 14):
        make_slot(session, venue, at=time(hour))
    session.commit()
    staff.goto(re.sub("/amt/.*", "/amt/telefon", staff.url))
    # The first key of a page begins at its top: the way to the content is one jump.
    hands = Keyboard(staff)
    hands.press("Tab")
    hands.press("Enter")
    hands.type("wann", "12.6.2027")
    hands.type("gaeste", "12")
    hands.enter()
    expect(staff.locator("[name=termin]")).to_have_count(2)

    hands.press("Tab")
    hands.press("Enter")
    hands.tab_to("[name=termin]")
    hands.press("ArrowDown")
    for name, text in (
        ("person1_given", "Merve"),
        ("person1_family", "Aydın"),
        ("person2_given", "Jonas"),
        ("person2_family", "Kowalski"),
        ("email", "merve.aydin@example.org"),
    ):
        hands.type(name, text)
    hands.enter()

    expect(staff.locator("h1")).to_have_text("Reserviert. Bitte vorlesen:")
    session.rollback()
    entered = session.scalars(select(Reservation)).one()
    expect(staff.locator("#zeichen")).to_have_text(entered.reference)
    assert entered.state is ReservationState.RESERVED
    assert (entered.guests, entered.slot.minute) == (12, 14 * 60)
    print(f"call: {hands.keys} keys, words counting as one")
    assert hands.keys <= MOST_KEYS
