"""The whole way of a couple, page by page, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.models import Entry, OutgoingMail, Purpose, RegistrationPlace, Reservation, Token
from app.queries.tokens import hash_of
from app.rules.reservations import ReservationState
from tests.factories import DAY, NOW, make_reservation, make_slot, make_venue

S = ReservationState


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_couple_reserves_confirms_and_cancels(make_couple, session, lang):
    couple = make_couple(lang)
    slot = make_slot(session)
    answer = couple.hold(slot)
    assert answer.status_code == 303
    assert answer.location == couple.step("sie-beide")
    assert couple.get("sie-beide").status_code == 200

    answer = couple.post(
        "sie-beide",
        person1_given="Merve",
        person1_family="Aydın",
        person2_given="Jonas",
        person2_family="Kowalski",
    )
    assert (answer.status_code, answer.location) == (303, couple.step("kontakt"))
    assert couple.get("kontakt").status_code == 200
    answer = couple.post("kontakt", email=" Merve.Aydin@Example.org ", phone="+49 2041/12 34-5")
    assert (answer.status_code, answer.location) == (303, couple.step("trauung"))
    assert couple.get("trauung").status_code == 200
    answer = couple.post(
        "trauung",
        guests="20",
        needs=["wheelchair", "other"],
        needs_note="Wir bringen\r\nMusik mit.",
        registration_place="here",
    )
    assert (answer.status_code, answer.location) == (303, couple.step("pruefen"))
    page = couple.get("pruefen")
    assert "Merve Aydın" in page.text
    assert "Merve.Aydin@example.org" in page.text

    answer = couple.post("pruefen")
    assert (answer.status_code, answer.location) == (303, couple.page() + "?neu=1")
    reservation = session.scalars(select(Reservation)).one()
    assert (reservation.state, reservation.language) == (S.REQUESTED, lang)
    assert reservation.phone == "+49 2041/12 34-5"
    assert reservation.needs == ["other", "wheelchair"]
    assert reservation.needs_note == "Wir bringen\nMusik mit."
    assert reservation.registration_place is RegistrationPlace.HERE
    page = couple.client.get(answer.location)
    assert reservation.reference in page.text

    link = f"/{lang}/r/{couple.link(Purpose.CONFIRM)}/bestaetigen"
    assert couple.client.get(link).status_code == 200
    assert reservation.state is S.REQUESTED
    answer = couple.client.post(link)
    assert answer.status_code == 303
    assert reservation.state is S.RESERVED
    assert couple.client.get(answer.location).status_code == 200

    assert couple.client.get(couple.page("absagen")).status_code == 200
    answer = couple.client.post(couple.page("absagen"), data={"reason": "other_date"})
    assert (answer.status_code, answer.location) == (303, couple.page())
    assert reservation.state is S.CANCELLED
    assert couple.client.get(couple.page()).status_code == 200
    mails = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    assert [mail.kind for mail in mails] == ["confirm_email", "reserved", "cancelled"]


def test_there_are_six_required_fields_on_the_whole_way(couple, session):
    couple.hold(make_slot(session))
    pages = [couple.get(step).text for step in ("sie-beide", "kontakt", "trauung")]
    couple.fill_in()
    pages.append(couple.get("pruefen").text)
    assert [page.count(" required") for page in pages] == [4, 1, 1, 0]


def test_the_fields_say_what_browsers_may_fill_in(couple, session):
    couple.hold(make_slot(session))
    page = couple.get("sie-beide").text
    for person in ("section-person1", "section-person2"):
        assert f'autocomplete="{person} given-name"' in page
        assert f'autocomplete="{person} family-name"' in page
    page = couple.get("kontakt").text
    assert 'autocomplete="email"' in page
    assert 'autocomplete="tel"' in page


def test_the_guests_of_the_search_stand_in_the_form(couple, session):
    slot = make_slot(session)
    page = couple.client.get(f"/de/termine/{slot.day}?gaeste=17").text
    assert 'action="/de/halten?gaeste=17"' in page
    couple.client.post("/de/halten?gaeste=17", data={"slot": slot.id})
    couple.hold(slot)
    assert 'value="17"' in couple.get("trauung").text


def test_clicking_twice_reloading_and_going_back_lead_to_the_same_reservation(couple, session):
    slot = make_slot(session)
    couple.hold(slot)
    couple.hold(slot)
    couple.fill_in()
    first = couple.post("pruefen")
    assert couple.post("pruefen").location == first.location.removesuffix("?neu=1")
    for step in ("sie-beide", "kontakt", "trauung", "pruefen", ""):
        assert couple.get(step).status_code == 302
    couple.hold(slot)
    assert session.scalar(select(func.count(Reservation.id))) == 1
    assert session.scalar(select(func.count(OutgoingMail.id))) == 1


def test_a_late_step_changes_nothing_that_was_sent(couple, session):
    couple.reserve(make_slot(session))
    answer = couple.post("kontakt", email="other@example.org")
    assert (answer.status_code, answer.location) == (303, couple.page())
    assert couple.reservation.email == "merve.aydin@example.org"


def test_what_was_typed_is_shown_again_and_can_be_changed_from_the_check_page(couple, session):
    couple.hold(make_slot(session))
    couple.fill_in()
    assert 'value="Aydın"' in couple.get("sie-beide").text
    answer = couple.client.post(couple.step("kontakt") + "?aendern=1", data={"email": "b@x.de"})
    assert answer.location == couple.step("pruefen")
    assert couple.reservation.email == "b@x.de"


def test_shortly_before_the_ceremony_the_check_page_names_no_day_that_has_passed(couple, session):
    couple.hold(make_slot(session, day=date(2027, 4, 10)))
    couple.fill_in()
    page = couple.get("pruefen").text
    assert "Bis zur Trauung ist wenig Zeit: Rufen Sie uns nach der Zusage bitte gleich an" in page
    assert "2027 melden Sie beide" not in page


def test_nobody_reaches_the_check_page_with_an_empty_step(couple, session):
    couple.hold(make_slot(session))
    assert couple.get("pruefen").location == couple.step("sie-beide")
    assert couple.post("pruefen").location == couple.step("sie-beide")
    assert couple.reservation.state is S.HELD


def test_no_page_of_the_way_is_kept_or_told_to_others(couple, session):
    couple.reserve(make_slot(session))
    answer = couple.client.get(couple.page())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_secrets_are_stored_as_hashes_only(couple, session):
    couple.hold(make_slot(session))
    assert session.scalars(select(Token)).one().hash == hash_of(couple.secret)
    assert couple.reservation.browser_hash not in (couple.secret, None)


def test_no_page_that_is_looked_at_changes_a_row(couple, session):
    couple.reserve(make_slot(session))
    links = [
        couple.page("bestaetigen").replace(couple.secret, couple.link(Purpose.CONFIRM)),
        couple.page("zugang").replace(couple.secret, couple.link(Purpose.ACCESS)),
    ]
    before = snapshot(session)
    for address in [couple.page(), couple.page("absagen"), couple.step(""), *links]:
        for _ in range(3):
            couple.client.get(address)
            couple.client.head(address)
    assert snapshot(session) == before


def snapshot(session):
    return [
        [tuple(row) for row in session.execute(select(table.__table__).order_by(table.id))]
        for table in (Reservation, Token, OutgoingMail, Entry)
    ]


def test_swapping_to_a_larger_venue_keeps_all_answers(couple, session):
    small = make_slot(session, make_venue(session, seats=20))
    large = make_slot(session, make_venue(session, seats=60, name="Lokschuppen"))
    make_slot(session, make_venue(session, seats=30, name="Mühle"))
    couple.hold(small)
    couple.fill_in()
    answer = couple.post("trauung", guests="36", needs_note="Mit Hund")
    assert answer.status_code == 422
    assert "höchstens 20 Gäste" in answer.text
    assert "Lokschuppen" in answer.text
    assert "Mühle" not in answer.text
    assert couple.reservation.state is S.HELD
    answer = couple.hold(large, gaeste="36", schritt="trauung")
    assert answer.location == couple.step("trauung")
    held = couple.reservation
    assert (held.slot_id, held.guests, held.person1_family) == (large.id, 36, "Aydın")
    assert session.scalar(select(func.count()).where(Reservation.state == S.HELD)) == 1


def test_a_day_without_room_says_so_without_a_promise(couple, session):
    couple.hold(make_slot(session, make_venue(session, seats=20)))
    answer = couple.post("trauung", guests="10000000000000000000")
    assert answer.status_code == 422
    assert "Am selben Tag" not in answer.text


def test_an_address_with_a_reservation_is_not_told_about_it(couple, make_couple, session):
    couple.reserve(make_slot(session))
    other = make_couple()
    other.hold(make_slot(session))
    other.fill_in(email="MERVE.aydin@example.org")
    answer = other.post("pruefen")
    assert answer.status_code == 409
    assert "12. Juni" not in answer.text.split("<h1>")[1].split("</main>")[0]
    assert other.reservation.state is S.HELD


def test_the_browser_that_reserved_is_shown_its_date(couple, session):
    couple.reserve(make_slot(session))
    couple.hold(make_slot(session, day=DAY + timedelta(days=7)))
    couple.fill_in()
    answer = couple.post("pruefen")
    assert answer.status_code == 409
    assert "Samstag, 12. Juni 2027" in answer.text
    link = answer.text.split(' href="/de/r/')[1].split('"')[0]
    assert couple.client.get(f"/de/r/{link}").status_code == 200


def test_a_couple_with_a_reservation_elsewhere_is_not_in_the_way(couple, session):
    make_reservation(session)
    couple.reserve(make_slot(session))


def test_only_the_browser_that_holds_sees_the_form(couple, make_couple, session):
    couple.hold(make_slot(session))
    stranger = make_couple()
    stranger.secret = couple.secret
    for step in ("", "sie-beide", "kontakt", "trauung", "pruefen"):
        assert stranger.get(step).status_code == 404
        assert step == "" or stranger.post(step, email="x@example.org").status_code == 404
    for step in ("verlaengern", "freigeben", "vergessen"):
        assert stranger.post(step).status_code == 404
    assert stranger.client.get(stranger.page()).status_code == 404
    held = couple.reservation
    assert (held.state, held.email, held.held_until) == (
        S.HELD,
        None,
        NOW + timedelta(minutes=20),
    )
