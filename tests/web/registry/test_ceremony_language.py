"""The language of a ceremony: set by the office, kept by the roster."""

from __future__ import annotations

import re

from app.models import Entry
from app.web.registry import ceremony_language
from tests.factories import DAY, make_account, make_assignment
from tests.support.client import make_client


def test_the_office_says_in_which_language_and_the_roster_keeps_it(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    one = f"/amt/reservierungen/{wedding.reference}"
    assert f'href="{one}/sprache"' in as_staff.get(one).text
    answer = as_staff.post(f"{one}/sprache", data={"spoken": "en"})
    assert answer.status_code == 303
    session.expire_all()
    assert wedding.ceremony_language == "en"
    page = as_staff.get(one).text
    assert "Trauung auf Englisch" in page
    assert "Sprache der Trauung geändert" in page
    roster = as_staff.get(f"/amt/einsatz/{DAY}?trauung={wedding.reference}").text
    assert "Trauung auf Englisch" in roster
    assert "spricht die Sprache nicht" in roster
    assert "Trauung auf Englisch" in as_staff.get(f"/amt/tag/{DAY}").text
    as_staff.post(f"{one}/sprache", data={"spoken": "en"})
    assert session.query(Entry).filter_by(event="reservation.language_set").count() == 1
    as_staff.post(f"{one}/sprache", data={"spoken": ""})
    session.expire_all()
    assert wedding.ceremony_language is None


def test_a_language_that_nobody_could_marry_in_is_refused(as_staff, session, city):
    wedding, other = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    one = f"/amt/reservierungen/{wedding.reference}/sprache"
    two = f"/amt/reservierungen/{other.reference}/sprache"
    assert as_staff.post(one, data={"spoken": "en"}).status_code == 303
    # Only one of the two speaks it.
    answer = as_staff.post(two, data={"spoken": "en"})
    assert answer.status_code == 409
    assert "1 Trauung könnte dann niemand mehr" in answer.text
    assert 'selected value="en"' in answer.text
    session.expire_all()
    assert other.ceremony_language is None
    assert as_staff.post(two, data={"spoken": "xx"}).status_code == 422
    assert as_staff.post(two, data={"spoken": "\0"}).status_code == 422


def test_who_was_assigned_and_does_not_speak_it_is_a_problem(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    make_assignment(session, wedding, city.bea)
    one = f"/amt/reservierungen/{wedding.reference}/sprache"
    assert as_staff.post(one, data={"spoken": "en"}).status_code == 303
    assert "spricht die Sprache nicht" in as_staff.get(f"/amt/einsatz/{DAY}").text


def test_nobody_sets_it_over_a_colleague_or_for_what_has_ended(
    app, as_staff, as_operator, session, city, just_before_saving
):
    wedding = city.wedding(city.castle, 11)
    one = f"/amt/reservierungen/{wedding.reference}/sprache"
    page = as_staff.get(one).text
    shown = re.search(r'name="stand" value="(\w+)"', page)[1]
    as_staff.post(one, data={"spoken": "en", "stand": shown})
    assert as_staff.post(one, data={"spoken": "", "stand": shown}).status_code == 409
    page = as_staff.get(one).text
    shown = re.search(r'name="stand" value="(\w+)"', page)[1]
    colleague = make_client(app, session, make_account(session))
    just_before_saving(
        ceremony_language, lambda: colleague.post(one, data={"spoken": "", "stand": shown})
    )
    assert as_staff.post(one, data={"spoken": "en", "stand": shown}).status_code == 409
    assert as_operator(city.castle).post(one, data={"spoken": ""}).status_code == 403
    assert as_staff.get("/amt/reservierungen/TK-XXXX-XXXX/sprache").status_code == 404
