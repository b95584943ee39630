"""The way in: what is to do, who marries soon, and the first day."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest

from app.models import Setting
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from app.web.words import NEEDS_WORDS
from tests.factories import NOW, make_reservation, make_slot, make_venue
from tests.support.forms import fields_of


def test_who_is_not_signed_in_comes_to_the_sign_in(client):
    assert client.get("/betrieb/").status_code == 302


def test_the_office_has_no_business_here(as_staff):
    assert as_staff.get("/betrieb/").status_code == 403


def test_the_first_day_offers_ready_patterns(session, as_operator):
    operator = as_operator(make_venue(session, name="Lokschuppen"))
    page = operator.get("/betrieb/").text
    assert "Wann passen Trauungen bei Ihnen?" in page
    assert "Jeden Samstag" in page
    assert "60 Termine" in page  # 30 Saturdays from 3 April, without 1 May, twice a day


def test_a_season_is_submitted_in_three_pages(session, as_operator):
    operator = as_operator(make_venue(session, slug="lokschuppen"))
    assert "first-day" in operator.get("/betrieb/").text
    page = operator.get("/betrieb/orte/lokschuppen/serien/neu?muster=samstage").text
    assert "60 Termine anlegen und einreichen" in page
    answer = operator.post(
        "/betrieb/orte/lokschuppen/serien/neu",
        data=fields_of(page, "series-editor", aktion="einreichen"),
    )
    assert answer.status_code == 303
    result = operator.get(answer.location).text
    assert "60 Termine sind eingereicht" in result
    assert "60 eingereicht" in result


def test_who_has_several_venues_chooses(session, as_operator):
    first, second = make_venue(session), make_venue(session)
    operator = as_operator(first, second)
    for address in ("", "termine", "serien", "sperrzeiten"):
        page = operator.get(f"/betrieb/{address}").text
        assert first.name in page
        assert second.name in page
    assert operator.get(f"/betrieb/orte/{first.slug}").status_code == 200


def test_who_has_no_venue_is_told_whom_to_ask(as_operator):
    assert "noch kein Trauort" in as_operator().get("/betrieb/").text


def test_who_has_one_venue_comes_straight_to_it(session, as_operator):
    venue = make_venue(session)
    operator = as_operator(venue)
    assert operator.get("/betrieb/termine").location == f"/betrieb/orte/{venue.slug}/termine"
    assert operator.get("/betrieb/serien").location == f"/betrieb/orte/{venue.slug}/serien"
    assert operator.get("/betrieb/sperrzeiten").location.endswith("/sperrzeiten")


def test_tasks_stand_first(session, as_operator):
    venue = make_venue(session)
    make_slot(session, venue, state=SlotState.RETURNED, reason="Der Saal ist belegt.")
    make_slot(session, venue, at=time(14), state=SlotState.DRAFT)
    make_slot(session, venue, at=time(16), state=SlotState.DRAFT)
    page = as_operator(venue).get("/betrieb/").text
    assert "Zu tun (2)" in page
    assert "1 Termin zurückgegeben" in page
    assert "Der Saal ist belegt." in page
    assert "2 Entwürfe einreichen" in page


def test_nothing_to_do_says_so(session, as_operator):
    venue = make_venue(session)
    make_slot(session, venue)
    assert "Nichts zu tun." in as_operator(venue).get("/betrieb/").text


@pytest.mark.parametrize(
    ("state", "days", "names"),
    [
        (ReservationState.APPROVED, 6, True),
        (ReservationState.FIRM, 0, True),
        (ReservationState.RESERVED, 6, False),
    ],
)
def test_names_only_of_agreed_couples_and_never_an_address(
    session, as_operator, now, state, days, names
):
    venue = make_venue(session)
    slot = make_slot(session, venue, day=now.date() + timedelta(days=days), at=time(15))
    couple = make_reservation(session, slot, state, needs=["step_free"], guests=42)
    page = as_operator(venue).get("/betrieb/").text
    assert ("Muster &amp; Beispiel" in page) is names
    assert couple.reference in page
    assert "42 Gäste" in page
    assert ("stufenlos" in page) is names
    assert "paar" not in page
    assert couple.email not in page
    assert couple.phone not in page


def test_a_venue_reads_only_the_needs_that_it_can_meet(session, as_operator, now):
    venue = make_venue(session)
    slot = make_slot(session, venue, day=now.date() + timedelta(days=3))
    needs = ["hearing", "sign_language", "interpreter", "other"]
    note = "Oma Käthe kommt im Rollstuhl"
    make_reservation(session, slot, ReservationState.APPROVED, needs=needs, needs_note=note)
    page = as_operator(venue).get("/betrieb/").text
    shown = [need for need in needs if str(NEEDS_WORDS[need]) in page]
    assert shown == ["hearing"]
    assert "Käthe" not in page


def test_names_are_not_shown_earlier_than_the_office_allows(session, as_operator, now):
    venue = make_venue(session)
    session.add(
        Setting(name="operator_names_days", value=2, valid_from=date(2020, 1, 1), set_at=now)
    )
    slot = make_slot(session, venue, day=now.date() + timedelta(days=3))
    make_reservation(session, slot, ReservationState.APPROVED)
    assert "Muster &amp;" not in as_operator(venue).get("/betrieb/").text


@pytest.mark.parametrize(
    "address",
    [
        "/betrieb/orte/{slug}",
        "/betrieb/orte/{slug}/termine",
        "/betrieb/orte/{slug}/2027-06",
        "/betrieb/orte/{slug}/2027-06-12",
        "/betrieb/orte/{slug}/entwuerfe",
        "/betrieb/orte/{slug}/serien",
        "/betrieb/orte/{slug}/serien/neu",
        "/betrieb/orte/{slug}/sperrzeiten",
        "/betrieb/orte/{slug}/sperrzeiten/neu",
    ],
)
def test_a_foreign_venue_is_not_found(session, as_operator, address):
    operator = as_operator(make_venue(session))
    foreign = make_venue(session)
    assert operator.get(address.format(slug=foreign.slug)).status_code == 404
    assert operator.get(address.format(slug="gibt-es-nicht")).status_code == 404
    operator.proof_reads = False
    assert operator.get(address.format(slug="%00")).status_code == 404


def test_the_figures_add_up(session, as_operator):
    venue = make_venue(session, slug="beck")
    make_slot(session, venue, at=time(9))
    make_slot(session, venue, at=time(11), holdable=False)
    make_slot(session, venue, at=time(13), opens_at=NOW + timedelta(days=3))
    make_slot(session, venue, at=time(14), state=SlotState.SUBMITTED)
    page = " ".join(as_operator(venue).get("/betrieb/orte/beck").text.split())
    figures = re.search(r'<dl class="figures">(.*?)</dl>', page)[1]
    assert re.findall(r"<dd>(\d+)</dd>", figures) == ["3", "0", "1", "1", "1"]
    assert "öffnet später" in figures
    assert "gehalten oder gesperrt" in figures
    assert "1 Termin ist eingereicht" in page
    assert "Sa, 12.06.2027" in page
