"""In the middle of a step another language or appearance is chosen; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories import NOW, make_slot
from tests.support.couple import CONTACT, NAMES


def buttons(page):
    """The buttons of the head, by name and value."""
    found = re.findall(r'<button[^>]*formaction="([^"]+)"[^>]* name="(\w+)" value="(\w+)"', page)
    return {(name, value): action for action, name, value in found if name != "zeit"}


@pytest.mark.parametrize("step", ["sie-beide", "kontakt", "trauung"])
def test_each_step_has_buttons_that_take_the_form_along(couple, session, step):
    couple.hold(make_slot(session))
    assert buttons(couple.get(step).text) == {
        ("umschalten", "de"): couple.step(step),
        ("umschalten", "en"): couple.step(step).replace("/de/", "/en/"),
        ("farben", "hell"): couple.step(step),
        ("farben", "dunkel"): couple.step(step),
        ("farben", "system"): couple.step(step),
    }


def test_the_last_look_has_nothing_to_lose_and_keeps_plain_links(couple, session):
    couple.hold(make_slot(session))
    couple.fill_in()
    page = couple.get("pruefen").text
    assert buttons(page) == {}
    assert f'href="{couple.step("pruefen").replace("/de/", "/en/")}"' in page


def test_names_half_typed_come_along_into_another_language(couple, session):
    couple.hold(make_slot(session))
    english = couple.step("sie-beide").replace("/de/", "/en/")
    typed = {**NAMES, "person2_given": "", "person2_family": ""}
    answer = couple.client.post(english, data={**typed, "umschalten": "en"})
    assert (answer.status_code, answer.location) == (303, english)
    page = couple.client.get(english).text
    assert 'value="Merve"' in page
    assert 'lang="en"' in page
    assert "Please enter" not in page


def test_what_is_wrong_stays_in_its_field_and_is_not_saved(couple, session):
    couple.hold(make_slot(session))
    english = couple.step("kontakt").replace("/de/", "/en/")
    typed = {"email": "merve@", "phone": "030 1234567", "umschalten": "en"}
    answer = couple.client.post(english, data=typed)
    assert answer.status_code == 422
    assert 'value="merve@"' in answer.text
    assert buttons(answer.text)["umschalten", "de"] == couple.step("kontakt")
    assert couple.reservation.email is None
    assert couple.reservation.phone == "030 1234567"


def test_the_appearance_changes_with_everything_typed_in_place(couple, session):
    couple.hold(make_slot(session))
    answer = couple.post("kontakt", **CONTACT, farben="dunkel")
    assert (answer.status_code, answer.location) == (303, couple.step("kontakt"))
    page = couple.get("kontakt").text
    assert 'data-theme="dark"' in page
    assert CONTACT["email"] in page
    wrong = couple.post("kontakt", email="merve@", farben="hell")
    assert 'data-theme="light"' in wrong.text
    assert 'data-theme="light"' in couple.get("kontakt").text


def test_coming_from_the_last_look_the_way_leads_back_there(couple, session):
    couple.hold(make_slot(session))
    couple.fill_in()
    address = couple.step("kontakt") + "?aendern=1"
    assert buttons(couple.client.get(address).text)["farben", "hell"] == address
    answer = couple.client.post(address, data={**CONTACT, "farben": "hell"})
    assert answer.location == address


def test_after_the_minutes_are_over_what_was_typed_is_kept_too(couple, session, set_clock):
    couple.hold(make_slot(session))
    set_clock(NOW + timedelta(minutes=21))
    answer = couple.post("sie-beide", **NAMES, umschalten="de")
    assert answer.status_code == 303
    assert "Merve Aydın" in couple.client.get(answer.location, follow_redirects=True).text


def test_too_many_guests_come_along_for_the_step_to_refuse(couple, session):
    couple.hold(make_slot(session))
    assert couple.post("trauung", guests="900", farben="hell").status_code == 303
    assert 'value="900"' in couple.get("trauung").text
