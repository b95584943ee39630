import re
from datetime import date, time

import pytest

from tests.factories import make_slot, make_venue


@pytest.fixture
def city(session):
    castle = make_venue(
        session,
        slug="schloss",
        name="Schloss am See",
        short_name="Schloss",
        district="Norden",
        latitude=51.61,
        longitude=6.97,
        seats=40,
    )
    hall = make_venue(
        session, slug="rathaus", short_name="Rathaus", latitude=51.52, longitude=6.92, seats=20
    )
    for day in (5, 12):
        make_slot(session, castle, day=date(2027, 6, day))
    make_slot(session, castle, day=date(2027, 6, 7), at=time(15))
    make_slot(session, hall, day=date(2027, 7, 3))
    return castle, hall


def marks(text):
    """Return address and name of every venue on the plan."""
    drawing = re.search(r'<svg class="city-plan__drawing".*?</svg>', text, re.DOTALL)[0]
    found = re.findall(r'href="([^"]+)" aria-label="([^"]+)"', drawing)
    return {label: href.replace("&amp;", "&") for href, label in found}


def test_every_venue_is_a_link_that_says_how_much_is_free(client, city):
    assert marks(client.get("/de/orte").text) == {
        "Schloss, 3 freie Termine im Juni 2027": "/de/orte/schloss?monat=2027-06#termine",
        "Rathaus, 0 freie Termine im Juni 2027": "/de/orte/rathaus?monat=2027-06#termine",
    }
    july = marks(client.get("/de/orte?monat=2027-07").text)
    assert "Rathaus, 1 freier Termin im Juli 2027" in july
    english = marks(client.get("/en/orte").text)
    assert "Schloss, 3 free dates in June 2027" in english


def test_the_plan_respects_the_wish(client, city):
    text = client.get("/de/orte?tag=sa&gaeste=30").text
    assert marks(text) == {
        "Schloss, 2 freie Termine im Juni 2027": (
            "/de/orte/schloss?monat=2027-06&tag=sa&gaeste=30#termine"
        ),
        "Rathaus passt nicht: fasst 20 Gäste": (
            "/de/orte/rathaus?monat=2027-06&tag=sa&gaeste=30#termine"
        ),
    }
    afternoon = client.get("/de/orte?zeit=nachmittag").text
    assert "Schloss, 1 freier Termin im Juni 2027" in marks(afternoon)


def test_the_plan_can_be_read_as_a_list(client, city):
    text = client.get("/de/orte").text
    listed = text.split("Den Plan als Liste lesen")[1].split("</ul>")[0]
    assert listed.count("<li>") == 2
    assert "<span>Norden</span>" in listed


def test_a_venue_nobody_noted_a_place_for_is_not_on_the_plan(client, session, city):
    make_venue(session, slug="hof", short_name="Hof")
    text = client.get("/de/orte").text
    assert len(marks(text)) == 2
    assert "1 Trauort steht nur in der Liste oben." in text


@pytest.mark.parametrize("month", ["x", "2027-13", "9999-99", "0001-01", "%00", "2027"])
def test_a_month_that_cannot_be_is_the_nearest(client, city, month):
    assert len(marks(client.get(f"/de/orte?monat={month}").text)) == 2


def test_a_city_without_coordinates_has_no_plan(client, session):
    make_venue(session)
    assert "city-plan" not in client.get("/de/orte").text
