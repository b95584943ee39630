from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import event

from app.actions.days import lock_days, reckon
from app.extensions import db
from app.queries.rosters import find_assignment
from tests.factories import DAY, NOW, make_absence, make_assignment, make_closure, make_slot

PAGE = f"/amt/stoerung/{DAY}"


@pytest.fixture
def ill(session, city):
    """Bea is ill: of two couples at ten one has nobody, Anna must take over at twelve."""
    kept = city.wedding(city.castle, 10, person1_given="Ida", person1_family="Kern")
    lost = city.wedding(city.mill, 10, language="en", phone="02041 123", guests=12)
    noon = city.wedding(city.castle, 12)
    make_assignment(session, kept, city.anna)
    make_absence(session, city.bea)
    later = make_slot(session, city.mill, at=time(14), minutes=40)
    small = make_slot(session, city.castle, at=time(10, 20), minutes=40)
    next_week = make_slot(session, city.mill, day=DAY + timedelta(days=7), at=time(10), minutes=40)
    lock_days(session, [DAY, DAY + timedelta(days=7)])
    reckon(session, [DAY, DAY + timedelta(days=7)], now=NOW)
    session.commit()
    return {"kept": kept, "lost": lost, "noon": noon, "later": later, "small": small,
            "next_week": next_week}  # fmt: skip


def test_what_cannot_be_solved_comes_first_with_what_to_offer(as_staff, ill):
    text = as_staff.get(PAGE).text
    assert "Nicht zu lösen (1)" in text
    assert "Neu zuzuweisen (1)" in text
    assert text.index(ill["lost"].reference) < text.index(ill["noon"].reference)
    assert "dann ist 10:00 Schloss offen" in text
    assert "ist schon dort, 60 Min. Luft" in text
    same_day = text[text.index("Am selben Tag:") : text.index("An Tagen in der Nähe:")]
    # At twenty past ten Anna is busy, also if this couple gives way.
    assert "<b>14:00</b> Mühle am Wald" in same_day
    assert "10:20" not in same_day
    assert "<b>Sa, 19. Juni, 10:00</b> Mühle am Wald" in text


def test_the_message_is_in_the_language_of_the_couple(as_staff, ill):
    text = as_staff.get(PAGE).text
    message = text[text.index("<textarea") : text.index("</textarea>")]
    assert 'lang="en"' in message
    assert "Saturday 12 June 2027" in message
    assert "Leider" not in message
    assert "leider" not in message


def test_a_closed_house_leaves_its_couples_to_be_called(as_staff, session, city):
    wedding = city.wedding(city.castle, 10, phone="02041 99")
    make_closure(session, city.castle)
    make_slot(session, city.mill, at=time(10), minutes=40)
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)
    text = as_staff.get(PAGE).text
    assert "geschlossen" in text
    assert "<b>10:00</b> Mühle am Wald" in text
    assert "Zu dieser Zeit können dort keine Trauungen stattfinden." in text
    assert wedding.reference in as_staff.get(f"{PAGE}/telefonliste").text


def test_one_button_solves_what_can_be_solved(as_staff, session, city, ill):
    page = as_staff.get(PAGE).text
    change = f"{ill['noon'].slot_id}:{city.anna.id}"
    assert f'value="{change}"' in page
    version = page.split('name="stand" value="')[1].split('"')[0]
    answer = as_staff.post(PAGE, data={"stand": version, "aenderung": change})
    assert answer.status_code == 303
    assert find_assignment(session, ill["noon"].id).registrar_id == city.anna.id
    after = as_staff.get(PAGE).text
    assert "Neu zuzuweisen" not in after
    assert "Nicht zu lösen (1)" in after
    assert as_staff.post(PAGE, data={"stand": version, "aenderung": change}).status_code == 303


def test_whoever_has_solved_a_day_is_led_to_announce_it(as_staff, session, city, ill):
    announce, news = f'href="/amt/einsatz/{DAY}#mitteilung"', "noch nicht bekannt gegeben"
    page = as_staff.get(PAGE).text
    assert announce not in page
    version = page.split('name="stand" value="')[1].split('"')[0]
    change = f"{ill['noon'].slot_id}:{city.anna.id}"
    answer = as_staff.post(PAGE, data={"stand": version, "aenderung": change})
    after = as_staff.get(answer.location).text
    assert f"2 Einteilungen sind {news}" in after
    assert announce in after
    told = [f"{ill[one].slot_id}:{city.anna.id}" for one in ("kept", "noon")]
    announced = as_staff.post(f"/amt/einsatz/{DAY}/bekanntgeben", data={"aenderung": told})
    assert announced.status_code == 303
    known = as_staff.get(PAGE).text
    assert news not in known
    assert announce not in known


def test_a_day_that_is_over_is_announced_no_more(as_staff, session, city, set_clock):
    make_assignment(session, city.wedding(city.castle, 10), city.anna)
    session.commit()
    assert "Einteilungen bekannt geben" in as_staff.get(PAGE).text
    set_clock(NOW + timedelta(days=200))
    assert "Einteilungen bekannt geben" not in as_staff.get(PAGE).text


@pytest.mark.parametrize("stand", ["", "x", "-1", "99999999999999999999", "9" * 5000, "²"])
def test_a_day_that_has_changed_is_shown_anew(as_staff, session, city, ill, stand):
    change = f"{ill['noon'].slot_id}:{city.anna.id}"
    answer = as_staff.post(PAGE, data={"stand": stand, "aenderung": change})
    assert answer.status_code == 409
    assert "Der Tag hat sich inzwischen geändert." in answer.text
    assert find_assignment(session, ill["noon"].id) is None


def test_a_day_without_trouble_says_so(as_staff, session, city):
    make_assignment(session, city.wedding(city.castle, 10), city.anna)
    session.commit()
    assert "An diesem Tag ist nichts zu lösen" in as_staff.get(PAGE).text
    phones = as_staff.get(f"{PAGE}/telefonliste").text
    assert "keine Trauung betroffen" in phones
    assert "anzurufen" not in phones


def test_the_telephone_list_says_first_whom_to_call(as_staff, session, city, ill):
    early = city.wedding(city.castle, 8, 30)
    session.commit()
    text = as_staff.get(f"{PAGE}/telefonliste").text
    assert "1 Paar ist anzurufen, es steht zuerst." in text
    assert "Bei 2 Trauungen kommt nur jemand anders." in text
    assert text.index(ill["lost"].reference) < text.index(early.reference)
    assert "02041 123" in text
    assert text.index("nicht zu lösen: anrufen") < text.index("jemand anders kommt")
    assert ill["kept"].reference not in text


def test_the_page_of_today_and_the_day_lead_here(as_staff, ill):
    assert f'href="{PAGE}"' in as_staff.get("/amt/").text
    assert f'href="{PAGE}"' in as_staff.get(f"/amt/tag/{DAY}").text
    assert f'href="{PAGE}"' in as_staff.get("/amt/dienste/abwesenheiten").text


def test_it_costs_the_same_queries_however_much_is_disturbed(app, as_staff, session, city, ill):
    def cost():
        counter = []
        note = lambda *_: counter.append(1)  # noqa: E731
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            assert as_staff.get(PAGE).status_code == 200
            event.remove(db.engine, "before_cursor_execute", note)
        return len(counter)

    cost()
    before = cost()
    for hour in (9, 11, 13, 15):
        for venue in (city.castle, city.mill):
            city.wedding(venue, hour, 20)
    session.commit()
    assert cost() == before


def test_strangers_do_not_see_it(client, ill):
    for path in (PAGE, f"{PAGE}/telefonliste"):
        assert client.get(path).status_code in (302, 303, 401, 403)
