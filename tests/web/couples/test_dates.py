from datetime import date, time

import pytest

from tests.factories import DAY, make_slot, make_venue

LIST = "/de/termine?ansicht=liste"


def test_free_times_stand_under_their_day_each_as_a_form(client, session):
    slot = make_slot(session, make_venue(session, name="Rathaus", seats=24))
    text = client.get(LIST).text
    assert "Samstag, 12. Juni 2027" in text
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
    assert "Weitere Termine ab 21. Juni" in first
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
    assert 'href="/de/termine?gaeste=9999"' in text


def test_pages_that_cannot_be_are_answered_all_the_same(client, session):
    make_slot(session)
    for page in ("0", "-1", "abc", "99999999999999999999", "1e9", "", "²", "3"):
        assert client.get(f"{LIST}&seite={page}").status_code == 200


@pytest.mark.parametrize("page", ["123456x", "9" * 5000, "-1", "0", "1.5", "١٢", "999999"])
def test_an_odd_page_number_is_answered(client, session, page):
    make_slot(session)
    assert client.get(f"{LIST}&seite={page}").status_code == 200
