import re
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from app.models import Account, Channel, Entry, OutgoingMail, Reservation, StepFree
from app.rules.permissions import Role
from app.rules.reservations import ReservationState
from app.rules.slots import Obstacle
from tests.factories import DAY, make_reservation, make_slot, make_venue

URL = "/amt/telefon"


def call(slot, **overrides):
    """Return what staff type for a caller."""
    return {
        "termin": str(slot.id),
        "person1_given": "Amira",
        "person1_family": "El-Sayed",
        "person2_given": "Thomas",
        "person2_family": "Wischnewski",
        "guests": "20",
        "reply": "email",
        "email": "amira@example.org",
        "phone": "02041 77 30 12",
        "language": "de",
        "channel": "phone",
        "registration_place": "undecided",
        **overrides,
    }


def count(session):
    """Return how many reservations there are."""
    return session.scalar(select(func.count()).select_from(Reservation))


def test_only_the_office_enters_reservations(client, as_operator, session):
    slot = make_slot(session)
    assert client.get(URL).status_code == 302
    assert as_operator(slot.venue).post(URL, data=call(slot)).status_code == 403
    assert count(session) == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?wann=", True),
        ("?wann=12.6.", True),
        ("?wann=12.+Juni", True),
        ("?wann=Juni+2027", True),
        ("?wann=sa+juni", True),
        ("?wann=sa+juni+vormittag", True),
        ("?wann=2027-06-12&gaeste=40&stufenlos=y", True),
        ("?wann=fr+juni", False),
        ("?wann=13.6.", False),
        ("?wann=1.1.2020", False),
        ("?wann=juni+abend", False),
        ("?gaeste=41", False),
    ],
)
def test_a_wish_finds_what_fits(as_staff, session, query, found):
    make_slot(session)
    answer = as_staff.get(URL + query)
    assert answer.status_code == 200
    assert ("1 Termin passt" in answer.text) is found


def test_before_a_search_nothing_is_offered_and_nothing_is_chosen(as_staff, session):
    make_slot(session)
    assert "passt" not in as_staff.get(URL).text
    page = as_staff.get(f"{URL}?wann=juni").text
    assert 'type="radio" name="termin"' in page
    assert " checked" not in page.split('id="termin"')[1].split("</fieldset>")[0]


def test_a_wish_that_is_not_understood_is_not_answered_with_nothing_free(as_staff, session):
    make_slot(session)
    page = as_staff.get(f"{URL}?wann=xyz").text
    assert "Das haben wir nicht verstanden" in page
    assert "nichts frei" not in page
    assert 'id="termin"' not in page


def test_hits_are_grouped_by_day_and_counted(as_staff, session):
    venue = make_venue(session)
    for day in (5, 12, 19, 26):
        for hour in range(9, 18):
            make_slot(session, venue, day=DAY.replace(day=day), at=time(hour))
    make_slot(session, day=DAY.replace(day=10))
    page = as_staff.get(f"{URL}?wann=sa+juni+2027").text
    assert "36 Termine passen" in page
    assert "Gezeigt: 36 von 36 Terminen, 4 von 4 Tagen." in page
    for day in ("Sa, 5. Juni", "Sa, 12. Juni", "Sa, 19. Juni", "Sa, 26. Juni"):
        assert f"6 weitere Termine am {day} 2027" in page
    # Another weekday is not offered while the wanted one has something.
    assert "Do, 10. Juni" not in page
    assert "Nah dran" not in page


def test_one_day_is_counted_as_one(as_staff, session):
    venue = make_venue(session)
    slot = make_slot(session, venue, at=time(9), minutes=20)
    assert "Gezeigt" not in as_staff.get(f"{URL}?wann={slot.day}").text
    make_slot(session, venue, at=time(11), minutes=20)
    assert "2 von 2 Terminen, 1 von 1 Tag." in as_staff.get(f"{URL}?wann={slot.day}").text


def test_further_days_are_one_press_away_and_what_was_typed_stays(as_staff, session):
    venue = make_venue(session)
    for day in range(12, 18):
        make_slot(session, venue, day=DAY.replace(day=day))
    sent = {"wann": "juni", "gaeste": "", "ort": "", "aktion": "suchen", "person1_given": "Amira"}
    first = as_staff.post(URL, data=sent)
    assert first.status_code == 200
    assert "Gezeigt: 4 von 6 Terminen, 4 von 6 Tagen." in first.text
    assert 'name="ab" value="2027-06-16"' in first.text
    del sent["aktion"]
    second = as_staff.post(URL, data={**sent, "ab": "2027-06-16"}).text
    assert "Gezeigt: 2 von 6 Terminen, 2 von 6 Tagen." in second
    assert 'value="Amira"' in second
    assert count(session) == 0


def test_guests_are_asked_for_once(as_staff, session):
    make_slot(session)
    sent = {"wann": "juni", "gaeste": "27", "ort": "", "guests": "", "aktion": "suchen"}
    for page in (as_staff.post(URL, data=sent).text, as_staff.get(f"{URL}?gaeste=27").text):
        box = re.search(r'<input[^>]*name="guests"[^>]*>', page)[0]
        assert 'value="27"' in box


def test_the_enter_key_looks_for_a_new_wish_and_reserves_when_it_is_answered(as_staff, session):
    slot = make_slot(session)
    wish = {"wann": "sa juni", "gaeste": "20", "ort": ""}
    sent = {**call(slot), **wish, "aktion": "weiter", "gesucht": ""}
    looked = as_staff.post(URL, data=sent)
    assert looked.status_code == 200
    assert count(session) == 0
    found = re.search(r'name="gesucht" value="([^"]+)"', looked.text)
    changed = as_staff.post(URL, data={**sent, "gesucht": found[1], "wann": "fr juni"})
    assert "Zu diesem Wunsch ist nichts frei." in changed.text
    assert "El-Sayed" in changed.text
    assert count(session) == 0
    assert as_staff.post(URL, data={**sent, "gesucht": found[1]}).status_code == 303
    assert count(session) == 1


def test_a_call_may_be_approved_at_once(as_staff, session):
    slot = make_slot(session)
    answer = as_staff.post(URL, data=call(slot, approve="y"))
    assert answer.status_code == 303
    assert session.scalars(select(Reservation)).one().state is ReservationState.APPROVED
    assert "Zugesagt. Bitte vorlesen:" in as_staff.get(answer.location).text


def test_the_venue_and_steps_count(as_staff, session):
    here = make_slot(session, make_venue(session, step_free=StepFree.NO))
    slug = here.venue.slug
    assert "1 Termin passt" in as_staff.get(f"{URL}?ort={slug}").text
    assert "0 Termine passen" in as_staff.get(f"{URL}?ort={slug}&stufenlos=y").text


def test_what_is_near_is_offered_when_nothing_fits(as_staff, session):
    make_slot(session)
    page = as_staff.get(f"{URL}?wann=11.6.").text
    assert "Zu diesem Wunsch ist nichts frei." in page
    assert "Sa, 12. Juni 2027" in page


@pytest.mark.parametrize(
    "query",
    [
        "wann=xyz",
        "wann=31.6.",
        "wann=%00",
        "gaeste=-1",
        "gaeste=x",
        "gaeste=" + "9" * 20,
        "ort=nirgends",
        "wann=" + "a" * 500,
        "wann=0.0.",
        "wann=99/9999",
    ],
)
def test_an_unclear_wish_is_said_at_the_field(as_staff, session, query):
    make_slot(session)
    answer = as_staff.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert "Bitte prüfen Sie 1 Angabe" in answer.text


def test_a_call_becomes_a_reservation_that_is_read_out(as_staff, session):
    slot = make_slot(session)
    answer = as_staff.post(URL, data=call(slot, needs=["hearing", "x"], needs_note="ohne Ringe"))
    assert answer.status_code == 422
    answer = as_staff.post(URL, data=call(slot, needs=["hearing"], needs_note="ohne  Ringe"))
    assert answer.status_code == 303
    found = session.scalars(select(Reservation)).one()
    assert found.state is ReservationState.RESERVED
    assert found.channel is Channel.PHONE
    assert (found.needs, found.needs_note) == (["hearing"], "ohne Ringe")
    staff = session.scalars(select(Account).where(Account.role == Role.STAFF)).one()
    entry = session.scalars(select(Entry).where(Entry.event == "reservation.entered")).one()
    assert entry.account_id == found.entered_by_id == staff.id
    assert session.scalars(select(OutgoingMail.kind)).all() == ["reserved"]
    page = as_staff.get(answer.location).text
    assert found.reference in page
    assert "Theodor, Konrad, Strich" in page
    assert "Freitag, 16. April 2027" in page


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"reply": "letter", "email": "", "phone": ""}, None),
        ({"reply": "phone", "email": ""}, "02041 77 30 12"),
        ({"channel": "desk", "language": "en"}, "02041 77 30 12"),
    ],
)
def test_a_couple_without_an_address_gets_no_mail(as_staff, session, overrides, expected):
    slot = make_slot(session)
    assert as_staff.post(URL, data=call(slot, **overrides)).status_code == 303
    found = session.scalars(select(Reservation)).one()
    assert found.phone == expected
    assert len(session.scalars(select(OutgoingMail)).all()) == (1 if found.email else 0)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"person1_given": ""}, "Bitte geben Sie den Vornamen von Person 1 ein."),
        ({"person1_family": " "}, "Bitte geben Sie den Familiennamen von Person 1 ein."),
        ({"person2_given": "\0"}, "Zeichen, das wir nicht lesen können"),
        ({"person2_family": "x" * 121}, "Höchstens 120 Zeichen"),
        ({"guests": "-1"}, "eine Zahl von 0 bis 9999"),
        ({"guests": "1" + "0" * 19}, "eine Zahl von 0 bis 9999"),
        ({"guests": ""}, "wie viele Gäste kommen"),
        ({"email": ""}, "E-Mail-Adresse ein oder wählen Sie „Ausdruck oder Brief“"),
        ({"email": "a@example.org,b@example.org"}, "nur eine E-Mail-Adresse"),
        ({"email": "a@example.org b@example.org"}, "nur eine E-Mail-Adresse"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "nur eine E-Mail-Adresse"),
        ({"email": "amira"}, "Der E-Mail-Adresse fehlt ein Teil."),
        ({"email": "x" * 300 + "@example.org"}, "Diese E-Mail-Adresse ist zu lang."),
        ({"reply": "phone", "email": "", "phone": ""}, "Bitte geben Sie eine Telefonnummer ein."),
        ({"phone": "zweimal klingeln"}, "Der Telefonnummer fehlen Ziffern."),
        ({"needs_note": "x" * 201}, "Die Notiz ist zu lang."),
        ({"reply": "taube"}, "Bitte prüfen Sie"),
        ({"language": "xx"}, "Bitte prüfen Sie"),
        ({"channel": "online"}, "Bitte prüfen Sie"),
        ({"termin": ""}, "Bitte wählen Sie einen Termin aus der Liste."),
        ({"termin": "x"}, "Bitte prüfen Sie"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_lost(
    as_staff, session, overrides, words
):
    slot = make_slot(session)
    answer = as_staff.post(f"{URL}?wann=juni", data=call(slot, **overrides))
    assert answer.status_code == 422
    assert words in answer.text
    if "person1_family" not in overrides:
        assert "El-Sayed" in answer.text
    assert count(session) == 0


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda slot, now: setattr(slot, "opens_at", now + timedelta(days=1)), "öffnet am"),
        (lambda slot, now: setattr(slot, "obstacle", Obstacle.TAKEN), "war schneller"),
        (lambda slot, now: setattr(slot, "obstacle", Obstacle.OVERLAP), "anderen Termin belegt"),
        (lambda slot, now: setattr(slot, "state", "withdrawn"), "nicht mehr angeboten"),
        (lambda slot, now: setattr(slot.venue, "seats", 19), "höchstens 19 Gäste"),
    ],
)
def test_the_rules_are_those_of_all_others(as_staff, session, now, spoil, words):
    slot = make_slot(session)
    spoil(slot, now)
    answer = as_staff.post(URL, data=call(slot))
    assert answer.status_code == 409
    assert words in answer.text
    assert "El-Sayed" in answer.text
    assert count(session) == 0


def test_too_close_a_day_is_refused(as_staff, session, now):
    slot = make_slot(session, day=DAY.replace(month=3, day=12))
    answer = as_staff.post(URL, data=call(slot))
    assert answer.status_code == 409
    assert count(session) == 0


def test_a_couple_that_has_a_date_is_led_to_it(as_staff, session):
    other = make_reservation(session, email="amira@example.org", email_key="amira@example.org")
    answer = as_staff.post(URL, data=call(make_slot(session)))
    assert answer.status_code == 409
    assert "Dieses Paar hat schon eine Reservierung:" in answer.text
    assert "Sie haben schon einen Termin" not in answer.text
    assert other.reference in answer.text


def test_the_double_click_makes_no_second_reservation(as_staff, session):
    slot = make_slot(session)
    first = as_staff.post(URL, data=call(slot))
    second = as_staff.post(URL, data=call(slot))
    # Nobody is to tell the caller that another couple was quicker.
    assert (second.status_code, second.location) == (303, first.location)
    assert count(session) == 1
    assert session.scalars(select(OutgoingMail.kind)).all() == ["reserved"]


def test_another_couple_on_the_same_time_is_no_double_click(as_staff, session):
    slot = make_slot(session)
    as_staff.post(URL, data=call(slot))
    other = call(slot, person1_family="Aydın", email="aydin@example.org")
    answer = as_staff.post(URL, data=other)
    assert answer.status_code == 409
    assert "Ein anderes Paar war schneller." in answer.text


@pytest.mark.parametrize("slot_id", ["2147483647", "99999999999999999999", "0", "-5"])
def test_a_time_that_does_not_exist_is_not_found(as_staff, session, slot_id):
    slot = make_slot(session)
    assert as_staff.post(URL, data=call(slot, termin=slot_id)).status_code == 404


@pytest.mark.parametrize("reference", ["TK-9999-9999", "x", "%00"])
def test_an_unknown_card_is_not_found(as_staff, reference):
    assert as_staff.get(f"{URL}/{reference}").status_code == 404


@pytest.mark.parametrize(
    "query", ["gaeste=99999999999999999999", "gaeste=-1", "ort=%00", "ort=nirgends", "wann=%00"]
)
def test_an_odd_wish_in_the_address_of_a_form_is_answered(as_staff, session, query):
    answer = as_staff.post(f"{URL}?{query}", data=call(make_slot(session), person1_given=""))
    assert answer.status_code == 422
    assert "Bitte geben Sie den Vornamen von Person 1 ein." in answer.text
