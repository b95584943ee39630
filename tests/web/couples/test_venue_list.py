import re
from datetime import date, time

import pytest

from app.models import Fee, Payee, StepFree, Surroundings
from tests.factories import make_slot, make_venue


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def houses(session):
    def house(slug, seats, cents, **overrides):
        venue = make_venue(session, slug=slug, name=slug.title(), seats=seats, **overrides)
        fee = {"label": {"de": "x"}, "weekdays": [], "valid_from": date(2027, 1, 1)}
        venue.fees.append(Fee(payee=Payee.OFFICE, cents=cents, **fee))
        session.flush()
        return venue

    return (
        house("rathaus", 24, 6600, standing=6),
        house("turm", 30, 18600, step_free=StepFree.NO),
        house("pavillon", 18, 9000, location=Surroundings.OUTDOORS),
    )


def test_a_card_says_what_decides(client, session, houses):
    make_slot(session, houses[0], day=date(2027, 6, 5))
    text = plain(client.get("/de/orte").text)
    assert "An 3 Orten können Sie heiraten." in text
    assert (
        "Rathaus 24 Sitzplätze, 6 Stehplätze · stufenlos · drinnen ab 66 € "
        "nächster freier Samstag: 5. Juni vergleichen : Rathaus" in text
    )


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        ("gaeste=25", ["Rathaus", "Turm"]),
        ("stufenlos=1", ["Pavillon", "Rathaus"]),
        ("lage=aussen", ["Pavillon"]),
        ("bis=100", ["Pavillon", "Rathaus"]),
        ("bis=100&gaeste=25", ["Rathaus"]),
        ("tag=fr&zeit=abend", ["Pavillon", "Rathaus", "Turm"]),
    ],
)
def test_the_wish_is_respected_and_the_others_say_why_not(client, houses, query, fitting):
    text = client.get(f"/de/orte?{query}").text
    cards = re.findall(r'class="venue-card__name"[^>]*>([^<]+)<', text)
    assert cards == fitting
    if len(fitting) < 3:
        others = re.search(r'class="unfit__list">(.*?)</ul>', text, re.DOTALL)[1]
        assert others.count("<li>") == 3 - len(fitting)
        passes = "passt" if len(fitting) == 1 else "passen"
        assert f"{len(fitting)} von 3 Trauorten {passes} zu Ihrer Auswahl." in plain(text)


@pytest.mark.parametrize(
    ("query", "sentence", "ways"),
    [
        ("gaeste=400", "Der größte Trauort fasst 30 Gäste.", ["Ohne „400 Gäste“ 3 Trauorte"]),
        (
            "lage=aussen&gaeste=20",
            "Kein Trauort passt zu Ihrer Auswahl. Ein Filter weniger hilft:",
            ["Ohne „20 Gäste“ 1 Trauort", "Ohne „draußen“ 2 Trauorte"],
        ),
        (
            "lage=aussen&gaeste=25&bis=10",
            "Hier müssen mehrere Filter weg.",
            ["Alle Trauorte"],
        ),
    ],
)
def test_if_none_fits_the_one_limiting_fact_is_named(client, houses, query, sentence, ways):
    text = plain(client.get(f"/de/orte?{query}").text)
    assert sentence in text
    for way in ways:
        assert way in text


def test_the_next_day_is_one_of_those_wished(client, session, houses):
    make_slot(session, houses[0], day=date(2027, 6, 5), at=time(9))
    make_slot(session, houses[0], day=date(2027, 6, 11), at=time(9))
    make_slot(session, houses[0], day=date(2027, 6, 18), at=time(15))
    assert "nächster passender Tag: Fr, 11. Juni" in plain(client.get("/de/orte?tag=fr").text)
    afternoon = plain(client.get("/de/orte?tag=fr&zeit=nachmittag").text)
    assert "nächster passender Tag: Fr, 18. Juni" in afternoon
    assert "zurzeit kein passender Tag frei" in afternoon


def test_those_that_are_compared_come_ticked(client, houses):
    text = client.get("/de/orte?ort=turm,rathaus&gaeste=10").text
    assert 'value="turm" checked' in text
    assert 'value="rathaus" checked' in text
    assert 'value="pavillon" checked' not in text
    assert '<input type="hidden" name="gaeste" value="10">' in text


def test_a_city_without_venues_says_so(client):
    page = client.get("/de/orte").text
    assert "Zurzeit gibt es hier keinen Trauort." in page
    assert "mehrere Filter" not in page
