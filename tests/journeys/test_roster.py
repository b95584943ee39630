"""The roster by keyboard, by pointer and without a script: all three end alike.

On SQLite only: what a browser sees does not depend on the database.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from app.models import Registrar, Reservation
from app.queries.rosters import find_assignment
from tests.factories import DAY, make_assignment
from tests.journeys.visiting import sign_in_at

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: So many keys from a ceremony to its new registrar.
MOST_KEYS = 5


@pytest.fixture
def wedding(session, city):
    wedding = city.wedding(city.castle, 11)
    make_assignment(session, wedding, city.anna)
    session.commit()
    return wedding


@pytest.fixture
def board(app, session, live_server, page: Page, wedding) -> Page:
    """The roster of the day in the browser of somebody of the office."""
    sign_in_at(page.context, app, session, live_server.url)
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{live_server.url}/amt/einsatz/{DAY}")
    return page


def performed_by(session, wedding) -> str:
    session.rollback()
    session.expire_all()
    found = find_assignment(session, wedding.id)
    assert found is not None
    return found.registrar.short_name


def test_by_keyboard_in_at_most_five_keys(board, session, wedding):
    block = board.locator(f"#t-{wedding.reference} a")
    block.focus()
    keys = ["Enter", "ArrowDown", "ArrowUp", "Enter"]
    assert len(keys) <= MOST_KEYS
    with board.expect_navigation():
        board.keyboard.press(keys[0])
    # Whom we propose is chosen and has the focus.
    expect(board.locator("input[name=person]:focus")).to_have_count(1)
    expect(board.get_by_role("button", name="Okafor zuweisen")).to_be_visible()
    board.keyboard.press(keys[1])
    expect(board.get_by_role("button", name="Demir zuweisen")).to_be_visible()
    board.keyboard.press(keys[2])
    with board.expect_navigation():
        board.keyboard.press(keys[3])
    expect(board.get_by_text("Okafor, 11:00 Schloss zugewiesen.")).to_be_visible()
    assert performed_by(session, wedding) == "Okafor"
    # Back at the ceremony.
    expect(board.locator(f"#t-{wedding.reference} a")).to_be_focused()
    with board.expect_navigation():
        board.get_by_role("button", name="Rückgängig").press("Enter")
    assert performed_by(session, wedding) == "Demir"


def test_escape_leads_back_and_shortcuts_to_other_days(board, wedding):
    with board.expect_navigation():
        board.locator(f"#t-{wedding.reference} a").press("Enter")
    expect(board.locator("#zuweisen")).to_be_visible()
    board.keyboard.press("Escape")
    expect(board.locator("#zuweisen")).to_have_count(0)
    expect(board.locator(f"#t-{wedding.reference} a")).to_be_focused()
    board.keyboard.press("Alt+Shift+ArrowRight")
    expect(board.get_by_role("heading", level=1)).to_contain_text("Sonntag, 13. Juni")
    board.keyboard.press("Alt+Shift+ArrowLeft")
    expect(board.get_by_role("heading", level=1)).to_contain_text("Samstag, 12. Juni")


def drag_to(board: Page, wedding: Reservation, who: Registrar) -> Locator:
    """Drag a ceremony over somebody's row and keep hold of it; returns the row."""
    block = board.locator(f"#t-{wedding.reference} a")
    row = board.locator(f"[data-person='{who.id}']")
    start, end = block.bounding_box(), row.bounding_box()
    assert start is not None
    assert end is not None
    board.mouse.move(start["x"] + 10, start["y"] + 10)
    board.mouse.down()
    # The pointer moves on while the panel is fetched, until the row says what it would mean.
    for step in range(200):
        board.mouse.move(end["x"] + 300 + step % 9, end["y"] + end["height"] / 2)
        if row.locator("[data-preview]").count():
            break
        board.wait_for_timeout(20)
    return row


def test_by_dragging_with_a_preview(board, session, city, wedding):
    row = drag_to(board, wedding, city.bea)
    expect(row.locator("[data-preview]").last).to_contain_text("frei, 20 Min. Weg")
    with board.expect_navigation():
        board.mouse.up()
    assert performed_by(session, wedding) == "Okafor"


def test_dropping_on_who_cannot_says_why(board, session, city, wedding):
    make_assignment(session, city.wedding(city.mill, 11), city.bea)
    session.commit()
    board.reload()
    drag_to(board, wedding, city.bea)
    with board.expect_navigation():
        board.mouse.up()
    expect(board.get_by_text("Bea Okafor ist zu dieser Zeit belegt").first).to_be_visible()
    assert performed_by(session, wedding) == "Demir"


def test_by_select_without_a_script(app, session, live_server, browser, wedding):
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    sign_in_at(context, app, session, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/amt/einsatz/{DAY}?ansicht=liste")
    page.get_by_label("Person für 11:00 Schloss").select_option(index=1)
    page.get_by_role("button", name="Zuweisen").first.click()
    expect(page.get_by_text("Okafor, 11:00 Schloss zugewiesen.")).to_be_visible()
    assert performed_by(session, wedding) == "Okafor"
