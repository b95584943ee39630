"""Holding through the browser: lost, extended, let go, over."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from app.models import Reservation, Setting
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotState
from tests.factories import DAY, NOW, make_reservation, make_slot, make_venue
from tests.support.client import make_client
from tests.support.couple import NAMES, Couple

S = ReservationState


def count(session):
    return session.scalar(select(func.count(Reservation.id)))


def offers_in(page):
    return page.count('class="offers__why"')


# ── a time that cannot be held ────────────────────────────────────────────────
def test_a_lost_race_answers_with_the_three_nearest(couple, session):
    venue = make_venue(session, name="Malakoffturm")
    taken = make_slot(session, venue)
    make_reservation(session, taken, S.HELD)
    make_slot(session, venue, at=time(12, 30))
    make_slot(session, make_venue(session, name="Lokschuppen"))
    make_slot(session, venue, day=DAY + timedelta(days=7))
    make_slot(session, venue, day=DAY + timedelta(days=21))
    answer = couple.hold(taken)
    assert answer.status_code == 409
    assert "Ein anderes Paar war schneller." in answer.text
    assert "Samstag, 12. Juni 2027, 11:00 Uhr" in answer.text
    assert offers_in(answer.text) == 3
    assert "Gleicher Ort, 90 Minuten später" in answer.text
    assert "Gleiche Uhrzeit, anderer Ort" in answer.text
    assert "Gleicher Ort, 7 Tage später" in answer.text
    assert count(session) == 1


def test_a_lost_race_keeps_what_was_typed_and_the_guests(couple, session):
    held, lost = make_slot(session), make_slot(session)
    free = make_slot(session, at=time(15))
    couple.hold(held)
    couple.fill_in()
    make_reservation(session, lost)
    answer = couple.hold(lost, gaeste="30")
    assert answer.status_code == 409
    assert 'name="gaeste" value="30"' in answer.text
    couple.hold(free, gaeste="30")
    assert (couple.reservation.person1_family, couple.reservation.guests) == ("Aydın", 30)


def test_alternatives_have_room_for_the_guests(couple, session):
    venue = make_venue(session, seats=20)
    taken = make_slot(session, venue)
    make_slot(session, venue, at=time(14))
    make_reservation(session, taken)
    assert offers_in(couple.hold(taken, gaeste="20").text) == 1
    assert offers_in(couple.hold(taken, gaeste="21").text) == 0


@pytest.mark.parametrize(
    ("slot", "sentence"),
    [
        ({"opens_at": NOW + timedelta(days=1)}, "öffnet am Dienstag, 2. März 2027 um 10:00 Uhr"),
        ({"day": date(2027, 3, 20)}, "bis spätestens 21 Tage vor der Trauung"),
        ({"holdable": False, "obstacle": Obstacle.DAY_CLOSED}, "finden keine Trauungen statt"),
        ({"state": SlotState.WITHDRAWN, "opens_at": NOW}, "wird nicht mehr angeboten"),
    ],
)
def test_a_time_that_cannot_be_held_says_why(couple, session, slot, sentence):
    answer = couple.hold(make_slot(session, **slot))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert count(session) == 0


@pytest.mark.parametrize(
    "state", [SlotState.DRAFT, SlotState.SUBMITTED, SlotState.RETURNED, SlotState.WITHDRAWN]
)
def test_what_an_operator_plans_is_nobodys_business(couple, session, state):
    assert couple.hold(make_slot(session, state=state)).status_code == 404


def test_nothing_near_is_said_without_a_dead_end(couple, session):
    slot = make_slot(session)
    make_reservation(session, slot)
    answer = couple.hold(slot)
    assert answer.status_code == 409
    assert offers_in(answer.text) == 0
    assert "Alle Termine an diesem Tag ansehen" in answer.text


# ── the banner ────────────────────────────────────────────────────────────────
def test_the_end_of_the_hold_stands_on_every_step_as_a_clock_time(couple, session):
    couple.hold(make_slot(session))
    couple.fill_in()
    for step in ("sie-beide", "kontakt", "trauung", "pruefen"):
        assert "für Sie gehalten bis 10:20 Uhr" in couple.get(step).text


def test_extending_adds_twenty_minutes_once_per_page(couple, session):
    couple.hold(make_slot(session))
    for _ in range(2):
        answer = couple.client.post(couple.step("verlaengern") + "?stand=0&schritt=kontakt")
        assert (answer.status_code, answer.location) == (303, couple.step("kontakt"))
    assert couple.reservation.held_until == NOW + timedelta(minutes=40)


def test_what_was_typed_stays_when_more_time_is_asked_for(couple, session):
    couple.hold(make_slot(session))
    typed = {"person1_given": "Merve", "person1_family": "7", "person2_given": ""}
    couple.client.post(couple.step("verlaengern") + "?stand=0&schritt=sie-beide", data=typed)
    page = couple.get("sie-beide").text
    assert 'value="Merve"' in page
    assert 'value="7"' not in page
    assert couple.reservation.held_until == NOW + timedelta(minutes=40)


def test_enter_in_a_field_goes_on_and_does_not_ask_for_more_time(couple, session):
    couple.hold(make_slot(session))
    page = couple.get("sie-beide").text
    own = [tag for tag in re.findall(r"<button[^>]*>", page) if 'form="schritt"' in tag]
    assert "formaction" not in own[0]
    assert sum("verlaengern" in tag for tag in own) == 3


def test_a_step_sent_after_letting_go_elsewhere_is_kept(couple, session):
    couple.hold(make_slot(session))
    couple.client.post(couple.step("freigeben"))
    answer = couple.post("sie-beide", **NAMES)
    assert answer.status_code == 409
    assert "Merve Aydın, Jonas Kowalski" in answer.text


def test_all_the_time_is_granted_at_once(couple, session):
    couple.hold(make_slot(session))
    couple.client.post(couple.step("verlaengern") + "?stand=0", data={"zeit": "alle"})
    assert couple.reservation.held_until == NOW + timedelta(minutes=220)
    page = couple.get("sie-beide").text
    assert "verlängern" not in page
    answer = couple.client.post(couple.step("verlaengern"), follow_redirects=True)
    assert "Sie haben schon 10 Mal verlängert" in answer.text


def test_letting_go_leads_back_to_the_day(couple, session):
    slot = make_slot(session)
    couple.hold(slot)
    for _ in range(2):
        assert couple.post("freigeben").status_code == 303
    assert couple.reservation.state is S.CANCELLED
    assert slot.blocked_until is None
    assert "Sie halten diesen Termin nicht mehr" in couple.get("").text


# ── over ──────────────────────────────────────────────────────────────────────
@pytest.fixture
def over(couple, session, set_clock):
    """A couple whose minutes ran out while it filled in the form."""
    slot = make_slot(session)
    couple.hold(slot)
    couple.fill_in()
    session.commit()
    set_clock(NOW + timedelta(minutes=20))
    return couple


def test_looking_at_a_step_that_is_over_leads_to_what_was_kept(over):
    for step in ("sie-beide", "kontakt", "trauung", "pruefen"):
        assert over.get(step).location == over.step("")
    page = over.get("").text
    assert "Die Zeit zum Halten ist vorbei" in page
    assert "der Termin ist noch frei" in page
    assert "Merve Aydın" in page
    assert "Di, 2. März 2027, 10:20 Uhr" in page


def test_a_step_sent_too_late_is_kept_and_says_so(over):
    answer = over.post("kontakt", email="new@example.org")
    assert answer.status_code == 409
    assert over.reservation.email == "new@example.org"
    assert "new@example.org" in answer.text


def test_reserving_too_late_reserves_nothing(over):
    answer = over.post("pruefen")
    assert answer.status_code == 409
    assert over.reservation.state is S.HELD
    assert over.reservation.requested_at is None


def test_extending_too_late_says_so(over):
    assert over.post("verlaengern").status_code == 409


def test_a_time_that_is_still_free_is_held_again_with_all_answers(over):
    first = over.reservation
    answer = over.hold(first.slot_id)
    assert answer.status_code == 303
    assert over.reservation.id != first.id
    assert over.reservation.person2_family == "Kowalski"
    assert over.get("pruefen").status_code == 200


def test_holding_again_may_grant_all_the_time_at_once(over):
    over.hold(over.reservation.slot_id, zeit="alle")
    assert over.reservation.held_until == NOW + timedelta(minutes=20 + 220)


def test_a_time_that_went_to_others_is_answered_with_the_nearest(over, make_couple, session):
    slot = over.reservation.slot
    make_slot(session, slot.venue, at=time(15))
    make_couple().hold(slot)
    page = over.get("")
    assert page.status_code == 200
    assert "Der Termin ist inzwischen vergeben" in page.text
    assert offers_in(page.text) == 1


def test_what_was_typed_is_deleted_at_once_if_the_couple_wants(over):
    assert over.post("vergessen").status_code == 303
    assert over.reservation.person1_family is None
    assert over.reservation.email is None
    assert "Merve" not in over.get("").text


def test_what_was_sent_is_not_deleted_that_way(couple, session):
    couple.reserve(make_slot(session))
    couple.post("vergessen")
    assert couple.reservation.email == "merve.aydin@example.org"


def test_two_clicks_before_the_first_answer_are_one_couple(app, session):
    slot = make_slot(session)
    first, second = (make_client(app, session) for _ in range(2))
    first.get("/de/")
    page = first.get_cookie(app.config["SESSION_COOKIE_NAME"])
    second.set_cookie(page.key, page.value)
    answers = [Couple(client, session).hold(slot) for client in (first, second)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert count(session) == 1


# ── too many from one network ─────────────────────────────────────────────────
def test_one_network_cannot_hoard_a_summer(app, session, set_clock):
    app.config["HOLDS_PER_NETWORK"] = 2
    slots = [make_slot(session, day=DAY + timedelta(days=7 * n)) for n in range(4)]
    browsers = [Couple(make_client(app, session), session) for _ in slots]
    assert [browsers[n].hold(slots[n]).status_code for n in range(3)] == [303, 303, 429]
    assert count(session) == 2
    # What one holds already is no further try, and a lost race was none either.
    assert browsers[0].hold(slots[0]).status_code == 303
    answer = browsers[3].hold(slots[2])
    assert "zu viele Versuche. Ab Montag, 1. März 2027, 11:00 Uhr geht es wieder." in answer.text
    assert answer.headers["Retry-After"] == "3600"
    assert offers_in(answer.text) == 0
    set_clock(NOW + timedelta(hours=1))
    assert browsers[3].hold(slots[3]).status_code == 303


def test_one_network_holds_few_times_at_once_but_one_after_the_other(app, session, set_clock):
    app.config["HOLDS_AT_ONCE"] = 2
    slots = [make_slot(session, day=DAY + timedelta(days=7 * n)) for n in range(4)]
    browsers = [Couple(make_client(app, session), session) for _ in slots]
    assert [browsers[n].hold(slots[n]).status_code for n in range(2)] == [303, 303]
    set_clock(NOW + timedelta(minutes=5))
    answer = browsers[2].hold(slots[2])
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(15 * 60)
    assert "Ab 10:20 Uhr geht es wieder" in answer.text
    assert count(session) == 2
    # Who holds one may take another instead, and what is let go or over leaves its place.
    assert browsers[0].hold(slots[3]).status_code == 303
    assert browsers[0].post("freigeben").status_code == 303
    assert browsers[2].hold(slots[2]).status_code == 303
    set_clock(NOW + timedelta(minutes=21))
    assert browsers[3].hold(slots[3]).status_code == 303


def test_another_network_is_not_held_back(app, session):
    app.config["HOLDS_AT_ONCE"] = 1
    here, there = (Couple(make_client(app, session), session) for _ in range(2))
    there.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert here.hold(make_slot(session)).status_code == 303
    assert there.hold(make_slot(session)).status_code == 303


def test_no_fingerprint_of_a_network_outlives_the_hold(couple, session):
    couple.hold(make_slot(session))
    assert couple.reservation.network_key
    couple.post("freigeben")
    assert couple.reservation.network_key is None


def test_who_is_too_late_again_and_again_is_slowed_down(app, session):
    app.config["HOLDS_PER_NETWORK"] = 1
    taken = make_slot(session)
    make_reservation(session, taken, S.HELD)
    couple = Couple(make_client(app, session), session)
    codes = [couple.hold(taken).status_code for _ in range(11)]
    assert codes == [409] * 10 + [429]
    assert couple.hold(make_slot(session)).headers["Retry-After"] == "3600"


def test_a_lost_race_does_not_count(app, session):
    app.config["HOLDS_PER_NETWORK"] = 1
    taken = make_slot(session)
    make_reservation(session, taken, S.HELD)
    couple = Couple(make_client(app, session), session)
    assert couple.hold(taken).status_code == 409
    assert couple.hold(make_slot(session)).status_code == 303


def test_all_the_time_at_once_is_no_more_than_the_office_grants(couple, session):
    session.add(Setting(name="hold_extensions", value=0, valid_from=date(2026, 1, 1), set_at=NOW))
    assert couple.hold(make_slot(session), zeit="alle").status_code == 303
    assert couple.reservation.held_until == NOW + timedelta(minutes=20)
