import re
from datetime import date

import pytest

from app.models import AnswerMode, Fee, Payee, StepFree, Surroundings
from tests.factories import make_slot, make_venue
from tests.web.test_freshness import BUDGET, counted

PATH = "/de/orte/vergleich"


def plain(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def rows(text):
    """Return the facts of each row by its head."""
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text.split("<tbody")[1], re.DOTALL):
        head = re.search(r'<th scope="row"[^>]*>(.*?)(<small|</th>)', row, re.DOTALL)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        facts = [re.sub(r"<span class=.compare__of.*?</span>", "", cell) for cell in cells]
        found[plain(head[1])] = [plain(fact) for fact in facts]
    return found


@pytest.fixture
def houses(session):
    hall = make_venue(session, slug="rathaus", name="Rathaus", seats=24, standing=6)
    tower = make_venue(
        session,
        slug="turm",
        name="Turm",
        seats=30,
        step_free=StepFree.NO,
        measures={"steps": 3, "door_cm": 84, "hearing": "none"},
    )
    castle = make_venue(
        session,
        slug="schloss",
        name="Schloss",
        seats=40,
        location=Surroundings.BOTH,
        mode=AnswerMode.ON_REQUEST,
        rain_plan={"de": "Bei Regen im Festsaal."},
    )
    for venue, payee, cents in (
        (hall, Payee.OFFICE, 6600),
        (tower, Payee.OFFICE, 6600),
        (tower, Payee.OPERATOR, 12000),
    ):
        fee = Fee(
            payee=payee, label={"de": "x"}, cents=cents, weekdays=[], valid_from=date(2027, 1, 1)
        )
        venue.fees.append(fee)
    session.flush()
    return hall, tower, castle


def test_facts_are_rows_and_venues_are_columns(client, session, houses):
    for day in (5, 12, 19, 26):
        make_slot(session, houses[1], day=date(2027, 6, day))
    text = client.get(f"{PATH}?ort=turm,rathaus").text
    assert "<h1>Zwei Trauorte im Vergleich</h1>" in text
    assert "Vergleich von Turm, Rathaus</caption>" in text
    facts = rows(text)
    assert facts["Kosten am Samstag"] == ["186 € Stadt 66 €, Betreiber 120 €", "66 € Stadt 66 €"]
    assert facts["Plätze für Gäste"] == ["30 sitzen", "24 sitzen dazu 6 stehen"]
    assert facts["Mit dem Rollstuhl"] == ["Mit Stufen 3 Stufen, Tür 84 cm", "Stufenlos erreichbar"]
    assert facts["Besser hören"] == ["Nicht möglich", "Noch nicht geprüft"]
    assert facts["Nächste freie Samstage"] == ["5. Juni 12. Juni 19. Juni", "zurzeit keine"]
    assert 'href="/de/orte/turm?am=2027-06-05#zeiten-titel"' in text
    for head in re.findall(r"<th [^>]*>", text):
        assert 'scope="' in head


def test_what_does_not_fit_is_said_where_it_is(client, houses):
    text = client.get(f"{PATH}?ort=rathaus,turm,schloss&gaeste=35&bis=100&stufenlos=1").text
    assert "1 von 3 passt zu Ihrer Auswahl." in plain(text)
    facts = rows(text)
    assert facts["Plätze für Gäste"][1] == "30 sitzen 5 Plätze zu wenig"
    assert facts["Kosten am Samstag"][1].endswith("86 € über Ihrer Grenze")
    assert "fasst 30 Gäste" in plain(text.split("<tbody")[0])


def test_only_differences_leaves_out_what_is_alike_and_says_so(client, houses):
    everything = client.get(f"{PATH}?ort=rathaus,turm&gaeste=20").text
    assert "Stadtteil" in rows(everything)
    assert (
        'href="/de/orte/vergleich?ort=rathaus,turm&amp;unterschiede=1&amp;gaeste=20"' in everything
    )
    text = client.get(f"{PATH}?ort=rathaus,turm&gaeste=20&unterschiede=1").text
    assert "Stadtteil" not in rows(text)
    assert "Plätze für Gäste" in rows(text)
    assert "Gleich bei allen: Drinnen oder draußen: Drinnen, Stadtteil: Stadtmitte" in plain(text)
    assert "Alle Angaben zeigen" in text


def test_of_more_than_four_the_first_four_are_kept(client, session, houses):
    for n in range(3):
        make_venue(session, slug=f"hof-{n}", name=f"Hof {n}")
    text = client.get(f"{PATH}?ort=rathaus&ort=turm&ort=schloss,hof-0,hof-1&ort=hof-2").text
    assert "Wir zeigen die ersten vier." in text
    assert "Vier Trauorte im Vergleich" in text
    assert "Hof 0" in text
    assert "Hof 1" not in text


def test_venues_nobody_knows_are_said_to_be_left_out(client, houses):
    text = client.get(f"{PATH}?ort=rathaus,neuschwanstein,turm").text
    assert "Zwei Trauorte im Vergleich" in text
    assert "Trauort: „neuschwanstein“ haben wir nicht verstanden und weggelassen." in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Wählen Sie zwei bis vier Trauorte"),
        ("?ort=", "Wählen Sie zwei bis vier Trauorte"),
        ("?ort=neuschwanstein", "Wählen Sie zwei bis vier Trauorte"),
        ("?ort=rathaus", "Das ist nur ein Trauort."),
        ("?ort=rathaus,rathaus", "Das ist nur ein Trauort."),
        ("?ort=" + "a," * 5000, "Wählen Sie zwei bis vier Trauorte"),
        ("?ort=%00&ort=..%2f", "Wählen Sie zwei bis vier Trauorte"),
        ("?ort=rathaus,turm&unterschiede=vielleicht", "Nur Unterschiede zeigen"),
        ("?ort=rathaus,turm&gaeste=-1&tag=xx&bis=viel", "nicht verstanden"),
    ],
)
def test_whatever_is_asked_there_is_a_way_on(client, houses, query, words):
    answer = client.get(PATH + query)
    assert answer.status_code == 200
    assert words in answer.text


def test_it_speaks_english(client, houses):
    text = client.get("/en/orte/vergleich?ort=rathaus,turm,schloss&gaeste=10").text
    assert "Three venues compared" in text
    assert "On request" in text


def test_it_asks_the_database_little(app, couple, session, houses):
    slot = make_slot(session, houses[0])
    couple.hold(slot)
    with counted(app) as sent:
        couple.client.get(f"{PATH}?ort=rathaus,turm,schloss&tag=sa&gaeste=20")
    assert len(sent) <= BUDGET, sent
