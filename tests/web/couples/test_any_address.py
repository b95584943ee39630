"""Whatever stands in an address: the nearest sensible page, with a way on."""

import re
from random import Random
from urllib.parse import quote

import pytest

from tests.factories import make_slot, make_venue

PLACES = (
    "/de/",
    "/en/",
    "/de/termine",
    "/de/termine?ansicht=liste",
    "/de/termine/2027-06",
    "/en/termine/2027-06",
    "/de/termine/2027-06-12",
    "/de/orte/haus",
)
VALUES = {
    "tag": ("sa", "fr,sa", "mo,di,mi,do,fr,sa,so", "samstag", "xx", "", "sa,sa", "7", "SA"),
    "zeit": ("vormittag", "abend", "nachts", "vormittag,abend", "", "10:30", "VORMITTAG"),
    "gaeste": ("0", "30", "9999", "-1", "3.5", "viele", "1e9", "", "٣", "30,40", "9" * 50),
    "stufenlos": ("1", "0", "ja", "nein", "vielleicht", "", "1,0", "true"),
    "lage": ("innen", "aussen", "innen,aussen", "oben", "", "AUSSEN"),
    "bis": ("0", "250", "99999", "100000", "-5", "200€", "umsonst", "", "66,50"),
    "ort": ("haus", "haus,turm", "schloss", ",".join(f"ort-{n}" for n in range(200)), "", "\0"),
    "von": ("2027-06", "2027-13", "Juni 2027", "1990-01", "2077-01", "", "2027-06-12", "gestern"),
    "ende": ("2027-08", "2027-01", "2076-12", "August", "", "12.6.2027", "2199-12", "\0"),
    "monat": ("2027-06", "2050-01", "nie", ""),
    "sortierung": ("datum", "passend", "gebuehr", "plaetze", "farbe", ""),
    "seite": ("1", "2", "99999", "-3", "x", ""),
    "naechster": ("1", "0", "x"),
    "ansicht": ("liste", "monat", "karte", ""),
    "wunsch": ("Samstag im Juni", "xyzzy", "bis bis bis", "30 Gäste, 40 Gäste", "\0", "a" * 10_000),
    "gäste": ("30",),
    "tage": ("sa",),
    "utm_source": ("x",),
    "_external": ("1",),
    "day": ("2027-01-01",),
    "": ("x",),
}
#: Forty addresses each.
SEEDS = 8


@pytest.fixture
def city(session):
    make_slot(session, make_venue(session, slug="haus", name="Haus am See", seats=40))
    make_slot(session, make_venue(session, slug="turm", name="Turm", seats=12))


def random_query(dice):
    pairs = []
    for name in dice.sample(list(VALUES), dice.randint(1, 9)):
        for _ in range(dice.choice((1, 1, 1, 2))):
            pairs.append((name, dice.choice(VALUES[name])))
    dice.shuffle(pairs)
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_address_leads_to_a_page_with_a_way_on(client, city, seed):
    dice = Random(f"adresse-{seed}")
    for _ in range(40):
        place = dice.choice(PLACES)
        address = f"{place}{'&' if '?' in place else '?'}{random_query(dice)}"
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert has_a_way_on(answer.text), address
        assert all(len(step.location or "") < 3000 for step in answer.history), address


def has_a_way_on(text):
    """Answer whether the page leads to dates: a free one, another wish, or all of them."""
    main = text.split("<main", 1)[1].split("</main>")[0]
    return bool(re.search(r'href="/(?:de|en)/(?:termine|orte)?[^"]*"', main))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tag=xx", "Wochentag: „xx“ haben wir nicht verstanden"),
        ("von=2026-01&ende=2026-02", "Dieser Zeitraum ist vorbei oder zu nah"),
        ("von=2060-01&ende=2077-02", "So weit reicht der Kalender noch nicht"),
        ("von=2027-04&ende=2077-04", "Weiter zeigen wir nichts."),
        ("von=2027-08&ende=2027-05", "Das Ende lag vor dem Anfang."),
        ("gaeste=viele&tag=sa", "Gäste: „viele“ haben wir nicht verstanden"),
        ("g%C3%A4ste=30", "Die Angabe „gäste“ kennen wir hier nicht."),
        ("ort=neuschwanstein", "Trauort: „neuschwanstein“ haben wir nicht"),
        ("sortierung=farbe", "Sortieren: „farbe“ haben wir nicht verstanden"),
        ("seite=9999", "So viele Seiten gibt es nicht. Wir zeigen die letzte."),
        ("seite=x", "Seite: „x“ haben wir nicht verstanden"),
        ("wunsch=30+G%C3%A4ste&gaeste=20", "aus dem Wunsch gilt nicht: 30 Gäste."),
        ("wunsch=" + "Juni+" + "a" * 10_000, "haben wir die ersten 300 Zeichen gelesen"),
    ],
)
def test_what_was_left_out_is_said_in_a_sentence(client, city, query, said):
    text = client.get(f"/de/termine?ansicht=liste&{query}").text
    assert said in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tag=xx", "Wochentag: „xx“"),
        ("gaeste=20,30", "„30“ nicht."),
        ("_external=1&endpoint=x&day=2027-01-01&month=x&values=1", "„endpoint“"),
        ("foo=bar", "„foo“"),
        ("wunsch=" + "Juni+" + "a+" * 5_000, "haben wir die ersten 300 Zeichen gelesen"),
    ],
)
def test_what_was_left_out_is_said_where_a_redirect_leads(client, city, query, said):
    client.proof_reads = False
    answer = client.get(f"/de/termine?{query}", follow_redirects=True)
    assert answer.history
    assert said in answer.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/de/?ab=2099-01", "So weit reicht der Kalender noch nicht: Januar 2099."),
        ("/de/orte/haus?am=2099-01-01", "So weit reicht der Kalender noch nicht"),
        ("/de/orte/haus?am=2020-01-01", "Dieser Zeitraum ist vorbei oder zu nah"),
        ("/de/orte/haus?monat=2099-01", "So weit reicht der Kalender noch nicht: Januar 2099."),
        ("/de/orte?monat=2099-01", "So weit reicht der Kalender noch nicht: Januar 2099."),
        ("/de/orte/vergleich?ort=haus,turm&unterschiede=x", "Nur Unterschiede: „x“"),
        ("/de/merkliste?seite=2", "Die Angabe „seite“ kennen wir hier nicht."),
    ],
)
def test_every_page_says_what_it_left_out(client, city, address, said):
    assert said in client.get(address).text


def test_a_saturday_in_june_for_thirty_guests_without_steps_takes_two_actions(client, city):
    # The first action: the form of the first page, filled in and sent.
    start = client.get("/de/").text
    form = re.search(r'<form class="search-sheet.*?</form>', start, flags=re.S)[0]
    names = set(re.findall(r'name="(\w+)"', form))
    assert {"von", "ende", "tag", "gaeste", "stufenlos"} <= names
    action = re.search(r'action="([^"]+)"', form)[1]
    month = client.get(
        f"{action}?von=2027-06&ende=2027-06&tag=sa&gaeste=30&stufenlos=1", follow_redirects=True
    )
    # The second: the day.
    day = re.search(r'href="(/de/termine/2027-06-\d\d\?[^"]+)"', month.text)[1]
    text = client.get(day.replace("&amp;", "&")).text
    assert "Samstag, 12. Juni 2027" in text
    assert text.count('name="slot"') == 1
    # Or both at once, with the line.
    line = client.get(
        "/de/termine?wunsch=n%C3%A4chster+Samstag+im+Juni,+30+G%C3%A4ste,+stufenlos",
        follow_redirects=True,
    )
    assert line.request.path == "/de/termine/2027-06-12"
    assert line.text.count('name="slot"') == 1
