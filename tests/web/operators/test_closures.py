"""Closures: shown before they are saved, never over a couple."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from app.models import Closure
from app.rules.slots import SlotState
from tests.factories import make_closure, make_reservation, make_slot, make_venue

HERE = "/betrieb/orte/beck/sperrzeiten"
DAY = {"first_day": "2027-06-12", "last_day": "", "begins": "", "ends": "", "reason": "Umbau"}


@pytest.fixture
def venue(session):
    return make_venue(session, slug="beck")


@pytest.fixture
def operator(as_operator, venue):
    return as_operator(venue)


def closures(session):
    return list(session.scalars(select(Closure).order_by(Closure.id)))


def test_a_day_is_closed_in_two_taps(session, venue, operator):
    slot = make_slot(session, venue)
    page = operator.get("/betrieb/orte/beck/2027-06-12").text
    assert "Ganzen Tag sperren" in page
    assert 'value="2027-06-12"' in operator.get(f"{HERE}/neu?tag=2027-06-12").text
    preview = operator.post(f"{HERE}/neu", data={**DAY, "aktion": "vorschau"})
    assert preview.status_code == 200
    assert "1 freigegebener Termin ist dann nicht frei." in preview.text
    assert closures(session) == []
    answer = operator.post(f"{HERE}/neu", data={**DAY, "aktion": "sperren"})
    assert answer.status_code == 303
    assert "Die Sperrzeit ist eingetragen." in operator.get(answer.location).text
    assert not slot.holdable
    operator.post(f"{HERE}/neu", data={**DAY, "aktion": "sperren"})
    assert len(closures(session)) == 1


def test_a_closure_can_be_lifted(session, venue, operator):
    slot = make_slot(session, venue)
    operator.post(f"{HERE}/neu", data={**DAY, "aktion": "sperren"})
    (closure,) = closures(session)
    assert "Sperrzeit aufheben" in operator.get(f"{HERE}/{closure.id}/aufheben").text
    for _ in range(2):
        assert operator.post(f"{HERE}/{closure.id}/aufheben").status_code == 303
    assert slot.holdable


def test_couples_are_listed_and_stay(session, venue, operator):
    couple = make_reservation(session, make_slot(session, venue))
    preview = operator.post(f"{HERE}/neu", data={**DAY, "aktion": "vorschau"}).text
    assert couple.reference in preview
    assert "Bitten Sie das Standesamt um Hilfe" in preview
    assert "Sperrzeit speichern" not in preview
    answer = operator.post(f"{HERE}/neu", data={**DAY, "aktion": "sperren"})
    assert answer.status_code == 409
    assert couple.reference in answer.text
    assert closures(session) == []


def test_hours_and_drafts(session, venue, operator):
    make_slot(session, venue, state=SlotState.DRAFT)
    hours = {**DAY, "begins": "10:00", "ends": "11:15"}
    page = operator.post(f"{HERE}/neu", data=hours).text
    assert "1 Termin ist noch nicht freigegeben" in page
    assert "0 freigegebene Termine" in page
    operator.post(f"{HERE}/neu", data={**hours, "aktion": "sperren"})
    (closure,) = closures(session)
    assert closure.begins_at.isoformat() == "2027-06-12T08:00:00+00:00"
    assert closure.ends_at.isoformat() == "2027-06-12T09:15:00+00:00"


def test_a_whole_day_at_a_clock_change_has_its_own_length(session, operator):
    operator.post(f"{HERE}/neu", data={**DAY, "first_day": "2027-03-28", "aktion": "sperren"})
    (closure,) = closures(session)
    assert (closure.ends_at - closure.begins_at).total_seconds() == 23 * 3600


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"first_day": ""}, 422, "den ersten Tag ein"),
        ({"first_day": "2027-06-31"}, 422, "Dieses Datum gibt es nicht"),
        ({"first_day": "0000-01-01"}, 422, "Dieses Datum gibt es nicht"),
        ({"last_day": "9999-12-31"}, 422, "So weit reicht der Kalender nicht"),
        ({"last_day": "2027-06-11"}, 409, "Das Ende liegt vor dem Beginn"),
        ({"last_day": "2199-12-31"}, 409, "höchstens zwei Jahre"),
        ({"first_day": "2026-06-12"}, 409, "schon vorbei"),
        ({"begins": "12:00", "ends": "11:00"}, 409, "Das Ende liegt vor dem Beginn"),
        ({"begins": "25:00"}, 422, "jede Uhrzeit so"),
        ({"first_day": "2027-03-28", "begins": "2:30"}, 422, "Sommerzeit"),
        ({"first_day": "2027-03-28", "ends": "2:30"}, 422, "Sommerzeit"),
        ({"reason": ""}, 422, "Bitte nennen Sie einen Grund"),
        ({"reason": "   "}, 422, "Bitte nennen Sie einen Grund"),
        ({"reason": "x" * 201}, 422, "Höchstens 200 Zeichen"),
        ({"reason": "a\x00b"}, 422, "nicht speichern können"),
    ],
)
def test_bad_input(session, operator, changes, status, sentence):
    operator.proof_reads = "\x00" not in "".join(changes.values())
    answer = operator.post(f"{HERE}/neu", data={**DAY, **changes, "aktion": "sperren"})
    assert answer.status_code == status
    assert sentence in answer.text
    assert closures(session) == []


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"last_day": "2027-06-11"}, 409, "Das Ende liegt vor dem Beginn"),
        ({"begins": "12:00", "ends": "11:00"}, 409, "Das Ende liegt vor dem Beginn"),
        ({"first_day": "2026-06-12"}, 409, "schon vorbei"),
        ({"reason": "  "}, 422, "Bitte nennen Sie einen Grund"),
    ],
)
def test_what_cannot_be_is_said_before_its_effect_is_shown(operator, changes, status, sentence):
    answer = operator.post(f"{HERE}/neu", data={**DAY, **changes, "aktion": "vorschau"})
    assert answer.status_code == status
    assert sentence in answer.text
    assert "field__error" in answer.text
    assert 'id="wirkung"' not in answer.text
    assert "Sperrzeit speichern" not in answer.text


def test_whole_days_are_written_without_the_midnight_after(session, venue, operator):
    for first, last in (("2027-06-14", "2027-06-20"), ("2027-07-03", "")):
        days = {**DAY, "first_day": first, "last_day": last, "aktion": "sperren"}
        operator.post(f"{HERE}/neu", data=days)
    hours = {**DAY, "begins": "10:00", "ends": "12:00", "aktion": "sperren"}
    operator.post(f"{HERE}/neu", data=hours)
    page = operator.get(HERE).text
    assert "Mo, 14.06.2027 – So, 20.06.2027, ganztägig" in page
    assert "Sa, 03.07.2027, ganztägig" in page
    assert "Sa, 12.06.2027, 10:00–12:00 Uhr" in page
    rule = {"begins": "11:00", "duration_minutes": "30", "buffer_minutes": "0"}
    refused = operator.post("/betrieb/orte/beck/2027-07-03", data=rule).text
    assert "gesperrt: 3. Juli 2027, ganztägig (Umbau)" in refused


def test_what_lasts_to_the_end_of_the_day_ends_at_24_hours(session, venue, operator):
    afternoon = {**DAY, "first_day": "2027-07-03", "begins": "12:00", "aktion": "sperren"}
    operator.post(f"{HERE}/neu", data=afternoon)
    assert "Sa, 03.07.2027, 12:00–24:00 Uhr" in operator.get(HERE).text
    time = {"begins": "13:00", "duration_minutes": "30", "buffer_minutes": "0"}
    refused = operator.post("/betrieb/orte/beck/2027-07-03", data=time).text
    assert "gesperrt: 3. Juli 2027, 12:00 bis 24:00 Uhr (Umbau)" in refused


def test_beside_reservations_the_free_times_can_be_taken_back(session, venue, operator):
    make_reservation(session, make_slot(session, venue))
    free = make_slot(session, venue, at=time(14))
    preview = operator.post(f"{HERE}/neu", data={**DAY, "aktion": "vorschau"}).text
    assert "1 freien Termin zurückziehen" in preview
    assert f'name="slot" value="{free.id}"' in preview


def test_foreign_closures_are_not_found(session, operator):
    foreign = make_closure(session, make_venue(session))
    office = make_closure(session)
    for number in (foreign.id, office.id, 999_999, 10**19):
        assert operator.get(f"{HERE}/{number}/aufheben").status_code == 404
        assert operator.post(f"{HERE}/{number}/aufheben").status_code == 404
    assert foreign.lifted_at is None
    assert "Betriebsausflug" in operator.get(HERE).text


SECRET = "Klausurtagung wegen Personalnot"


def test_why_the_office_is_closed_is_its_own_matter_unless_it_says_so(session, venue, operator):
    make_closure(session, reason=SECRET, public=False)
    slot = make_slot(session, venue, state=SlotState.DRAFT)
    day = "/betrieb/orte/beck/2027-06-12"
    typed = {"begins": "15:00", "duration_minutes": "30", "buffer_minutes": "30"}
    answers = [
        operator.get(HERE),
        operator.get(day),
        operator.get("/betrieb/orte/beck/entwuerfe"),
        operator.post(day, data=typed),
        operator.post("/betrieb/orte/beck/einreichen", data={"slot": slot.id}),
        operator.get("/betrieb/orte/beck/entwuerfe"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 409, 303, 200]
    assert not any(SECRET in answer.text for answer in answers)
    assert "Das Standesamt ist geschlossen: Sa, 12.06.2027" in answers[1].text
    assert "Das Standesamt ist geschlossen: 12. Juni 2027" in answers[3].text


def test_a_public_reason_of_the_office_is_read(session, venue, operator):
    make_closure(session, reason="Betriebsausflug", public=True)
    assert "Betriebsausflug" in operator.get(HERE).text
    assert "Betriebsausflug" in operator.get("/betrieb/orte/beck/2027-06-12").text
