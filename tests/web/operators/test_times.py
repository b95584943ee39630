"""The month, the day, and what is done with times."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import event, func, select

from app.extensions import db
from app.models import Setting, Slot
from app.rules.calendar import instant_at
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle, SlotState
from tests.factories import (
    DAY,
    make_closure,
    make_reservation,
    make_series,
    make_slot,
    make_venue,
)

HERE = "/betrieb/orte/beck"


@pytest.fixture
def venue(session):
    return make_venue(session, slug="beck")


@pytest.fixture
def operator(as_operator, venue):
    return as_operator(venue)


def states(session):
    return list(session.scalars(select(Slot.state).order_by(Slot.id)))


def test_the_month_counts_times_and_their_marks(session, venue, operator):
    make_slot(session, venue, at=time(9))
    make_reservation(session, make_slot(session, venue, at=time(11)))
    make_slot(session, venue, at=time(13), state=SlotState.DRAFT)
    make_slot(session, venue, at=time(15), state=SlotState.WITHDRAWN)
    make_closure(session, venue, reason="Umbau")
    page = operator.get(f"{HERE}/2027-06").text
    assert "Samstag, 12. Juni 2027: 3 Termine" in page
    assert "1 frei" in page
    assert "1 reserviert" in page
    assert "1 Entwurf" in page
    assert "Sperrzeit" in page
    assert f"{HERE}/2027-05" in page
    assert f"{HERE}/2027-07" in page


def test_a_day_is_judged_by_the_settings_of_that_day(session, now, operator):
    session.add_all(
        [
            Setting(name="closed_on_holidays", value=False, valid_from=DAY, set_at=now),
            Setting(name="closed_weekdays", value=[2, 6], valid_from=DAY, set_at=now),
            Setting(name="ceremony_minutes", value=45, valid_from=DAY, set_at=now),
        ]
    )
    # Corpus Christi 2027 and a Wednesday before the change, All Saints’ Day and one after it.
    closed = "An diesem Tag traut das Standesamt nicht"
    for day, is_closed, minutes in (
        ("2027-05-27", True, 30),
        ("2027-06-02", False, 30),
        ("2027-11-01", False, 45),
        ("2027-06-16", True, 45),
    ):
        page = operator.get(f"{HERE}/{day}").text
        assert (closed in page) is is_closed, day
        assert f'value="{minutes}"' in page
        cells = operator.get(f"{HERE}/{day[:7]}").text.split("<td class=")
        (cell,) = (cell for cell in cells if f"{HERE}/{day}" in cell)
        assert cell.startswith('"venue-month__closed"') is is_closed, day


def test_a_holiday_is_called_one(operator):
    page = operator.get(f"{HERE}/2027-05").text
    assert 'aria-hidden="true">Feier\u00adtag</span>' in page
    assert ", Fronleichnam</span>" in page
    assert ">F</span>" not in page


@pytest.mark.parametrize("month", ["2027-13", "0000-01", "9999-12", "2000-01", "2027-1x", "%00"])
def test_months_that_do_not_exist(operator, month):
    operator.proof_reads = "%" not in month
    assert operator.get(f"{HERE}/{month}").status_code == 404


@pytest.mark.parametrize("month", ["2001-01", "2198-12", "2027-02", "2027-08"])
def test_months_at_the_edges(operator, month):
    assert operator.get(f"{HERE}/{month}").status_code == 200


@pytest.mark.parametrize(
    "day", ["2027-06-31", "0000-01-01", "9999-12-31", "2027-6-1xx", "20270612ab"]
)
def test_days_that_do_not_exist(operator, day):
    assert operator.get(f"{HERE}/{day}").status_code == 404
    assert operator.post(f"{HERE}/{day}", data={}).status_code == 404


def test_the_number_of_queries_does_not_grow(app, session, venue, operator):
    def count(address):
        seen = []
        with app.app_context():
            engine = db.engine
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        assert operator.get(address).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return len([text for text in seen if text.startswith("SELECT")])

    addresses = ["/betrieb/", f"{HERE}/2027-06", f"{HERE}/2027-06-12", f"{HERE}/entwuerfe"]
    make_slot(session, venue, state=SlotState.DRAFT)
    before = [count(address) for address in addresses]
    for day in range(1, 29):
        make_slot(session, venue, day=date(2027, 6, day), at=time(13), state=SlotState.DRAFT)
        make_reservation(session, make_slot(session, venue, day=date(2027, 6, day), at=time(16)))
    assert [count(address) for address in addresses] == before
    assert max(before) <= 10


def test_a_single_time_is_created_as_a_draft(session, operator):
    data = {"begins": "10:30", "duration_minutes": "45", "buffer_minutes": "15"}
    answer = operator.post(f"{HERE}/2027-06-12", data=data)
    assert answer.status_code == 303
    page = operator.get(answer.location).text
    assert "Der Termin ist als Entwurf angelegt." in page
    assert "10:30 – 11:15 Uhr" in page
    assert states(session) == [SlotState.DRAFT]
    assert operator.post(f"{HERE}/2027-06-12", data=data).status_code == 303
    assert len(states(session)) == 1


@pytest.mark.parametrize(
    ("day", "begins", "sentence"),
    [
        ("2027-06-12", "11:15", "belegt den Trauort mit Pause"),
        ("2027-06-13", "10:30", "An diesem Wochentag finden keine Trauungen statt"),
        ("2027-03-28", "02:30", "Sommerzeit"),
        ("2027-05-27", "10:30", "Fronleichnam"),
        ("2027-03-13", "10:30", "Zu kurzfristig"),
        ("2026-06-13", "10:30", "Vergangenheit"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(session, venue, operator, day, begins, sentence):
    make_slot(session, venue)
    data = {"begins": begins, "duration_minutes": "45", "buffer_minutes": "15"}
    answer = operator.post(f"{HERE}/{day}", data=data)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert len(states(session)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"begins": ""}, "geben Sie eine Uhrzeit ein"),
        ({"begins": "24:00"}, "jede Uhrzeit so"),
        ({"begins": "10:30\x00"}, "jede Uhrzeit so"),
        ({"duration_minutes": "-1"}, "von 10 bis 240"),
        ({"duration_minutes": str(10**19)}, "von 10 bis 240"),
        ({"buffer_minutes": "x"}, "von 0 bis 240"),
    ],
)
def test_bad_input_is_answered_at_its_field(session, operator, changes, sentence):
    operator.proof_reads = "\x00" not in "".join(changes.values())
    data = {"begins": "10:30", "duration_minutes": "45", "buffer_minutes": "15", **changes}
    answer = operator.post(f"{HERE}/2027-06-12", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert states(session) == []


def test_one_many_or_all_are_submitted(session, venue, operator):
    slots = [
        make_slot(session, venue, at=time(9 + n), minutes=20, state=SlotState.DRAFT)
        for n in range(4)
    ]
    operator.post(f"{HERE}/einreichen", data={"slot": [slots[0].id, slots[1].id]})
    assert states(session).count(SlotState.SUBMITTED) == 2
    answer = operator.post(f"{HERE}/einreichen", data={"alle": "1"})
    assert "2 Termine sind eingereicht" in operator.get(answer.location).text
    assert states(session) == [SlotState.SUBMITTED] * 4
    again = operator.post(f"{HERE}/einreichen", data={"alle": "1"})
    assert "Alle Entwürfe sind schon eingereicht." in operator.get(again.location).text


def test_what_is_not_submitted_says_why(session, venue, operator):
    make_slot(session, venue, state=SlotState.DRAFT)
    make_slot(session, venue, day=date(2027, 6, 19), state=SlotState.DRAFT)
    make_closure(session, venue, reason="Umbau")
    answer = operator.post(f"{HERE}/einreichen", data={"alle": "1"})
    page = operator.get(answer.location).text
    assert "1 Termin ist eingereicht" in page
    assert page.count("Umbau") == 2  # in the message and at the draft


def test_a_released_time_says_why_it_is_not_free(session, venue, operator):
    series = make_series(session, venue)
    slot = make_slot(session, venue, series=series, holdable=False, obstacle=Obstacle.NOT_COVERED)
    for address in (f"{HERE}/{slot.day}", f"{HERE}/serien/{series.id}"):
        page = operator.get(address).text
        assert "gesperrt" in page
        assert "Das Standesamt hat diesen Tag noch nicht zugesichert." in page
    slot.opens_at = instant_at(date(2027, 5, 3), time(9))
    session.flush()
    for address in (f"{HERE}/{slot.day}", f"{HERE}/serien/{series.id}"):
        page = operator.get(address).text
        assert "öffnet am Mo, 03.05.2027, 9:00 Uhr" in page
        assert "gesperrt" not in page


def test_nothing_chosen_is_told(operator):
    answer = operator.post(f"{HERE}/einreichen", data={})
    assert "zuerst Termine" in operator.get(answer.location).text


def test_withdrawing_asks_first(session, venue, operator):
    slot = make_slot(session, venue)
    confirm = operator.post(f"{HERE}/zurueckziehen", data={"slot": slot.id})
    assert confirm.status_code == 200
    assert "1 Termin zurückziehen" in confirm.text
    assert states(session) == [SlotState.RELEASED]
    data = {"slot": slot.id, "bestaetigt": "1"}
    answer = operator.post(f"{HERE}/zurueckziehen", data=data)
    assert "Zurückgezogen: Sa, 12.06.2027, 11:00 Uhr." in operator.get(answer.location).text
    assert operator.post(f"{HERE}/zurueckziehen", data=data).status_code == 303
    assert states(session) == [SlotState.WITHDRAWN]


def test_from_a_day_one_comes_back_to_the_day(session, venue, operator):
    slot = make_slot(session, venue)
    day = f"{HERE}/{DAY.isoformat()}"
    page = operator.get(day).text
    assert "Ausgewählte zurückziehen" in page
    # What is free has been submitted long ago.
    assert "Ausgewählte einreichen" not in page
    sent = {"slot": slot.id, "tag": DAY.isoformat()}
    assert operator.post(f"{HERE}/zurueckziehen", data={"tag": DAY.isoformat()}).location == day
    assert operator.post(f"{HERE}/einreichen", data={"tag": DAY.isoformat()}).location == day
    assert (
        f'name="tag" value="{DAY.isoformat()}"'
        in operator.post(f"{HERE}/zurueckziehen", data=sent).text.split("bestaetigt")[1]
    )
    answer = operator.post(f"{HERE}/zurueckziehen", data={**sent, "bestaetigt": "1"})
    assert answer.location == day
    make_slot(session, venue, at=time(9), state=SlotState.DRAFT)
    assert "Ausgewählte einreichen" in operator.get(day).text


def test_the_calendar_opens_where_times_are_and_offers_other_months(session, venue, operator):
    assert operator.get(f"{HERE}/termine").location == f"{HERE}/2027-03"
    make_slot(session, venue)
    assert operator.get(f"{HERE}/termine").location == f"{HERE}/2027-06"
    assert f'href="{HERE}/2028-06"' in operator.get(f"{HERE}/2027-06").text


def test_a_time_that_a_couple_has_is_not_withdrawn(session, venue, operator):
    slot = make_slot(session, venue)
    couple = make_reservation(session, slot)
    page = operator.post(f"{HERE}/zurueckziehen", data={"slot": slot.id}).text
    assert couple.reference in page
    assert "Diese Termine bleiben" in page
    data = {"slot": slot.id, "bestaetigt": "1"}
    answer = operator.post(f"{HERE}/zurueckziehen", data=data)
    assert couple.reference in operator.get(answer.location).text
    assert states(session) == [SlotState.RELEASED]


@pytest.mark.parametrize("act", ["einreichen", "zurueckziehen"])
def test_foreign_and_impossible_times_are_not_found(session, venue, operator, act):
    foreign = make_slot(session, state=SlotState.DRAFT)
    for number in (foreign.id, 999_999, 10**19, -1, "x", "\x00", "٣"):
        answer = operator.post(f"{HERE}/{act}", data={"slot": number, "bestaetigt": "1"})
        assert answer.status_code == 404
    assert states(session) == [SlotState.DRAFT]


def test_returned_times_show_the_reason_of_the_office(session, venue, operator):
    make_slot(session, venue, state=SlotState.RETURNED, reason="Bitte später beginnen.")
    assert "Bitte später beginnen." in operator.get(f"{HERE}/entwuerfe").text
    assert "Bitte später beginnen." in operator.get(f"{HERE}/{DAY.isoformat()}").text


def test_every_page_of_a_venue_with_everything_is_well_made(session, venue, operator):
    for n, state in enumerate(SlotState):
        make_slot(session, venue, at=time(8 + n), minutes=20, state=state)
    for n, state in enumerate(
        [ReservationState.HELD, ReservationState.RESERVED, ReservationState.APPROVED]
    ):
        slot = make_slot(session, venue, at=time(14 + n), minutes=20)
        make_reservation(session, slot, state)
    for address in ("", "/2027-06", "/2027-06-12", "/entwuerfe", "/serien", "/sperrzeiten"):
        assert operator.get(HERE + address).status_code == 200
    assert session.scalar(select(func.count(Slot.id))) == 8
