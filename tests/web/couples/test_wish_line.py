"""The wish in one line, as a couple types it."""

from datetime import date, time
from urllib.parse import quote

import pytest

from app.models import StepFree
from tests.factories import DAY, make_slot, make_venue


def said(client, words, language="de"):
    """Follow where a wish leads; return the address and the page."""
    answer = client.get(f"/{language}/termine?wunsch={quote(words)}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.request.full_path, answer.text


@pytest.fixture
def city(session):
    large = make_venue(session, seats=40, name="Schloss Beck", slug="schloss-beck")
    small = make_venue(session, seats=12, step_free=StepFree.NO, name="Turm", slug="turm")
    make_slot(session, small, day=date(2027, 5, 8))
    make_slot(session, large, day=DAY, at=time(14))
    make_slot(session, small, day=date(2027, 6, 11), at=time(14))


def test_a_wish_fills_the_filters_and_says_how_it_was_understood(client, city):
    path, text = said(client, "Samstagnachmittag im Juni, 30 Gäste, stufenlos")
    assert path.startswith("/de/termine/2027-06?von=2027-06&ende=2027-06&tag=sa&zeit=nachmittag")
    assert "So haben wir Ihren Wunsch verstanden" in text
    assert "Juni 2027 · Samstag · nachmittags · 30 Gäste · stufenlos" in text
    assert "1 freie Zeit" in text


def test_an_english_wish_is_understood_on_the_english_page(client, city):
    path, text = said(client, "Saturday afternoon in June, 30 guests, step-free", "en")
    assert "tag=sa&zeit=nachmittag&gaeste=30&stufenlos=1" in path
    assert "This is how we understood your wish" in text


def test_the_next_free_date_is_shown_at_once(client, city):
    assert said(client, "nächster freier Samstag")[0].startswith("/de/termine/2027-05-08?tag=sa")
    path, _text = said(client, "next free Saturday, 30 guests", "en")
    assert path.startswith("/en/termine/2027-06-12?tag=sa&gaeste=30")


def test_one_day_leads_to_that_day(client, city):
    assert said(client, "12.6.")[0].startswith("/de/termine/2027-06-12?")


def test_a_venue_is_known_by_name(client, city):
    path, _text = said(client, "im Schloss Beck")
    assert "ort=schloss-beck" in path


def test_what_was_left_out_is_named(client, city):
    _path, text = said(client, "Juni, mit Hund")
    assert "Aus Ihrem Wunsch haben wir weggelassen: „Hund“." in text


@pytest.mark.parametrize("words", ["xyzzy", "a" * 10_000, "\0", "²²²", "<script>alert(1)</script>"])
def test_nonsense_is_answered_with_a_sentence_and_all_free_dates(client, city, words):
    _path, text = said(client, words)
    assert "In Ihrem Wunsch haben wir nichts gefunden" in text or words == "\0"
    assert "freie Zeit" in text
    assert "<script>alert" not in text


def test_what_the_address_says_itself_counts_more_than_the_line(client, city):
    path, _text = said(client, "Juni")
    assert "von=2027-06&ende=2027-06" in path
    answer = client.get("/de/termine?wunsch=20%20G%C3%A4ste&gaeste=5", follow_redirects=True)
    assert "gaeste=5" in answer.request.full_path


def test_the_field_stands_on_the_first_page_and_needs_no_script(client, city):
    text = client.get("/de/").text
    assert text.index('name="tag"') < text.index('name="wunsch"') < text.index("<h2")


def test_a_month_may_be_typed(client, city):
    answer = client.get("/de/termine?von=Juni+2027&ende=juni+2027")
    assert answer.location == "/de/termine/2027-06?von=2027-06&ende=2027-06"
