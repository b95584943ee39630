"""Every page of the couple's way, read by axe in the light and in the dark, small and large."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.models import Purpose
from app.rules.reservations import ReservationState
from tests.factories import DAY, NOW, make_reservation, make_slot, make_venue

S = ReservationState


def check(page, width):
    axe = Axe()
    violations = axe.run(page).response["violations"]
    # Left out of the usual run: the size of targets.
    violations += axe.run(page, options={"runOnly": ["wcag22aa"]}).response["violations"]
    found = [(found["id"], found["nodes"][0]["html"][:200]) for found in violations]
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
)
def test_axe_finds_nothing_on_the_way(
    browser, couple, session, live_server, set_clock, width, scheme
):
    venue = make_venue(session, seats=20, drawing="malakoffturm")
    slot, taken = make_slot(session, venue), make_slot(session, venue, at=time(15))
    make_slot(session, make_venue(session, seats=60, drawing="lokschuppen"), at=time(12, 30))
    make_slot(session, venue, day=DAY + timedelta(weeks=1))
    make_reservation(session, taken, S.APPROVED)
    couple.hold(slot)
    couple.fill_in()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE"
    )
    cookie = couple.client.get_cookie("traukalender")
    context.add_cookies([{"name": "traukalender", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()

    def see(address):
        page.goto(live_server.url + address)
        check(page, width)

    def press(name):
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()
        check(page, width)

    for step in ("sie-beide", "kontakt", "trauung", "pruefen"):
        see(couple.step(step))
    see(couple.step("kontakt"))
    page.fill("#email", "merve@beispiel")
    press("Weiter zu Ihrer Trauung")
    see(couple.step("trauung"))
    page.fill("#guests", "45")
    press("Weiter zum Prüfen")
    page.locator("form#anderer-ort").evaluate(
        "(form, slot) => { const field = document.createElement('input');"
        "field.name = 'slot'; field.value = slot; form.append(field);"
        "form.submit(); }",
        str(taken.id),
    )
    page.get_by_text("Ein anderes Paar war schneller.").wait_for()
    check(page, width)
    session.commit()
    set_clock(NOW + timedelta(minutes=20))
    see(couple.step(""))
    set_clock(NOW)
    assert couple.post("pruefen").status_code == 303
    see(couple.page())
    see(couple.page("absagen"))
    see(f"/de/r/{couple.link(Purpose.CONFIRM)}/bestaetigen")
    press("E-Mail-Adresse bestätigen")
    see(f"/de/r/{couple.link(Purpose.ACCESS)}/zugang")
    see("/de/r/nothing/zugang")
    see("/de/reservierung-finden?gesendet=1")
    for state in (S.APPROVED, S.CANCELLED):
        other = make_reservation(session, state=state)
        see(f"/de/r/{couple.link(Purpose.RESERVATION, other)}")
    context.close()
