"""Whatever is typed or sent: a clear sentence, never a 5xx, never a changed row."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Entry, OutgoingMail, Purpose, Reservation
from tests.factories import make_reservation, make_slot
from tests.support.couple import CEREMONY, CONTACT, NAMES

NUL = "\0"
SIGNS = "x" * 1_000_000


@pytest.fixture
def holding(couple, session):
    """A couple that holds a time."""
    couple.hold(make_slot(session))
    return couple


def answers_of(reservation):
    return [getattr(reservation, name) for name in ("person1_given", "email", "phone", "guests")]


#: Step, field, what is typed, and the sentence that answers it.
WRONG = [
    ("sie-beide", "person1_given", "", "Bitte geben Sie den Vornamen von Person 1 ein."),
    ("sie-beide", "person2_family", "  ", "Bitte geben Sie den Familiennamen von Person 2"),
    ("sie-beide", "person1_given", NUL, "ein Zeichen, das wir nicht lesen können"),
    ("sie-beide", "person1_given", f"Kim{NUL}", "ein Zeichen, das wir nicht lesen können"),
    ("sie-beide", "person1_given", "\u202emiK", "ein Zeichen, das wir nicht lesen können"),
    ("sie-beide", "person1_given", "\u3164", "ein Zeichen, das wir nicht lesen können"),
    ("sie-beide", "person1_given", "K" + "\u0301\u0316" * 20, "das wir nicht lesen können"),
    ("sie-beide", "person1_given", "123", "Ein Name besteht aus Buchstaben."),
    ("sie-beide", "person1_given", "x" * 121, "Hier passen 120 Zeichen hin."),
    ("sie-beide", "person1_given", ["Kim", "Jo"], "nur eine Angabe"),
    ("kontakt", "email", "", "Bitte geben Sie eine E-Mail-Adresse ein."),
    ("kontakt", "email", "merve", "Der E-Mail-Adresse fehlt ein Teil."),
    ("kontakt", "email", "merve@beispiel", "Der E-Mail-Adresse fehlt ein Teil."),
    ("kontakt", "email", "a@x.de, b@x.de", "Bitte geben Sie nur eine E-Mail-Adresse ein."),
    ("kontakt", "email", "a@x.de;b@x.de", "Bitte geben Sie nur eine E-Mail-Adresse ein."),
    ("kontakt", "email", "a@x.de b@x.de", "Bitte geben Sie nur eine E-Mail-Adresse ein."),
    ("kontakt", "email", "a@x.de\r\nBcc: b@x.de", "nur eine E-Mail-Adresse"),
    ("kontakt", "email", ["a@x.de", "b@x.de"], "nur eine Angabe"),
    ("kontakt", "email", "Kim <a@x.de>", "Der E-Mail-Adresse fehlt ein Teil."),
    ("kontakt", "email", "ü@x.de", "An diese Adresse können wir nicht schreiben"),
    ("kontakt", "email", f"a{NUL}@x.de", "ein Zeichen, das wir nicht lesen können"),
    ("kontakt", "email", "x" * 250 + "@x.de", "Diese E-Mail-Adresse ist zu lang."),
    ("kontakt", "phone", "0204", "Der Telefonnummer fehlen Ziffern."),
    ("kontakt", "phone", "call me", "Der Telefonnummer fehlen Ziffern."),
    ("kontakt", "phone", "a2027@example.org", "Hier steht eine E-Mail-Adresse."),
    ("kontakt", "phone", "1" * 41, "Diese Telefonnummer ist zu lang."),
    ("trauung", "guests", "", "Bitte geben Sie die Zahl der Gäste ein"),
    ("trauung", "guests", "zwanzig", "Bitte geben Sie die Zahl der Gäste ein"),
    ("trauung", "guests", "1.5", "Bitte geben Sie die Zahl der Gäste ein"),
    ("trauung", "guests", "-1", "Weniger als 0 Gäste geht nicht."),
    ("trauung", "guests", "41", "höchstens 40 Gäste"),
    ("trauung", "guests", "10000000000000000000", "höchstens 40 Gäste"),
    ("trauung", "guests", "9" * 5000, "Bitte geben Sie die Zahl der Gäste ein"),
    ("trauung", "guests", NUL, "Bitte geben Sie die Zahl der Gäste ein"),
    ("trauung", "guests", ["5", "6"], "nur eine Angabe"),
    ("trauung", "needs", "magic", "Bitte wählen Sie aus der Liste."),
    ("trauung", "needs_note", "x" * 201, "Bitte schreiben Sie höchstens 200 Zeichen."),
    ("trauung", "needs_note", f"a{NUL}b", "ein Zeichen, das wir nicht lesen können"),
    ("trauung", "registration_place", "mars", "Bitte wählen Sie aus der Liste."),
]


@pytest.mark.parametrize("step", ["sie-beide", "kontakt", "trauung"])
def test_a_wrong_answer_gets_its_sentence_twice_and_changes_nothing(holding, step):
    fields = {"sie-beide": NAMES, "kontakt": CONTACT, "trauung": CEREMONY}[step]
    before = answers_of(holding.reservation)
    for field, typed, sentence in [row[1:] for row in WRONG if row[0] == step]:
        answer = holding.post(step, **{**fields, field: typed})
        assert answer.status_code == 422, (field, typed)
        assert answer.text.count(sentence) == 2, (field, typed)
        assert f'href="#{field}"' in answer.text, (field, typed)
        assert "<title>Fehler: " in answer.text
        assert answers_of(holding.reservation) == before, (field, typed)


def test_what_was_typed_stays_in_the_fields(holding):
    page = holding.post("kontakt", email="merve@beispiel", phone="02041 123456").text
    assert 'value="merve@beispiel"' in page
    assert 'value="02041 123456"' in page


def test_names_of_all_scripts_are_taken(holding):
    holding.client.proof_reads = False
    for typed, kept in {
        "  Anna   Maria ": "Anna Maria",
        "Zoe\u0308": "Zoë",
        "Nguyễn": "Nguyễn",
        "Оксана": "Оксана",
        "محمد": "محمد",
        "O’Brien-D'Arc jr.": "O’Brien-D'Arc jr.",
        "\U0002070e": "\U0002070e",
        "می\u200cخواهم": "می\u200cخواهم",
        "x" * 120: "x" * 120,
    }.items():
        assert holding.post("sie-beide", **{**NAMES, "person1_given": typed}).status_code == 303
        assert holding.reservation.person1_given == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("o'brien+hochzeit@example.org", "o'brien+hochzeit@example.org"),
        ("kim@MÜNCHEN.de", "kim@xn--mnchen-3ya.de"),
    ],
)
def test_unusual_addresses_get_their_mail(holding, session, typed, kept):
    holding.client.proof_reads = False
    holding.fill_in(email=typed)
    assert holding.post("pruefen").status_code == 303
    assert session.scalars(select(OutgoingMail)).one().recipient == kept


def test_a_time_that_does_not_exist_is_not_found(couple, session):
    make_slot(session)
    for wrong in (
        None,
        "",
        "0",
        "4711",
        "-1",
        "abc",
        "1e3",
        "１",
        NUL,
        "10000000000000000000",
        "999999999",
        ["1", "2"],
    ):
        answer = couple.client.post("/de/halten", data={} if wrong is None else {"slot": wrong})
        assert answer.status_code == 404, wrong
    assert session.scalars(select(Reservation)).all() == []


def test_guests_that_cannot_be_do_not_keep_from_holding(couple, session):
    slot = make_slot(session)
    for guests in ("-1", "10000", "10000000000000000000", "x", NUL, ["1", "2"]):
        assert couple.hold(slot, gaeste=guests).status_code == 303
        assert couple.reservation.guests is None


def test_nonsense_in_the_address_does_no_harm(holding):
    for stand in ("-1", "x", NUL, "9" * 50):
        answer = holding.client.post(
            holding.step("verlaengern"), query_string={"stand": stand, "schritt": "//x.de"}
        )
        assert (answer.status_code, answer.location) == (303, holding.step("sie-beide"))


def test_a_million_signs_are_too_large(holding):
    answer = holding.post("sie-beide", person1_given=SIGNS)
    assert answer.status_code == 413
    assert "<footer" in answer.text


def test_a_secret_that_opens_nothing_is_not_found(couple):
    couple.client.proof_reads = False
    for secret in ("x", "x" * 5000, "%00", "ä", "' OR 1=1 --", "😀"):
        for page in (
            "reservieren/{}",
            "reservieren/{}/sie-beide",
            "reservieren/{}/pruefen",
            "r/{}",
            "r/{}/absagen",
            "r/{}/bestaetigen",
            "r/{}/zugang",
        ):
            answer = couple.client.get("/de/" + page.format(secret))
            assert answer.status_code == 404, (page, secret)


@pytest.mark.parametrize("kind", sorted(Purpose))
def test_a_secret_opens_only_what_it_is_for(couple, session, kind):
    reservation = make_reservation(session)
    secret = couple.link(kind, reservation)
    opened = {
        page
        for page in ("", "/bestaetigen", "/zugang")
        if couple.client.get(f"/de/r/{secret}{page}").status_code == 200
    }
    pages = {Purpose.RESERVATION: {""}, Purpose.CONFIRM: {"/bestaetigen"}}
    assert opened == {**pages, Purpose.ACCESS: {"/zugang"}}.get(kind, set())


def test_looking_for_nonsense_gets_a_sentence(couple, session):
    for wanted in ("", " ", NUL, "x" * 255, ["a", "b"]):
        answer = couple.client.post("/de/reservierung-finden", data={"wanted": wanted})
        assert answer.status_code == 422, wanted
    assert session.scalars(select(Entry)).all() == []


def test_a_form_of_another_page_is_refused(holding):
    answer = holding.client.post(holding.step("kontakt"), data=CONTACT, csrf=False)
    assert answer.status_code == 400
    assert holding.reservation.email is None
