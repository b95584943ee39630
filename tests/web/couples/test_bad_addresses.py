"""Whatever stands in the address: a page, a redirect or "not found", never a failure."""

import pytest

from tests.factories import make_slot, make_venue

PLACES = ("/de/", "/de/termine/2027-06", "/de/termine/2027-06-12", "/de/termine", "/de/orte/haus")
QUERIES = (
    "tag=%00",
    "tag=sa&tag=so&tag=xx,,,",
    "zeit=vormittag&zeit=abend",
    "gaeste=-1",
    "gaeste=10000000000000000000",
    "gaeste=abc",
    "gaeste=%F0%9F%92%8D",
    "gaeste=9999&bis=0&stufenlos=1&lage=aussen&tag=mo&zeit=abend",
    "stufenlos=ja&stufenlos=nein",
    "lage=innen&lage=aussen&lage=%FF%FE",
    "bis=999999999",
    "ort=" + ",".join(f"haus-{n}" for n in range(200)),
    "ort=%00,haus",
    "von=2099-01&ende=2001-01",
    "von=2000-01&ende=2199-12&ansicht=liste",
    "ansicht=liste&seite=-5",
    "ansicht=liste&ansicht=karte",
    "am=2027-13-01&monat=zzz",
    "%00=%00&=&&&",
    "tag[]=sa&__proto__=1",
    "endpoint=x&values=1&self=2",
    "_method=x",
    "_anchor=x&_external=1",
    "_scheme=javascript&_external=1",
    "q=<script>alert(1)</script>",
)


@pytest.fixture
def city(session):
    venue = make_venue(session, slug="haus", name="Haus")
    make_slot(session, venue)


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_brings_a_page_down(client, city, query):
    client.proof_reads = False
    for place in PLACES:
        answer = client.get(f"{place}?{query}", follow_redirects=True)
        assert answer.status_code == 200, place
        assert "<h1>" in answer.text
        assert "<script>alert" not in answer.text
        assert "javascript://" not in answer.text


@pytest.mark.parametrize("name", ["tag", "zeit", "gaeste", "lage", "bis", "ort", "von", "egal"])
def test_a_million_characters_are_borne(client, city, name):
    client.proof_reads = False
    for place in PLACES:
        answer = client.get(f"{place}?{name}={'7' * 1_000_000}")
        assert answer.status_code in (200, 302)
        assert len(answer.headers.get("Location", "")) < 2000


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("2027-13", "2027-12"),
        ("2027-00", "2027-03"),
        ("2027-6", "2027-06"),
        ("2027", "2027-03"),
        ("2027-02-30", "2027-03-22"),
        ("2027-06-31", "2027-06-30"),
        ("2027-06-1", "2027-06-01"),
        ("0001-01", "2027-03"),
        ("999999999-99-99", "2028-04-30"),
    ],
)
def test_a_month_or_day_that_is_none_leads_to_the_nearest(client, city, wanted, shown):
    answer = client.get(f"/de/termine/{wanted}?tag=sa&gaeste=viele&_scheme=x")
    assert answer.location.startswith(f"/de/termine/{shown}")
    text = client.get(answer.location).text
    assert f"„{wanted}“ gibt es im Kalender nicht. Wir zeigen, was am nächsten liegt." in text
    assert "Gäste: „viele“ haben wir nicht verstanden" in text
    assert "Samstag" in text


@pytest.mark.parametrize("path", ["/de/termine/", "/de/orte/haus/x", "/de/termine/morgen"])
def test_what_is_not_there_is_not_found(client, city, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_that_show_take_no_changes(client, city, method):
    for place in PLACES:
        assert getattr(client, method)(place).status_code == 405
