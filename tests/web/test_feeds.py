from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app.actions.feeds import close_feed, open_feed
from app.actions.reservations import cancel
from app.models import Entry, RegistrarFeed
from app.queries import NotFound
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_announcement, make_assignment


@pytest.fixture
def feed(act, city, staff):
    who = city.anna.id
    return act(lambda session: open_feed(session, who, actor=staff, now=NOW))


def events(client, secret):
    answer = client.get(f"/feeds/einsatz/{secret}.ics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_a_calendar_says_where_and_when_and_names_no_couple(client, session, city, feed):
    wedding = city.wedding(city.castle, 11, person1_family="Geheim", phone="0170 5551234")
    make_announcement(session, make_assignment(session, wedding, city.anna))
    make_assignment(session, city.wedding(city.mill, 11), city.bea)
    (event,) = events(client, feed)
    assert event["SUMMARY"] == "Trauung Schloss"
    assert event["LOCATION"] == "Schloss am Wald, Parkstraße 1, 46236 Bottrop"
    # With preparation and follow-up.
    assert event["DTSTART"].to_ical() == b"20270612T105000"
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTEND"].to_ical() == b"20270612T115000"
    assert "Trauung von 11:00 Uhr bis 11:40 Uhr" in event["DESCRIPTION"]
    assert "Los um 10:30 Uhr, 20 Min. Weg" in event["DESCRIPTION"]
    text = client.get(f"/feeds/einsatz/{feed}.ics").text
    for name in ("Geheim", "Muster", "Beispiel", "0170", "example.org"):
        assert name not in text
    assert "\r\n" in text
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    assert "BEGIN:VTIMEZONE" in text
    assert not re.search(r"BEGIN:VCALENDAR\r\nUID", text)


def test_an_event_keeps_its_name_and_counts_its_changes(client, session, act, city, staff, feed):
    wedding = city.wedding(city.castle, 11)
    make_assignment(session, wedding, city.anna)
    (first,) = events(client, feed)
    session.add(
        Entry(
            at=NOW,
            actor="staff",
            event="reservation.approved",
            subject="reservation",
            subject_id=wedding.id,
            facts={},
        )
    )
    (second,) = events(client, feed)
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] == first["SEQUENCE"] + 1
    wedding_id = wedding.id
    act(lambda s: cancel(s, wedding_id, actor=staff, reason="Abgesagt.", now=NOW))
    assert events(client, feed) == []


def test_what_is_not_agreed_is_tentative(client, session, city, feed):
    wedding = city.wedding(city.castle, 11, state=ReservationState.RESERVED)
    make_announcement(session, make_assignment(session, wedding, city.anna))
    (event,) = events(client, feed)
    assert (event["STATUS"], event["SUMMARY"]) == ("TENTATIVE", "Trauung Schloss")


def test_what_is_not_announced_is_provisional(client, session, city, feed):
    made = make_assignment(session, city.wedding(city.castle, 11), city.anna)
    (event,) = events(client, feed)
    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"] == "Trauung Schloss (vorläufig)"
    said = make_announcement(session, made)
    (event,) = events(client, feed)
    assert (event["STATUS"], event["SUMMARY"]) == ("CONFIRMED", "Trauung Schloss")
    said.registrar_id = city.bea.id
    (event,) = events(client, feed)
    assert event["STATUS"] == "TENTATIVE"


def test_an_unchanged_calendar_is_not_sent_again(client, session, city, feed):
    make_assignment(session, city.wedding(city.castle, 11), city.anna)
    answer = client.get(f"/feeds/einsatz/{feed}.ics")
    again = client.get(
        f"/feeds/einsatz/{feed}.ics", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("secret", ["nichts", "%00", "x" * 300, "..%2f"])
def test_what_opens_nothing_is_not_found(client, city, secret):
    assert client.get(f"/feeds/einsatz/{secret}.ics").status_code == 404


def test_a_new_address_or_none_ends_the_old_one(client, session, act, city, staff, feed):
    who = city.anna.id
    newer = act(lambda s: open_feed(s, who, actor=staff, now=NOW + timedelta(days=1)))
    assert client.get(f"/feeds/einsatz/{feed}.ics").status_code == 404
    assert events(client, newer) == []
    for _ in range(2):
        act(lambda s: close_feed(s, who, actor=staff, now=NOW))
    assert client.get(f"/feeds/einsatz/{newer}.ics").status_code == 404
    told = [entry.event for entry in session.query(Entry).filter_by(subject="registrar")]
    assert told == ["registrar.feed_opened", "registrar.feed_opened", "registrar.feed_closed"]
    assert newer not in {row.hash for row in session.query(RegistrarFeed)}
    with pytest.raises(NotFound):
        act(lambda s: open_feed(s, 99999, actor=staff, now=NOW))


def test_of_several_made_at_once_one_opens_the_calendar(client, act, city, staff):
    who = city.anna.id
    made = act.at_once([lambda s: open_feed(s, who, actor=staff, now=NOW) for _ in range(6)])
    pages = [client.get(f"/feeds/einsatz/{secret}.ics").status_code for secret in made]
    assert sorted(pages) == [200, 404, 404, 404, 404, 404]
    act(lambda s: close_feed(s, who, actor=staff, now=NOW))
    assert {client.get(f"/feeds/einsatz/{secret}.ics").status_code for secret in made} == {404}


def test_the_office_makes_an_address_and_shows_it_once(as_staff, client, session, city):
    page = f"/amt/einsatz/kalender/{city.anna.id}"
    assert "Noch gibt es keine Adresse." in as_staff.get(page).text
    text = as_staff.post(page).text
    address = re.search(r"http://localhost(/feeds/einsatz/[\w-]{43}\.ics)", text)[1]
    assert client.get(address).status_code == 200
    text = as_staff.get(page).text
    assert "/feeds/" not in text
    assert "Seit Montag, 1. März 2027" in text
    assert as_staff.post(f"{page}/schliessen").location == page
    assert client.get(address).status_code == 404
    assert as_staff.get("/amt/einsatz/kalender/99999").status_code == 404
