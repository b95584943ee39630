from datetime import time, timedelta

import pytest

from app.rules.reservations import ReservationState
from tests.factories import DAY, make_reservation, make_slot, make_venue

S = ReservationState


def test_the_day_list_is_for_the_office(client, as_operator, session):
    assert client.get("/amt/tag").status_code == 302
    assert as_operator(make_venue(session)).get("/amt/tag").status_code == 403


def test_it_lists_the_ceremonies_by_time(as_staff, session):
    late = make_reservation(session, make_slot(session, at=time(14)), person1_family="Spät")
    early = make_reservation(
        session,
        make_slot(session, make_venue(session, contact_phone="02041 777"), at=time(9)),
        person1_family="Früh",
        needs=["hearing"],
        needs_note="ohne Ringe",
        state=S.APPROVED,
    )
    page = as_staff.get(f"/amt/tag/{DAY}").text
    assert page.index("Früh und") < page.index("Spät und")
    assert "Hilfe beim Hören, ohne Ringe" in page
    assert "02041 777" in page
    assert "noch nicht zugesagt" in page
    for hidden in (early.email, late.phone):
        assert hidden not in page
    assert "2 Trauungen" in page


def test_holds_and_cancelled_ones_are_not_on_it(as_staff, session):
    for state in (S.HELD, S.CANCELLED, S.DECLINED, S.LAPSED):
        make_reservation(session, make_slot(session), state=state)
    page = as_staff.get(f"/amt/tag/{DAY}").text
    assert "An diesem Tag heiratet niemand." in page


def test_it_leads_to_the_days_before_and_after(as_staff, session):
    for days in (-7, 0, 14):
        make_reservation(session, make_slot(session, day=DAY + timedelta(days=days)))
    page = as_staff.get(f"/amt/tag/{DAY}").text
    assert f"/amt/tag/{DAY - timedelta(days=7)}" in page
    assert f"/amt/tag/{DAY + timedelta(days=14)}" in page


def test_without_a_day_it_is_today(as_staff):
    assert "Montag, 1. März 2027" in as_staff.get("/amt/tag").text


@pytest.mark.parametrize(
    "day",
    [
        "2027-06-31",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2027-6-1",
        "20270612",
        "2027-W23-6",
        "heute",
        "%00",
        "1e9",
        "9" * 500,
        "2027-06-12%00",
    ],
)
def test_days_that_are_none_are_not_found(as_staff, day):
    assert as_staff.get(f"/amt/tag/{day}").status_code == 404


def test_any_day_can_be_chosen(as_staff, session):
    case = make_reservation(session)
    page = as_staff.get(f"/amt/tag?tag={case.slot.day.isoformat()}").text
    assert case.reference in page
    assert as_staff.get("/amt/tag?tag=x").status_code == 404
