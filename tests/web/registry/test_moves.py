"""The office moves a couple: what is offered, what would change, and the move."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from app.actions.days import lock_days, reckon
from app.models import OutgoingMail
from app.rules.reservations import MOVABLE, ReservationState
from tests.factories import (
    DAY,
    NOW,
    make_absence,
    make_closure,
    make_reservation,
    make_slot,
    make_venue,
)
from tests.support.staffed_city import StaffedCity

S = ReservationState
LATER = DAY + timedelta(days=7)
DESK = f"/amt/stoerung/{DAY}"


def url(reservation, slot=None, *, desk=False):
    there = f"/{slot.id}" if slot is not None else ""
    return (
        f"/amt/reservierungen/{reservation.reference}/verlegen{there}"
        f"{'?von=stoerung' if desk else ''}"
    )


def settle(session, *days):
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()


@pytest.fixture
def couple(session):
    """A couple on Saturday at eleven; the same venue is free at three and a week later."""
    reservation = make_reservation(session, state=S.APPROVED, person1_family="Kern")
    venue = reservation.slot.venue
    three = make_slot(session, venue, at=time(15))
    next_week = make_slot(session, venue, day=LATER)
    small = make_slot(session, make_venue(session, seats=5), at=time(12))
    settle(session, DAY, LATER)
    return {"case": reservation, "three": three, "next_week": next_week, "small": small}


def test_the_case_leads_to_it_while_it_can_be_moved(as_staff, session):
    for state in S:
        reservation = make_reservation(session, state=state)
        settle(session, DAY)
        page = as_staff.get(f"/amt/reservierungen/{reservation.reference}").text
        assert (f'href="{url(reservation)}"' in page) is (state in MOVABLE)
        status = 200 if state in MOVABLE else 303
        assert as_staff.get(url(reservation)).status_code == status


def test_the_same_day_is_offered_first_and_only_what_is_large_enough(as_staff, couple):
    page = as_staff.get(url(couple["case"])).text
    assert "Kern" in page
    three, next_week = (url(couple["case"], couple[name]) for name in ("three", "next_week"))
    assert page.index(f'href="{three}"') < page.index(f'href="{next_week}"')
    assert url(couple["case"], couple["small"]) not in page


def test_any_other_wish_can_be_searched(as_staff, session, couple):
    august = make_slot(session, couple["case"].slot.venue, day=DAY + timedelta(days=56))
    settle(session, august.day)
    page = as_staff.get(f"{url(couple['case'])}?wann=August&gaeste=20").text
    assert "1 Termin passt" in page
    assert url(couple["case"], august) in page
    answer = as_staff.get(f"{url(couple['case'])}?wann=Blaukraut")
    assert answer.status_code == 422
    assert "Das haben wir nicht verstanden" in answer.text
    assert "Zu diesem Wunsch" in as_staff.get(f"{url(couple['case'])}?wann=Mai&gaeste=900").text


@pytest.mark.parametrize(
    ("cents", "words"), [(12000, "54 € mehr"), (6600, "wie bisher"), (1250, "53,50 € weniger")]
)
def test_before_it_is_done_the_page_says_what_changes(as_staff, session, couple, cents, words):
    couple["case"].slot.fee_cents, couple["three"].fee_cents = 6600, cents
    page = as_staff.get(url(couple["case"], couple["three"])).text
    assert words in page
    assert "11:00 Uhr" in page
    assert "15:00 Uhr" in page
    assert f"Eine E-Mail an {couple['case'].email}" in page
    assert "Die Zusage gilt auch für den neuen Termin." in page


@pytest.mark.parametrize("state", sorted(MOVABLE))
def test_the_couple_is_moved_and_everybody_reads_it(as_staff, session, couple, state):
    case = make_reservation(session, make_slot(session, day=LATER), state)
    settle(session, LATER)
    page = as_staff.get(url(case, couple["three"])).text
    assert f'name="stand" value="{case.slot_id}"' in page
    for _ in range(2):
        answer = as_staff.post(url(case, couple["three"]), data={"stand": str(case.slot_id)})
        assert answer.location == f"/amt/reservierungen/{case.reference}"
    page = as_staff.get(answer.location).text
    assert "Verlegt auf Sa, 12. Juni, 15:00 Uhr" in page
    assert "Verlegt von Sa, 19.06.2027, 11:00 Uhr auf Sa, 12.06.2027, 15:00 Uhr" in page
    assert "E-Mail „Verlegt“" in page
    assert [mail.kind for mail in session.scalars(select(OutgoingMail))] == ["moved"]


def test_who_gave_no_address_must_be_told(as_staff, session, couple):
    case = couple["case"]
    case.email = case.email_key = None
    assert "Lesen Sie ihm den neuen Termin vor." in as_staff.get(url(case, couple["three"])).text
    answer = as_staff.post(url(case, couple["three"]), data={"stand": str(case.slot_id)})
    assert "keine E-Mail-Adresse angegeben" in as_staff.get(answer.location).text


def test_a_lost_race_keeps_the_couple_and_offers_what_is_next(as_staff, session, couple):
    case, old = couple["case"], couple["case"].slot_id
    make_reservation(session, couple["three"])
    settle(session, DAY)
    answer = as_staff.post(url(case, couple["three"]), data={"stand": str(old)})
    assert answer.status_code == 409
    assert "Ein anderes Paar war schneller." in answer.text
    assert "Es hat sich nichts geändert" in answer.text
    assert url(case, couple["next_week"]) in answer.text
    # What was chosen still stands there.
    assert "15:00 Uhr" in answer.text
    assert case.slot_id == old
    # Who only looks reads the same.
    assert "Ein anderes Paar war schneller." in as_staff.get(url(case, couple["three"])).text


@pytest.mark.parametrize("stand", ["", "0", "x", "²", "-1", "9" * 40, "9" * 5000])
def test_who_saw_another_time_is_told(as_staff, couple, stand):
    case, old = couple["case"], couple["case"].slot_id
    answer = as_staff.post(url(case, couple["three"]), data={"stand": stand})
    assert answer.status_code == 409
    assert "Stand hat sich inzwischen geändert" in answer.text
    assert case.slot_id == old


@pytest.mark.parametrize("slot", ["0", "999999", "9" * 30, "x", "-1"])
def test_a_time_that_never_was_is_not_found(as_staff, couple, slot):
    path = f"{url(couple['case'])}/{slot}"
    assert as_staff.get(path).status_code == 404
    assert as_staff.post(path).status_code == 404


def test_only_the_office_moves_couples(client, as_operator, couple):
    paths = (url(couple["case"]), url(couple["case"], couple["three"]))
    for path in paths:
        assert "/anmelden" in client.get(path).location
    operator = as_operator(couple["three"].venue)
    for path in paths:
        assert operator.get(path).status_code == 403
    assert operator.post(paths[1]).status_code == 403


# ── from the desk ─────────────────────────────────────────────────────────────
def test_from_the_desk_to_the_call_to_the_next_case(as_staff, session):
    """A closed house with two couples: each gets times of its own, and is gone once moved."""
    city = StaffedCity(session)
    couples = [city.wedding(city.castle, hour) for hour in (10, 12)]
    asked = city.wedding(city.castle, 14, state=S.REQUESTED)
    make_closure(session, city.castle)
    slots = [make_slot(session, city.mill, at=time(h), minutes=40) for h in (9, 10, 11, 12, 13, 14)]
    settle(session, DAY)
    desk = as_staff.get(DESK).text
    assert "Nicht zu lösen (3)" in desk
    for slot in slots:
        assert sum(url(one, slot, desk=True) in desk for one in (*couples, asked)) <= 1
    assert f"{asked.reference}/verlegen" not in desk
    first = next(slot for slot in slots if url(couples[0], slot, desk=True) in desk)
    there = url(couples[0], first, desk=True)
    assert as_staff.get(there).status_code == 200
    answer = as_staff.post(there, data={"stand": str(couples[0].slot_id)})
    assert answer.location == DESK
    desk = as_staff.get(DESK).text
    assert "Nicht zu lösen (2)" in desk
    # Somebody must still be given it at its new time; nobody must be called.
    assert couples[0].reference not in desk[: desk.index("Neu zuzuweisen")]


def test_every_offer_of_the_desk_can_be_taken(as_staff, session):
    """Two at ten, two at twelve, one registrar: what the desk promises can be had."""
    city = StaffedCity(session)
    make_absence(session, city.bea)
    couples = [city.wedding(venue, 10) for venue in (city.castle, city.mill)]
    couples.append(city.wedding(city.mill, 12))
    couples.append(city.wedding(city.castle, 12))
    slots = [make_slot(session, city.mill, at=time(h), minutes=40) for h in (8, 13, 14)]
    slots += [make_slot(session, city.castle, at=time(h), minutes=40) for h in (9, 11, 13, 14)]
    settle(session, DAY)
    desk = as_staff.get(DESK).text
    promised = [
        (one, slot) for one in couples for slot in slots if url(one, slot, desk=True) in desk
    ]
    assert len(promised) >= 2
    for one, slot in promised:
        assert "Verlegen: bitte prüfen" in as_staff.get(url(one, slot, desk=True)).text
