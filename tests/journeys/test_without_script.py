"""A couple whose browser runs no script: the whole way, and all that impatient people do on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
from flask_babel import force_locale, gettext
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from app.models import OutgoingMail, Reservation
from app.rules.reservations import ReservationState
from tests.factories import DAY, make_slot, make_venue
from tests.support.couple import NAMES
from tests.support.mailbox import deliver, find_link

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
#: What is typed, by name of the field.
TYPED = NAMES | {"email": "merve.aydin@example.org", "guests": "12"}
#: What sends a page of the form.
GO = "form.form .form__go button"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, locale="de-DE", timezone_id="Europe/Berlin"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def free_times(session) -> None:
    venue = make_venue(session)
    for week in range(3):
        for hour in (11, 14):
            make_slot(session, venue, day=DAY + timedelta(weeks=week), at=time(hour))
    session.commit()


#: How somebody sends a form: given the page and the button, arrives at the next page.
Manner = Callable[[Page, Locator], None]


def click(page: Page, button: Locator) -> None:
    with page.expect_navigation():
        button.click()


def double_click(page: Page, button: Locator) -> None:
    # The second click may break off the answer to the first, so no navigation is waited for.
    before = page.url
    button.dblclick()
    expect(page).not_to_have_url(before)
    page.wait_for_load_state("networkidle")


def click_and_reload(page: Page, button: Locator) -> None:
    click(page, button)
    page.reload()


def click_and_come_back(page: Page, button: Locator) -> None:
    """Go back and send the old page again, as far as it can still be sent."""
    click(page, button)
    there = page.url
    page.go_back()
    if page.url.split("?")[0] != there.split("?")[0] and button.count():
        click(page, button)
    else:
        page.goto(there)


def fill_in_what_is_asked(page: Page) -> None:
    for name, text in TYPED.items():
        field = page.locator(f"form.form [name={name}]")
        if field.count():
            field.fill(text)


def go_the_whole_way(page: Page, url: str, app, lang: str, send: Manner = click) -> None:
    """Go from the first page to the confirmed reservation."""
    page.goto(f"{url}/{lang}/")
    click(page, page.locator(f"main a[href*='/termine/{DAY}']").first)
    send(page, page.locator("form button.time").first)
    for step in ("sie-beide", "kontakt", "trauung", "pruefen"):
        assert page.url.endswith(step)
        fill_in_what_is_asked(page)
        send(page, page.locator(GO).first)
    assert "/r/" in page.url
    page.goto(find_link(deliver(app)[-1], "/bestaetigen"))
    send(page, page.locator(GO).first)


def the_reservation(session) -> Reservation:
    """Return the only one there is."""
    session.rollback()  # what it read before is old
    return session.scalars(select(Reservation)).one()


@SQLITE
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_whole_way(page, live_server, session, free_times, lang):
    go_the_whole_way(page, live_server.url, live_server.app, lang)
    with live_server.app.test_request_context(), force_locale(lang):
        expect(page.locator("h1")).to_have_text(gettext("Ihr Termin ist reserviert"))
    assert page.locator("html").get_attribute("lang") == lang
    reservation = the_reservation(session)
    assert (reservation.state, reservation.language) == (ReservationState.RESERVED, lang)
    assert reservation.person1_family == TYPED["person1_family"]


@SQLITE
@pytest.mark.parametrize("lang", ["de", "en"])
def test_extending_and_releasing_keep_what_was_typed(page, live_server, session, free_times, lang):
    page.goto(f"{live_server.url}/{lang}/termine/{DAY}")
    click(page, page.locator("form button.time").first)
    fill_in_what_is_asked(page)
    click(page, page.locator(GO).first)
    before = the_reservation(session).held_until

    click(page, page.locator(".hold-banner form[action*='/verlaengern'] button").first)
    assert page.url.endswith("/kontakt")
    after = the_reservation(session)
    assert (after.held_until, after.extensions) == (before + timedelta(minutes=20), 1)

    click(page, page.locator(".hold-banner form[action$='/freigeben'] button").first)
    assert page.url.endswith(f"/{lang}/termine/{DAY}")
    click(page, page.locator("form button.time").first)
    expect(page.locator("[name=person1_given]")).to_have_value(TYPED["person1_given"])


@SQLITE
@pytest.mark.parametrize("send", [click_and_reload, click_and_come_back])
def test_going_back_and_reloading_reserve_once(page, live_server, session, free_times, send):
    go_the_whole_way(page, live_server.url, live_server.app, "de", send)
    everything_happened_once(page, session)


def test_clicking_twice_reserves_once(page, live_server, session, free_times):
    go_the_whole_way(page, live_server.url, live_server.app, "de", double_click)
    everything_happened_once(page, session)


def everything_happened_once(page: Page, session) -> None:
    expect(page.locator("h1")).to_have_text("Ihr Termin ist reserviert")
    assert the_reservation(session).state is ReservationState.RESERVED
    kinds = session.scalars(select(OutgoingMail.kind).order_by(OutgoingMail.id)).all()
    assert kinds == ["confirm_email", "reserved"]
