"""The couple's whole way without a mouse, in both languages, with Back and reload between."""

from __future__ import annotations

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models import Reservation
from app.rules.reservations import ReservationState
from tests.journeys.small_city import FAIR_DAY, build
from tests.support.couple import NAMES
from tests.support.mailbox import deliver, find_link

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
#: So many times Tab is pressed on one page at most.
PATIENCE = 120
TYPED = NAMES | {"email": "merve.aydin@example.org", "guests": "12"}


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until the keyboard is there; it must be seen where it is."""
    for presses in range(1, PATIENCE):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """(selector) => {
              const one = document.activeElement;
              if (!one.matches(selector)) return null;
              const style = getComputedStyle(one);
              return {ring: style.outlineStyle !== "none" || style.boxShadow !== "none",
                      top: one.getBoundingClientRect().top};
            }""",
            selector,
        )
        if here:
            assert here["ring"], f"{selector} shows no ring"
            assert 0 <= here["top"] <= page.viewport_size["height"], f"{selector} is out of sight"
            return presses
    raise AssertionError(f"{selector} is not reached in {PATIENCE} steps of {page.url}")


def fill_in(page: Page) -> None:
    """Type into every field that the step asks for, in the order of Tab."""
    for name, text in TYPED.items():
        if page.locator(f"form.form [name={name}]").count():
            tab_to(page, f"form.form [name={name}]")
            page.keyboard.press("Control+A")
            page.keyboard.type(text)


def go_back_and_forth(page: Page) -> None:
    """Reload, go back and come again: the same page, whatever came between."""
    there, heading = page.url, page.locator("h1").inner_text()
    page.reload()
    expect(page.locator("h1")).to_have_text(heading)
    page.go_back()
    expect(page.locator("h1")).not_to_have_text(heading)
    page.go_forward()
    page.wait_for_url(there)
    expect(page.locator("h1")).to_have_text(heading)
    assert page.locator("main").count() == page.locator("header.top").count() == 1


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_whole_way_by_keyboard(page: Page, live_server, session, lang):
    build(session)
    page.goto(f"{live_server.url}/{lang}/")
    tab_to(page, ".search-sheet input[value=sa]")
    page.keyboard.press("Space")
    tab_to(page, ".search-sheet button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2027-06?tag=sa**")
    go_back_and_forth(page)
    tab_to(page, "a.day--free")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{FAIR_DAY}**")
    go_back_and_forth(page)
    tab_to(page, "button.time")
    page.keyboard.press("Enter")
    for step in ("sie-beide", "kontakt", "trauung", "pruefen"):
        page.wait_for_url(f"**/{step}")
        go_back_and_forth(page)
        fill_in(page)
        tab_to(page, "form.form .form__go button")
        page.keyboard.press("Enter")
    page.wait_for_url("**/r/**")
    page.goto(find_link(deliver(live_server.app)[-1], "/bestaetigen"))
    tab_to(page, "form.form .form__go button")
    page.keyboard.press("Enter")
    with live_server.app.test_request_context(), force_locale(lang):
        expect(page.locator("h1")).to_have_text(gettext("Ihr Termin ist reserviert"))
    session.rollback()
    assert session.scalars(select(Reservation)).one().state is ReservationState.RESERVED
