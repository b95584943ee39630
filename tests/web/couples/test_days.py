import re
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from app.actions.days import lock_days, reckon
from app.models import StepFree, Surroundings
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from tests.factories import make_closure, make_reservation, make_slot, make_venue
from tests.support.client import make_client

DAY_PAGE = "/de/termine/2027-06-12"


def reasons(text):
    """The reason of each venue that does not fit."""
    found = re.findall(r"<li><span>(.*?)</span><span class=\"muted\">(.*?)</span></li>", text)
    return dict(found)


def test_each_free_time_is_a_form_that_holds_it(client, session):
    slot = make_slot(session, make_venue(session, name="Rathaus"), at=time(10, 30))
    text = client.get(DAY_PAGE).text
    assert "Samstag, 12. Juni 2027" in text
    assert 'action="/de/halten"' in text
    assert f'name="slot" value="{slot.id}"' in text
    assert "10:30 Uhr, Rathaus: 20 Minuten halten" in text


def test_guests_steps_and_fee_stand_at_each_venue(client, session):
    venue = make_venue(session, seats=24, standing=6)
    make_slot(session, venue, at=time(9), fee_cents=4000)
    make_slot(session, venue, at=time(15), fee_cents=6650)
    text = client.get(DAY_PAGE).text
    assert "30 Gäste · stufenlos · 40 € bis 66,50 €" in text


def test_every_venue_without_a_fitting_time_says_why(client, session):
    venues = {
        "zu klein": make_venue(session, name="Klein", seats=12),
        "stufen": make_venue(session, name="Stufen", step_free=StepFree.NO),
        "draussen": make_venue(session, name="Garten", location=Surroundings.OUTDOORS),
        "teuer": make_venue(session, name="Teuer"),
        "spaet": make_venue(session, name="Spät"),
        "voll": make_venue(session, name="Voll"),
        "andere": make_venue(session, name="Andere"),
        "zu": make_venue(session, name="Geschlossen"),
        "bald": make_venue(session, name="Bald"),
        "niemand": make_venue(session, name="Niemand"),
        "spaeter": make_venue(session, name="Später"),
        "gerade": make_venue(session, name="Gerade"),
    }
    make_venue(session, name="Ohne")
    slots = {
        name: make_slot(session, venue, at=time(15) if name == "spaet" else time(10))
        for name, venue in venues.items()
    }
    slots["teuer"].fee_cents = 50000
    make_reservation(session, slots["voll"])
    slots["andere"].holdable, slots["andere"].obstacle = False, Obstacle.OVERLAP
    for name, obstacle in (
        ("niemand", Obstacle.NO_REGISTRAR),
        ("spaeter", Obstacle.NOT_COVERED),
        ("gerade", Obstacle.RECKONING),
    ):
        slots[name].holdable, slots[name].obstacle = False, obstacle
    slots["zu"].holdable, slots["zu"].obstacle = False, Obstacle.VENUE_CLOSED
    make_closure(session, venues["zu"], reason="Konzert im Haus", public=True)
    slots["bald"].opens_at = datetime(2027, 4, 1, 7, tzinfo=UTC)
    make_slot(session, make_venue(session, name="Passt"), at=time(11))
    text = client.get(f"{DAY_PAGE}?gaeste=20&stufenlos=1&lage=innen&bis=100&zeit=vormittag").text
    assert reasons(text) == {
        "Klein": "fasst 12 Gäste",
        "Stufen": "nicht stufenlos",
        "Garten": "nur draußen",
        "Teuer": "ab 500 €",
        "Spät": "frei nur um 15:00 Uhr",
        "Voll": "ausgebucht",
        "Andere": "durch eine andere Trauung belegt",
        "Geschlossen": "Konzert im Haus",
        "Bald": "öffnet am 1. April um 9:00 Uhr",
        "Ohne": "an diesem Tag keine Trauungen",
        "Niemand": "keine Standesbeamtin und kein Standesbeamter frei",
        "Später": "so weit im Voraus noch nicht geplant",
        "Gerade": "wird gerade neu berechnet",
    }
    assert "13 Trauorte passen an diesem Tag nicht" in text
    assert "passend zu Ihrer Auswahl" in text


def test_a_reason_that_is_not_public_stays_inside(client, session):
    venue = make_venue(session, name="Haus")
    make_slot(session, venue, holdable=False, obstacle=Obstacle.VENUE_CLOSED)
    make_closure(session, venue, reason="Scheidung des Wirts", public=False)
    text = client.get(DAY_PAGE).text
    assert "Scheidung" not in text
    assert reasons(text)["Haus"] == "an diesem Tag geschlossen"


def test_a_time_somebody_else_holds_says_until_when(client, session):
    slot = make_slot(session, make_venue(session, name="Haus"))
    make_reservation(session, slot, ReservationState.HELD)
    text = client.get(DAY_PAGE).text
    assert reasons(text)["Haus"] == "gerade gehalten, vielleicht ab 10:20 Uhr"


def test_too_short_notice_leads_to_the_telephone(client, session):
    make_slot(session, make_venue(session, name="Haus"), day=date(2027, 3, 10))
    text = client.get("/de/termine/2027-03-10").text
    assert "Für diesen Tag ist es online zu spät." in text
    assert reasons(text)["Haus"] == "zu kurzfristig, bitte anrufen"


def test_the_nearest_free_days_before_and_after_are_one_click_away(client, session):
    make_slot(session, day=date(2027, 6, 4))
    make_slot(session, day=date(2027, 6, 21))
    text = client.get(DAY_PAGE).text
    assert 'href="/de/termine/2027-06-04" rel="prev"' in text
    assert 'href="/de/termine/2027-06-21" rel="next"' in text
    text = client.get(f"{DAY_PAGE}?tag=sa").text
    assert 'rel="next"' not in text


def test_a_full_saturday_names_the_nearest_free_saturdays_too(client, session):
    free = [
        date(2027, 5, 29),
        date(2027, 6, 11),
        date(2027, 6, 14),
        date(2027, 6, 19),
    ]
    venue = make_venue(session)
    for day in [date(2027, 5, 22), *free, date(2027, 6, 26)]:
        make_slot(session, venue, day=day)
    make_reservation(session, make_slot(session, venue, day=date(2027, 6, 12)))
    page = client.get("/de/termine/2027-06-12").text
    offered = page.split("An diesen Tagen ist etwas frei:")[1].split("</ul>")[0]
    found = re.findall(r'href="/de/termine/([0-9-]+)', offered)
    assert found == [str(day) for day in free]


def test_a_weekday_half_a_year_away_is_not_near(client, session):
    venue = make_venue(session)
    make_slot(session, venue, day=date(2027, 12, 18))
    make_slot(session, venue, day=date(2027, 6, 21))
    make_reservation(session, make_slot(session, venue, day=date(2027, 6, 12)))
    page = client.get("/de/termine/2027-06-12").text
    assert "Montag, 21. Juni 2027" in page
    assert "18. Dezember" not in page


def test_a_holiday_is_called_by_its_name(client):
    text = client.get("/de/termine/2027-05-17").text
    assert "Feiertag: Pfingstmontag. An diesem Tag finden keine Trauungen statt." in text


@pytest.mark.parametrize("day", ["٢٠٢٧-٠٦-١٢", "2027-06-12\0", "12.6.2027", "2027-06-xx"])
def test_a_day_that_does_not_exist_is_not_found(client, day):
    assert client.get(f"/de/termine/{day}").status_code == 404


@pytest.mark.parametrize("day", ["2000-01-01", "2199-12-31", "2028-02-29"])
def test_the_ends_of_the_calendar_have_a_page(client, day):
    assert client.get(f"/de/termine/{day}").status_code == 200


def test_guests_that_were_named_need_not_be_typed_again(client, session):
    make_slot(session)
    text = client.get(f"{DAY_PAGE}?gaeste=20").text
    assert '<input type="hidden" name="gaeste" value="20">' in text
    assert 'name="gaeste"' not in client.get(DAY_PAGE).text


def test_a_time_that_is_held_leads_back_to_the_form(client, session):
    slot = make_slot(session)
    held = client.post("/de/halten", data={"slot": slot.id})
    assert held.status_code == 303
    text = client.get(DAY_PAGE).text
    assert "halten Sie schon" in text
    assert "Weiter mit dem Formular" in text
    again = client.post("/de/halten", data={"slot": slot.id})
    assert again.status_code == 303


def test_what_is_shown_can_be_held_and_nothing_else(app, client, session, now):
    app.config["HOLDS_AT_ONCE"] = 1000
    dice = Random(7)
    slots = []
    for _ in range(6):
        venue = make_venue(session)
        for hour in (9, 10, 11, 12):
            opens_at = now + timedelta(hours=dice.choice((-1, -1, -1, 1)))
            minute = dice.choice((0, 15, 30))
            slots.append(make_slot(session, venue, at=time(hour, minute), opens_at=opens_at))
    make_closure(session, slots[0].venue)
    for slot in dice.sample(slots, 6):
        state = dice.choice((ReservationState.HELD, ReservationState.RESERVED))
        make_reservation(session, slot, state)
    lock_days(session, [slots[0].day])
    reckon(session, [slots[0].day], now=now)
    session.commit()
    ids = {slot.id for slot in slots}
    seen = set()
    for slot_id in sorted(ids):
        shown = {
            int(n) for n in re.findall(r'name="slot" value="(\d+)"', client.get(DAY_PAGE).text)
        }
        answer = make_client(app, session).post("/de/halten", data={"slot": slot_id})
        assert answer.status_code == (303 if slot_id in shown else 409)
        seen |= shown
    assert 5 < len(seen) < len(ids)


def test_a_day_that_is_over_is_not_called_too_short_notice(client):
    text = client.get("/de/termine/2026-06-12").text
    assert "Dieser Tag ist vorbei." in text
    assert "zu spät" not in text


def test_a_day_that_nobody_has_published_opens_when_the_office_s_horizon_reaches_it(client):
    text = client.get("/de/termine/2028-06-10").text
    assert "Die Zeiten dieses Tages öffnen am Donnerstag, 10. Juni 2027, 9:00 Uhr." in text
