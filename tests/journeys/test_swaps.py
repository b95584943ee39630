"""With a script only the main part is fetched; everything else is as if the browser had gone there.

Keyboard, announcements, address, Back and reload, and what is said when the connection fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import abort
from playwright.sync_api import Browser, Page, Route, expect

from app.models import Reservation
from tests.factories import NOW
from tests.journeys.small_city import FAIR_DAY, build
from tests.support.accessibility import Listener
from tests.support.announced import focused, heard, listen

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
JUNE, JULY = "/de/termine/2027-06", "/de/termine/2027-07"


@pytest.fixture
def page(browser: Browser, session) -> Iterator[Page]:
    build(session)
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    page = context.new_page()
    page.complaints = Listener(page)
    listen(page)
    yield page
    context.close()


@pytest.fixture
def visit(page: Page, live_server):
    """Open a page and note the document, to see later that it is still the same one."""

    def go(path: str) -> Page:
        page.goto(live_server.url + path)
        page.evaluate("document.sameDocument = true")
        return page

    return go


def swapped(page: Page, path: str, heading: str) -> None:
    """Wait for a page that came without leaving the document."""
    page.wait_for_url(f"**{path}")
    expect(page.locator("h1")).to_have_text(heading)
    expect(page).to_have_title(f"{heading} – Traukalender Musterstadt")
    assert page.evaluate("document.sameDocument") is True
    assert page.complaints.take() == []


def test_turning_the_month_keeps_the_keyboard_and_says_what_came(visit):
    page = visit(JUNE)
    page.focus(".month-nav [rel=next]")
    page.keyboard.press("Enter")
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    expect(page.locator("#meldung")).to_have_text("1 freier Termin im Juli 2027")
    assert focused(page).startswith("link August")
    page.focus(".month-nav [rel=prev]")
    page.keyboard.press("Enter")
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    expect(page.locator("#meldung")).to_have_text("5 freie Termine im Juni 2027")
    assert focused(page).startswith("link Mai")


def test_a_filter_keeps_the_keyboard_and_is_announced(visit):
    page = visit(JUNE)
    page.locator("#auswahl input[value=sa]").check(force=True)
    page.locator("#auswahl .actions button").first.press("Enter")
    swapped(page, f"{JUNE}?tag=sa", "Freie Trautermine im Juni 2027")
    expect(page.locator("#meldung")).to_have_text("3 freie Termine im Juni 2027")
    assert focused(page) == "button Termine anzeigen"
    page.locator(".filter-tags__tag").first.press("Enter")
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    expect(page.locator("#meldung")).to_have_text("5 freie Termine im Juni 2027")
    assert focused(page) == "link Auswahl ändern"


def test_opening_a_day_leads_to_its_heading(visit):
    page = visit(JUNE)
    page.locator("a.day--free").first.press("Enter")
    swapped(page, f"/de/termine/{FAIR_DAY}", "Samstag, 12. Juni 2027")
    assert focused(page) == "heading Samstag, 12. Juni 2027"


def test_the_search_of_the_first_page_needs_no_new_document(visit):
    page = visit("/de/")
    page.fill("#suche-gaeste", "30")
    page.locator("#suche-gaeste").press("Enter")
    page.wait_for_url("**gaeste=30**")
    expect(page.locator("#meldung")).to_have_text("3 freie Termine im Juni 2027")
    assert page.evaluate("document.sameDocument") is True
    assert focused(page) == "heading Freie Trautermine im Juni 2027"


def test_the_frame_follows_language_and_menu(visit, live_server):
    page = visit("/de/")
    page.locator(".month-strip a").filter(has_text="Jun").first.click()
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    english = page.locator("header [lang=en]").first
    expect(english).to_have_attribute("href", "/en/termine/2027-06")
    expect(page.locator("nav.top__wide [aria-current=page]")).to_have_text("Termine")
    english.evaluate("(link) => link.click()")
    page.wait_for_url("**/en/termine/2027-06")
    assert page.evaluate("document.sameDocument") is None
    assert page.locator("html").get_attribute("lang") == "en"


def test_back_forward_and_reload_show_what_belongs_to_the_address(visit):
    page = visit(JUNE)
    page.locator(".month-nav [rel=next]").click()
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    page.locator("a.day--free").first.press("Enter")
    swapped(page, "/de/termine/2027-07-03", "Samstag, 3. Juli 2027")
    page.go_back()
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    page.wait_for_function("document.activeElement.matches('a.day')")
    assert focused(page).startswith("link Samstag, 3. Juli 2027")
    page.go_back()
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    page.go_forward()
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    page.reload()
    assert page.locator("header.top").count() == page.locator("main").count() == 1
    expect(page.locator("h1")).to_have_text("Freie Trautermine im Juli 2027")
    page.locator("nav.top__wide a").filter(has_text="Trauorte").click()
    page.wait_for_url("**/orte")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Freie Trautermine im Juli 2027")
    assert page.locator("header.top").count() == page.locator("main").count() == 1


def test_nothing_of_the_pages_is_kept_by_the_browser(visit):
    page = visit(JUNE)
    page.locator(".month-nav [rel=next]").click()
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    page.go_back()
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_keys_walk_through_the_month(visit):
    page = visit(JUNE)
    page.locator("a.day--free").first.focus()
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("link Freitag, 18. Juni 2027")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("link Freitag, 25. Juni 2027")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert focused(page).startswith("link Freitag, 18. Juni 2027")
    page.keyboard.press("PageDown")
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    page.wait_for_function("document.activeElement.matches('a.day')")
    assert focused(page).startswith("link Samstag, 3. Juli 2027")
    page.keyboard.press("PageUp")
    swapped(page, JUNE, "Freie Trautermine im Juni 2027")
    page.wait_for_function("document.activeElement.matches('a.day')")
    assert focused(page).startswith("link Samstag, 12. Juni 2027")


def test_a_star_is_pressed_where_it_stands(visit):
    page = visit(f"/de/termine/{FAIR_DAY}")
    page.set_viewport_size({"width": 390, "height": 400})
    star = page.locator(".star-button").last
    star.scroll_into_view_if_needed()
    before = star.bounding_box()["y"]
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.sameDocument") is True
    assert focused(page) == "button 12. Juni, 12:00 Uhr, Wasserburg merken"
    assert abs(star.bounding_box()["y"] - before) < 2
    expect(page.locator("nav.top__wide")).to_contain_text("Merkliste (1)")
    assert page.evaluate("location.pathname") == f"/de/termine/{FAIR_DAY}"
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "false")
    assert page.complaints.take() == []


def test_a_slow_answer_is_waited_for_visibly(visit):
    page = visit(JUNE)
    stalled: list[Route] = []
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.route(f"**{JULY}", lambda route: stalled.append(route))
    page.locator(".month-nav [rel=next]").click()
    page.clock.run_for(300)
    assert page.locator("main[aria-busy]").count() == 0
    page.clock.run_for(200)
    assert page.locator("main").get_attribute("aria-busy") == "true"
    page.clock.run_for(4000)
    line = page.locator("#verbindung")
    expect(line).to_have_text("Das dauert länger als sonst. Seite neu laden")
    expect(line.locator("a")).to_have_attribute("href", JULY)
    stalled[0].continue_()
    page.clock.resume()
    page.wait_for_url(f"**{JULY}")
    expect(line).to_be_empty()
    assert page.locator("main[aria-busy]").count() == 0


def test_without_a_connection_a_sentence_says_so_and_offers_another_try(visit):
    page = visit(JUNE)
    page.context.set_offline(True)
    page.locator(".month-nav [rel=next]").click()
    line = page.locator("#verbindung")
    expect(line).to_contain_text("Keine Verbindung. Sie sehen noch, was vorher hier stand.")
    expect(page.locator("h1")).to_have_text("Freie Trautermine im Juni 2027")
    assert page.evaluate("location.pathname") == JUNE
    page.context.set_offline(False)
    page.complaints.take()
    line.locator("a").click()
    swapped(page, JULY, "Freie Trautermine im Juli 2027")
    expect(line).to_be_empty()


@pytest.mark.parametrize("status", [409, 422, 500, 502])
def test_what_is_not_a_page_of_ours_does_not_come_in(visit, status):
    page = visit(JUNE)
    answer = {"status": status, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"}
    page.route(f"**{JULY}", lambda route: route.fulfill(**answer))
    page.locator(".month-nav [rel=next]").click()
    expect(page.locator("#verbindung")).to_contain_text("Das hat gerade nicht geklappt.")
    expect(page.locator("h1")).to_have_text("Freie Trautermine im Juni 2027")


def test_a_failure_of_ours_comes_with_its_own_page(visit, live_server, monkeypatch):
    page = visit(JUNE)

    views = live_server.app.view_functions
    monkeypatch.setitem(views, "couples.month", lambda **_values: abort(503))
    page.locator(".month-nav [rel=next]").click()
    expect(page.locator("h1")).not_to_have_text("Freie Trautermine im Juni 2027")
    assert page.evaluate("document.sameDocument") is True
    assert focused(page).startswith("heading ")
    monkeypatch.undo()
    page.reload()
    expect(page.locator("h1")).to_have_text("Freie Trautermine im Juli 2027")


def test_a_list_left_open_says_how_old_it_is(visit):
    page = visit(JUNE)
    page.clock.install()
    page.reload()
    line = page.locator("[data-as-of]")
    expect(line).to_have_text("Stand 10:00 Uhr", use_inner_text=True)
    page.clock.fast_forward(10 * 60 * 1000)
    expect(line).to_have_text(
        "Stand 10:00 Uhr. Das ist eine Weile her. Neu laden", use_inner_text=True
    )
    line.locator("a").click()
    expect(line).to_have_text("Stand 10:00 Uhr", use_inner_text=True)


def test_the_minutes_of_a_hold_are_told_and_more_time_loses_nothing(visit, session, set_clock):
    page = visit(f"/de/termine/{FAIR_DAY}")
    page.clock.install()
    page.locator("button.time").first.click()
    page.wait_for_url("**/sie-beide")
    expect(page.locator(".hold-banner__left")).to_have_text("noch 20 Minuten")
    page.fill("[name=person1_given]", "Merve")
    page.focus("[name=person1_family]")
    page.clock.fast_forward(15 * 60 * 1000)
    expect(page.locator(".hold-banner__status")).to_have_text("Noch 5 Minuten bis 10:20 Uhr.")
    assert focused(page) == "button 20 Minuten verlängern"
    page.keyboard.press("Escape")
    assert focused(page) == "textbox Familienname"
    page.clock.fast_forward(3 * 60 * 1000)
    page.clock.fast_forward(60 * 1000)
    assert heard(page)[-3:] == [
        "Noch 5 Minuten bis 10:20 Uhr.",
        "Noch 2 Minuten bis 10:20 Uhr.",
        "Noch 1 Minute bis 10:20 Uhr.",
    ]
    set_clock(NOW + timedelta(minutes=19))
    page.locator(".hold-banner__acts [data-extends] button").press("Enter")
    expect(page.locator("#meldung")).to_have_text("für Sie gehalten bis 10:40 Uhr")
    expect(page.locator(".hold-banner__left")).to_have_text("noch 21 Minuten")
    expect(page.locator("[name=person1_given]")).to_have_value("Merve")
    assert focused(page) == "button 20 Minuten verlängern"
    session.rollback()
    assert session.query(Reservation).one().extensions == 1
    page.clock.fast_forward(22 * 60 * 1000)
    expect(page.locator(".hold-banner__status")).to_contain_text("Die Zeit zum Halten ist vorbei.")
    assert page.url.endswith("/sie-beide")
