from datetime import date, time, timedelta

from app.models import Setting
from tests.factories import make_slot, make_venue


def set_policy(session, now, name, value):
    day = date(2027, 1, 1)
    session.add(Setting(name=name, value=value, valid_from=day, set_at=now))
    session.flush()


def test_the_start_page_names_the_city(client):
    answer = client.get("/de/")
    assert answer.status_code == 200
    assert "Ihr Trautermin in Musterstadt" in answer.text


def test_an_empty_city_says_so_and_shows_the_way(client):
    text = client.get("/de/").text
    assert "Zurzeit ist kein Termin frei." in text
    assert "Zurzeit gibt es hier keinen Trauort." in text
    assert "0 Trauorten" not in text
    assert "Die nächsten freien Samstage" not in text


def test_real_free_saturdays_stand_on_the_first_page(client, session):
    venue = make_venue(session, short_name="Rathaus")
    for week in range(7):
        make_slot(session, venue, day=date(2027, 6, 5) + timedelta(weeks=week), at=time(11))
    text = client.get("/de/").text
    assert text.count('class="day-card sheet"') == 5
    assert "5. Juni" in text
    assert "11:00 Uhr, Rathaus" in text
    assert 'href="/de/termine/2027-06-05"' in text


def test_many_times_of_a_day_are_summed_up(client, session):
    for hour in (9, 11, 13):
        make_slot(session, make_venue(session), day=date(2027, 6, 5), at=time(hour))
    text = client.get("/de/").text
    assert "3 Zeiten frei" in text
    assert "ab 9:00 Uhr" in text
    assert "an 3 Trauorten" in text


def test_each_month_stands_with_its_count(client, session):
    make_slot(session, day=date(2027, 6, 5))
    make_slot(session, day=date(2027, 6, 7))
    text = client.get("/de/").text
    assert "Juni 2027, 2 freie Termine" in text
    assert "Juli 2027, 0 freie Termine" in text


def test_special_dates_of_the_office_are_named(client, session, now):
    label = {"de": "längster Tag", "en": "longest day"}
    set_policy(session, now, "special_dates", [{"day": "2027-06-21", "label": label}])
    make_slot(session, day=date(2027, 6, 21))
    assert "Montag, längster Tag" in client.get("/de/").text
    assert "Monday, longest day" in client.get("/en/").text


def test_the_search_is_a_form_that_needs_no_script(client, session):
    make_slot(session, day=date(2027, 6, 5))
    answer = client.get("/de/termine?von=&ende=&tag=sa&gaeste=20&zeit=&lage=&bis=")
    assert answer.status_code == 302
    assert answer.location == "/de/termine/2027-06?tag=sa&gaeste=20"
