import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.models import StepFree
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from tests.factories import DAY, make_reservation, make_slot, make_venue

MONTH = "/de/termine/2027-06"


def cell(text, day):
    """What is heard of one day."""
    words = date.fromisoformat(day).strftime("%-d.")
    for found in re.findall(r"<td>(.*?)</td>", text, flags=re.S):
        heard = re.sub(r'<(\w+) aria-hidden="true">.*?</\1>', "", found, flags=re.S)
        heard = " ".join(re.sub(r"<[^>]+>", "", heard).split())
        if f", {words} " in heard:
            return heard
    raise AssertionError(f"no cell for {day}")


def test_a_free_day_is_a_link_with_its_count(client, session):
    for hour in (9, 11, 13):
        make_slot(session, make_venue(session), at=time(hour))
    text = client.get(MONTH).text
    assert cell(text, "2027-06-12") == "Samstag, 12. Juni 2027: 3 frei"
    assert 'href="/de/termine/2027-06-12"' in text
    assert "<b>3 freie Zeiten</b>" in text
    assert "an 1 Tag." in text


def test_a_full_day_is_text(client, session):
    make_reservation(session, make_slot(session))
    make_slot(session, day=date(2027, 6, 19))
    text = client.get(MONTH).text
    assert cell(text, "2027-06-12") == "Samstag, 12. Juni 2027: ausgebucht"
    assert 'href="/de/termine/2027-06-12"' not in text


def test_what_another_couple_holds_is_not_free_until_it_ends(client, session, set_clock, now):
    make_reservation(session, make_slot(session), ReservationState.HELD)
    assert "ausgebucht" in cell(client.get(MONTH).text, "2027-06-12")
    set_clock(now + timedelta(minutes=20))
    assert "1 frei" in cell(client.get(MONTH).text, "2027-06-12")


def test_a_day_on_which_nothing_fits_leads_to_the_reasons(client, session):
    make_slot(session, make_venue(session, seats=10))
    text = client.get(f"{MONTH}?gaeste=30").text
    assert cell(text, "2027-06-12") == "Samstag, 12. Juni 2027: 0 passend, 1 insgesamt"
    assert 'href="/de/termine/2027-06-12?gaeste=30"' in text


def test_weekdays_that_were_not_asked_are_quiet(client, session):
    make_slot(session)
    make_slot(session, day=date(2027, 6, 14))
    text = client.get(f"{MONTH}?tag=sa").text
    assert cell(text, "2027-06-14") == "Montag, 14. Juni 2027: nicht gewählt"


def test_a_day_that_opens_later_says_when(client, session):
    make_slot(session, opens_at=datetime(2027, 4, 1, 7, tzinfo=UTC))
    make_slot(session, day=date(2027, 6, 19))
    text = client.get(MONTH).text
    assert cell(text, "2027-06-12") == "Samstag, 12. Juni 2027: öffnet am 1. April"


def test_a_month_that_is_not_open_shows_its_opening_once(client, session):
    make_slot(session, opens_at=datetime(2027, 4, 1, 7, tzinfo=UTC))
    text = client.get(MONTH).text
    assert "Die ersten Termine öffnen am" in text
    assert "Donnerstag, 1. April 2027, 9:00 Uhr" in text


def test_a_month_beyond_the_horizon_opens_by_the_rule_of_the_office(client):
    text = client.get("/de/termine/2028-06").text
    assert "Dienstag, 1. Juni 2027, 9:00 Uhr" in text


def test_days_too_near_and_past_days_can_no_longer_be_had(client, session):
    make_slot(session, day=date(2027, 3, 20))
    text = client.get("/de/termine/2027-03").text
    assert cell(text, "2027-03-20") == "Samstag, 20. März 2027: nicht mehr reservierbar"
    assert 'aria-current="date"' in text


def test_a_holiday_is_named(client):
    text = client.get("/de/termine/2027-05").text
    assert cell(text, "2027-05-17") == "Montag, 17. Mai 2027: Pfingstmontag, keine Trauungen"
    assert "Pentecost Monday" in client.get("/en/termine/2027-05").text


def test_a_closed_day_is_not_called_full(client, session):
    make_slot(session, holdable=False, obstacle=Obstacle.DAY_CLOSED)
    text = client.get(MONTH).text
    assert cell(text, "2027-06-12") == "Samstag, 12. Juni 2027: keine Trauungen"


def test_the_single_change_that_helps_most_is_counted_and_offered(client, session):
    small, steps = make_venue(session, seats=10), make_venue(session, step_free=StepFree.NO)
    for hour in (9, 11, 13):
        make_slot(session, small, at=time(hour))
    make_slot(session, steps, at=time(9))
    text = client.get(f"{MONTH}?gaeste=30&stufenlos=1").text
    assert "Im Juni 2027 passt nichts zu Ihrer Auswahl." in text
    assert "Am meisten hilft eine kleinere Gästezahl" in text
    assert "3 Termine ohne „30 Gäste“ zeigen" in text
    assert "Ohne „stufenlos“" in text


def test_neighbouring_months_are_named_with_their_counts(client, session):
    make_slot(session)
    make_slot(session, day=date(2027, 5, 8))
    make_slot(session, day=date(2027, 7, 3))
    text = client.get(MONTH).text
    assert 'href="/de/termine/2027-05" rel="prev"' in text
    assert 'href="/de/termine/2027-07" rel="next"' in text
    assert text.count("1 frei") >= 3


def test_a_month_can_be_chosen_by_its_name_with_its_count(client, session):
    make_slot(session, make_venue(session, seats=10))
    make_slot(session, make_venue(session, seats=30), day=date(2027, 7, 3))
    text = client.get(f"{MONTH}?gaeste=20&tag=sa").text
    assert '<option value="2027-06" selected>Juni 2027, 0 frei</option>' in text
    assert '<option value="2027-07">Juli 2027, 1 frei</option>' in text
    form = text[text.index('class="month-choice"') : text.index('id="monat-wahl"')]
    assert 'name="gaeste" value="20"' in form
    assert 'name="tag" value="sa"' in form
    chosen = client.get("/de/termine?gaeste=20&tag=sa&monat=2027-07")
    assert chosen.location == "/de/termine/2027-07?tag=sa&gaeste=20"


def test_a_chosen_month_counts_more_than_a_single_day_that_was_asked_for(client, session):
    make_slot(session)
    answer = client.get("/de/termine?von=2027-06-12&ende=2027-06-12&monat=2027-07")
    assert answer.location == "/de/termine/2027-07?von=2027-06-12&ende=2027-06-12"


def test_all_months_stand_below_with_their_counts_this_one_marked(client, session):
    make_slot(session)
    make_slot(session, day=date(2027, 12, 4))
    text = client.get(MONTH).text
    strip = text[text.index('class="month-strip"') :]
    assert strip.count("<li>") >= 12
    assert 'href="/de/termine/2027-06" aria-current="page"' in strip
    assert "Dezember 2027, 1 freier Termin" in strip


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2027-03", "2027-03", "2028-02"),
        ("2028-03", "2027-05", "2028-04"),
        ("2020-01", "2027-03", "2028-02"),
        ("2199-12", "2027-05", "2028-04"),
    ],
)
def test_the_strip_always_has_twelve_months(client, session, month, first, last):
    text = client.get(f"/de/termine/{month}").text
    strip = re.findall(
        r'<li><a href="/de/termine/(\d{4}-\d\d)', text.split('class="month-strip"')[1]
    )
    assert len(strip) == 12
    assert (strip[0], strip[-1]) == (first, last)


def test_a_month_that_lies_before_the_first_day_that_can_be_had_is_no_choice(
    client, session, set_clock
):
    make_slot(session)
    set_clock(datetime(2027, 3, 25, 12, tzinfo=UTC))
    for page in (client.get(MONTH).text, client.get("/de/").text):
        assert "März 2027, 0" not in page
        assert "April 2027, 0" in page


def test_the_days_stand_below_as_a_list_too(client, session):
    make_slot(session)
    text = client.get(MONTH).text
    assert "Woche ab 7. Juni" in text
    assert "Sa, 12. Juni" in text


def test_filters_stand_as_links_that_take_them_off(client, session):
    make_slot(session)
    text = client.get(f"{MONTH}?tag=fr,sa&gaeste=20").text
    assert 'href="/de/termine/2027-06?tag=sa&amp;gaeste=20"' in text
    assert 'href="/de/termine/2027-06?tag=fr,sa"' in text


@pytest.mark.parametrize("month", ["Juni", "٢٠٢٧-٠٦", "2027-06\0", "2027-W23", "2027-06-12-01"])
def test_a_month_that_does_not_exist_is_not_found(client, month):
    answer = client.get(f"/de/termine/{month}")
    assert answer.status_code == 404


@pytest.mark.parametrize("month", ["2000-01", "2199-12", "2027-02", "2028-02"])
def test_the_ends_of_the_calendar_have_a_page(client, month):
    assert client.get(f"/de/termine/{month}").status_code == 200


def test_the_way_without_a_month_leads_to_the_first_with_free_dates(client, session):
    make_slot(session, make_venue(session, seats=5), day=date(2027, 5, 8))
    make_slot(session, day=DAY)
    assert client.get("/de/termine").location == "/de/termine/2027-05"
    assert client.get("/de/termine?gaeste=20").location == "/de/termine/2027-06?gaeste=20"


def test_what_was_not_understood_is_said_on_the_page_it_leads_to(client, session):
    make_slot(session)
    answer = client.get("/de/termine?tag=xx&gaeste=20", follow_redirects=True)
    assert "Wochentag: „xx“ haben wir nicht verstanden" in answer.text
    assert "20 Gäste" in answer.text


def test_a_month_that_is_over_is_not_called_too_short_notice(client):
    text = client.get("/de/termine/2026-06").text
    assert "Dieser Monat ist vorbei." in text
    assert "kurzfristig" not in text
