import re
from datetime import date, time, timedelta

import pytest

from app.models import Setting
from tests.factories import DAY, NOW, make_reservation, make_slot, make_venue

LIST = "/de/termine?ansicht=liste"


def test_free_times_stand_under_their_day_each_as_a_form(client, session):
    slot = make_slot(session, make_venue(session, name="Rathaus", seats=24))
    text = client.get(LIST).text
    assert 'Samstag, <span class="nowrap">12. Juni</span> 2027' in text
    assert f'name="slot" value="{slot.id}"' in text
    assert "11:00 Uhr, Rathaus: 20 Minuten halten" in text
    assert "24 Gäste · stufenlos · 0 €" in text


def test_twenty_times_stand_on_a_page_and_the_way_on_names_its_day(client, session):
    venue = make_venue(session)
    for n in range(25):
        make_slot(session, venue, day=date(2027, 6, n + 1))
    first = client.get(LIST).text
    assert first.count('name="slot"') == 20
    assert "1 bis 20 von 25" in first
    assert 'Weitere Termine ab <span class="nowrap">21. Juni</span>' in first
    second = client.get(f"{LIST}&seite=2").text
    assert second.count('name="slot"') == 5
    assert "21 bis 25 von 25" in second


def test_the_list_keeps_to_the_period_and_the_wish(client, session):
    make_slot(session, day=date(2027, 5, 8))
    make_slot(session, day=DAY, at=time(9))
    make_slot(session, day=DAY, at=time(15))
    make_slot(session, day=date(2027, 7, 3))
    text = client.get(f"{LIST}&von=2027-06&ende=2027-06&tag=sa&zeit=vormittag").text
    assert text.count('name="slot"') == 1
    assert "im Juni 2027." in text


def test_an_empty_list_shows_the_way_on(client):
    text = client.get(f"{LIST}&gaeste=9999").text
    assert "Kein freier Termin passt zu Ihrer Auswahl." in text
    assert "Hier bietet kein Trauort Zeiten an, die zu allem passen." in text
    assert 'href="/de/termine"' in text


def test_an_empty_list_says_what_each_change_opens_and_what_is_in_the_way(client, session):
    small, large = make_venue(session, seats=10), make_venue(session, seats=50)
    for hour in (9, 11, 13):
        make_slot(session, small, at=time(hour))
    make_reservation(session, make_slot(session, large, at=time(9)))
    make_slot(session, large, at=time(15), opens_at=NOW + timedelta(days=1))
    text = client.get(f"{LIST}&gaeste=30&tag=sa").text
    assert "Am meisten hilft eine kleinere Gästezahl" in text
    assert "3 Termine ohne „30 Gäste“ zeigen" in text
    assert "1 Zeit ist vergeben." in text
    assert "1 Zeit öffnet später." in text
    assert "Ohne „Samstag“" not in text


def test_the_list_is_ranked_by_what_was_asked(client, session):
    venues = {
        name: make_venue(session, name=name, seats=seats, standing=standing)
        for name, seats, standing in (("Saal", 80, 0), ("Stube", 32, 0), ("Turm", 20, 40))
    }
    for name, hour, cents in (("Saal", 9, 4000), ("Stube", 11, 9000), ("Turm", 10, 6600)):
        make_slot(session, venues[name], at=time(hour), fee_cents=cents)
    make_slot(session, venues["Turm"], day=date(2027, 5, 8), fee_cents=6600)

    def names(query):
        return re.findall(r'<h3><a href="[^"]+">(\w+)</a>', client.get(f"{LIST}{query}").text)

    assert names("") == ["Turm", "Saal", "Turm", "Stube"]
    assert names("&gaeste=30") == ["Turm", "Stube", "Saal", "Turm"]
    assert names("&gaeste=30&sortierung=passend") == ["Stube", "Saal", "Turm", "Turm"]
    assert names("&sortierung=gebuehr") == ["Saal", "Turm", "Turm", "Stube"]
    assert names("&sortierung=plaetze") == ["Saal", "Turm", "Turm", "Stube"]
    assert names("&sortierung=plaetze&gaeste=30") == ["Stube", "Turm", "Turm", "Saal"]


def test_a_page_after_the_last_is_the_last(client, session):
    make_slot(session)
    assert client.get(f"{LIST}&seite=99").text.count('name="slot"') == 1


def test_the_next_free_date_that_fits_is_one_step_away(client, session):
    make_slot(session, make_venue(session, seats=5), day=date(2027, 5, 8))
    make_slot(session, day=DAY)
    next_one = "/de/termine?naechster=1"
    assert client.get(next_one).location == "/de/termine/2027-05-08"
    assert client.get(f"{next_one}&gaeste=20").location == "/de/termine/2027-06-12?gaeste=20"
    assert "ansicht=liste" in client.get(f"{next_one}&gaeste=2000").location


def test_a_special_date_is_marked_in_the_list(client, session):
    label = {"de": "längster Tag", "en": "longest day"}
    value = [{"day": DAY.isoformat(), "label": label}]
    session.add(Setting(name="special_dates", value=value, valid_from=date(2027, 1, 1), set_at=NOW))
    make_slot(session)
    assert "Besonderes Datum: längster Tag" in re.sub(r"<[^>]+>", "", client.get(LIST).text)


def test_pages_that_cannot_be_are_answered_all_the_same(client, session):
    make_slot(session)
    for page in ("0", "-1", "abc", "99999999999999999999", "1e9", "", "²", "3"):
        assert client.get(f"{LIST}&seite={page}").status_code == 200


@pytest.mark.parametrize("page", ["123456x", "9" * 5000, "-1", "0", "1.5", "١٢", "999999"])
def test_an_odd_page_number_is_answered(client, session, page):
    make_slot(session)
    assert client.get(f"{LIST}&seite={page}").status_code == 200
