from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from app.rules.slots import Obstacle
from app.web.filters import date_time
from tests.factories import DAY, make_slot
from tests.web.couples.test_months import cell

#: 9:00 in summer time.
OPENS_AT = datetime(2027, 4, 1, 7, tzinfo=UTC)


def reminder(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    return event


@pytest.fixture
def later(session):
    """A time that opens on the first of April."""
    return make_slot(session, opens_at=OPENS_AT)


@pytest.mark.parametrize("page", ["/de/termine/2027-06", "/de/termine/2027-06-12"])
def test_a_page_that_is_not_open_offers_a_reminder(client, later, page):
    address = f"{page}/oeffnung.ics"
    text = client.get(page).text
    assert f'href="{address}" data-hx-boost="false"' in text
    event = reminder(client, address)
    assert event.decoded("DTSTART") == OPENS_AT
    assert event.decoded("DTEND") == OPENS_AT + timedelta(minutes=15)
    assert event["URL"].endswith(page)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-15)


def test_its_words_are_those_of_the_page(client, later):
    assert reminder(client, "/de/termine/2027-06/oeffnung.ics")["SUMMARY"] == (
        "Trautermine im Juni 2027 öffnen (Musterstadt)"
    )
    assert reminder(client, "/en/termine/2027-06-12/oeffnung.ics")["SUMMARY"] == (
        "Ceremony dates on Saturday 12 June 2027 open (Musterstadt)"
    )


def test_a_program_that_reads_it_twice_finds_the_same_event(client, later):
    first, second = (reminder(client, "/de/termine/2027-06/oeffnung.ics")["UID"] for _ in range(2))
    assert first == second != reminder(client, "/de/termine/2027-06-12/oeffnung.ics")["UID"]


def test_its_link_leads_to_us_whatever_host_was_asked_for(client, later):
    answer = client.get(
        "/de/termine/2027-06/oeffnung.ics",
        headers={"Host": "boese.example", "X-Forwarded-Host": "boese.example"},
    )
    assert "boese" not in answer.text
    assert "URL:http://localhost/de/termine/2027-06" in answer.text


@pytest.mark.parametrize(
    ("page", "opens_at"),
    [
        pytest.param("2028-06", datetime(2027, 6, 1, 7, tzinfo=UTC), id="month"),
        pytest.param("2028-06-14", datetime(2027, 6, 14, 7, tzinfo=UTC), id="day"),
        # The sixth of June 2027 is a Sunday.
        pytest.param("2028-06-06", datetime(2027, 6, 7, 7, tzinfo=UTC), id="next working day"),
        # The first of May 2028 is a holiday and a Monday, the second of May 2027 a Sunday.
        pytest.param("2028-05", datetime(2027, 5, 3, 7, tzinfo=UTC), id="first possible day"),
    ],
)
def test_what_nobody_has_published_opens_by_the_rule_of_the_office(client, page, opens_at):
    address = f"/de/termine/{page}"
    assert reminder(client, f"{address}/oeffnung.ics").decoded("DTSTART") == opens_at
    text = client.get(address).text
    assert f"{address}/oeffnung.ics" in text
    with client.application.test_request_context("/de/"):
        assert date_time(opens_at) in text


def test_the_days_of_a_month_of_which_nothing_is_published_say_when_they_open(client):
    text = client.get("/de/termine/2028-05").text
    assert cell(text, "2028-05-02") == "Dienstag, 2. Mai 2028: öffnet am 3. Mai"
    assert cell(text, "2028-05-20") == "Samstag, 20. Mai 2028: öffnet am 20. Mai"
    assert cell(text, "2028-05-21") == "Sonntag, 21. Mai 2028: keine Trauungen"
    assert cell(text, "2028-05-25").endswith("Christi Himmelfahrt, keine Trauungen")


def test_a_time_that_nobody_could_serve_does_not_hide_that_the_month_opens(client, session):
    make_slot(session, day=date(2028, 6, 24), holdable=False, obstacle=Obstacle.NOT_COVERED)
    assert "Dienstag, 1. Juni 2027, 9:00 Uhr" in client.get("/de/termine/2028-06").text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("2027-06", id="open"),
        pytest.param("2027-06-12", id="open day"),
        pytest.param("2027-06-14", id="a day without any time"),
        pytest.param("2027-01", id="past"),
        pytest.param("2027-01-09", id="past day"),
        pytest.param("2028-05-01", id="holiday"),
        pytest.param("2199-12", id="the end of the calendar"),
    ],
)
def test_what_does_not_open_has_no_reminder(client, session, page):
    make_slot(session, day=DAY)
    assert client.get(f"/de/termine/{page}/oeffnung.ics").status_code == 404
    answer = client.get(f"/de/termine/{page}")
    assert "oeffnung.ics" not in answer.text


def test_a_wish_does_not_close_a_month(client, session):
    """The reminder is for the month, whatever fits: the page with filters offers none either."""
    make_slot(session, day=date(2027, 6, 12))
    assert "oeffnung.ics" not in client.get("/de/termine/2027-06?gaeste=900").text
    assert client.get("/de/termine/2027-06/oeffnung.ics?gaeste=900").status_code == 404
