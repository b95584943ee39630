from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.actions.days import lock_days, reckon
from app.extensions import db
from app.models import Entry
from app.queries.rosters import find_assignment
from app.rules.reservations import ReservationState
from tests.factories import (
    DAY,
    NOW,
    make_absence,
    make_assignment,
    make_reservation,
    make_slot,
    make_venue,
)

PAGE = f"/amt/einsatz/{DAY}"


def assigning(wedding, who, *, seen=None, **more):
    return {
        "trauung": wedding.reference,
        "person": who.id if who else "",
        "bisher": seen.id if seen else "",
        **more,
    }


def by(session, wedding):
    found = find_assignment(session, wedding.id)
    return found and found.registrar.short_name


def test_the_day_shows_people_ways_and_what_is_open(as_staff, session, city):
    first, second = city.wedding(city.castle, 9), city.wedding(city.mill, 11)
    city.wedding(city.castle, 14)
    for wedding in (first, second):
        make_assignment(session, wedding, city.anna)
    text = as_staff.get(PAGE).text
    assert "3 Trauungen, 2 Personen im Dienst." in text
    assert "Ohne Person" in text
    assert "8:00–16:00" in text
    # Forty minutes, with ten before and ten after each.
    assert "2,0 Std." in text
    assert "danach 20 Minuten Weg" in text
    assert "ohne Person</small>" in text
    assert "Vorschlag für 1 offene" in text


def test_what_is_too_tight_is_said_in_words(as_staff, session, city):
    for venue, hour, minute in ((city.castle, 9, 0), (city.mill, 10, 5)):
        make_assignment(session, city.wedding(venue, hour, minute), city.anna)
    text = as_staff.get(PAGE).text
    assert "Weg 20, Lücke 5:" in text
    assert "ab Schloss 15 Min. zu knapp" in text
    assert "Lösen" in text


def test_an_empty_day_says_how_much_is_free(as_staff, city):
    assert "An diesem Tag ist noch nichts reserviert." in as_staff.get(PAGE).text


@pytest.mark.parametrize("day", ["2027-02-30", "2027-6-12", "9999-01-01", "2027-W54", "heute"])
def test_what_is_no_day_is_not_found(as_staff, day):
    assert as_staff.get(f"/amt/einsatz/{day}").status_code == 404


def test_the_plain_address_leads_to_the_next_wedding_day(as_staff, city):
    assert as_staff.get("/amt/einsatz").location == "/amt/einsatz/2027-03-01"
    city.wedding(city.castle, 9)
    assert as_staff.get("/amt/einsatz").location == PAGE


def test_the_panel_offers_people_in_order_with_the_reason(as_staff, session, city):
    make_assignment(session, city.wedding(city.castle, 12, 10), city.bea)
    ill = city.registrar("Cem Lange", "Lange")
    make_absence(session, ill)
    wedding = city.wedding(city.mill, 11)
    text = as_staff.get(f"{PAGE}?trauung={wedding.reference}").text
    panel = text[text.index('id="zuweisen"') :]
    assert panel.index("Demir") < panel.index("Okafor") < panel.index("Lange")
    assert "frei, 20 Min. Weg" in panel
    assert "10 Min. zu knapp:" in panel
    assert "12:10 Schloss" in panel
    assert "Urlaub" in panel
    assert "Passt (1)" in panel
    assert "Passt nicht (2)" in panel
    assert f'value="{city.anna.id}" data-button="Demir zuweisen" checked autofocus' in panel
    # The preview of whom we propose.
    assert "lane__ghost" in text


def test_somebody_is_assigned_and_the_change_can_be_undone(as_staff, session, city, set_clock):
    wedding = city.wedding(city.castle, 11)
    answer = as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.anna))
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#t-{wedding.reference}")
    assert by(session, wedding) == "Demir"
    text = as_staff.get(PAGE).text
    assert "Demir, 11:00 Schloss zugewiesen." in text
    assert "bis 10:01 Uhr" in text
    entry = session.query(Entry).filter_by(event="roster.changed").one().id
    assert as_staff.post(f"/amt/einsatz/rueckgaengig/{entry}").location == PAGE
    assert by(session, wedding) is None
    assert "Rückgängig" not in as_staff.get(PAGE).text


def test_after_a_minute_the_link_is_gone_and_says_why(as_staff, session, city, set_clock):
    wedding = city.wedding(city.castle, 11)
    as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.anna))
    entry = session.query(Entry).filter_by(event="roster.changed").one().id
    set_clock(NOW + timedelta(seconds=61))
    assert "Rückgängig" not in as_staff.get(PAGE).text
    answer = as_staff.post(f"/amt/einsatz/rueckgaengig/{entry}")
    assert answer.status_code == 409
    assert "nur eine Minute lang" in answer.text
    assert as_staff.post("/amt/einsatz/rueckgaengig/99999").status_code == 404


def test_nobody_and_a_pin_are_choices(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.anna, fest="1"))
    assert "fest eingeteilt" in as_staff.get(PAGE).text
    as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, None, seen=city.anna))
    assert by(session, wedding) is None
    assert "11:00 Schloss: niemand mehr eingeteilt." in as_staff.get(PAGE).text


def test_who_is_slower_sees_who_it_is_now_and_keeps_the_choice(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    make_assignment(session, wedding, city.anna)
    answer = as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea))
    assert answer.status_code == 409
    assert "Jetzt ist Anna Demir eingeteilt." in answer.text
    assert f'value="{city.bea.id}" data-button="Okafor zuweisen" checked' in answer.text
    assert f'name="bisher" value="{city.anna.id}"' in answer.text


def test_who_cannot_be_there_is_refused_and_the_head_may_say_why(as_staff, as_head, session, city):
    wedding = city.wedding(city.castle, 11, ceremony_language="en")
    answer = as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea))
    assert answer.status_code == 409
    assert "Bea Okafor spricht die Sprache dieser Trauung nicht." in answer.text
    assert "nur die Leitung" in answer.text
    assert "Begründung" not in answer.text
    answer = as_head.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea))
    assert "Mit einer Begründung" in answer.text
    reason = {"grund": "Dolmetscherin kommt mit."}
    assert (
        as_head.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea, **reason)).status_code
        == 303
    )


def test_a_pin_that_cannot_be_names_what_is_in_the_way(as_staff, city):
    city.wedding(city.castle, 11, ceremony_language="en")
    wedding = city.wedding(city.mill, 11)
    answer = as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.anna, fest="1"))
    assert answer.status_code == 409
    assert "Im Weg: 11:00 Schloss." in answer.text


def test_two_people_change_places(as_staff, session, city):
    one, other = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    make_assignment(session, one, city.anna)
    make_assignment(session, other, city.bea)
    text = as_staff.get(f"{PAGE}?trauung={one.reference}").text
    assert "Okafor, 11:00 Mühle" in text
    sent = {
        "trauung": one.reference,
        "mit": other.reference,
        "bisher": city.anna.id,
        f"bisher-{other.reference}": city.bea.id,
    }
    assert as_staff.post(f"{PAGE}/tauschen", data=sent).status_code == 303
    assert (by(session, one), by(session, other)) == ("Okafor", "Demir")
    sent["mit"] = one.reference
    assert as_staff.post(f"{PAGE}/tauschen", data=sent).status_code == 409


def test_a_suggestion_is_shown_as_a_difference_and_taken_over(as_staff, session, city):
    kept, other = city.wedding(city.castle, 11), city.wedding(city.mill, 11)
    make_assignment(session, kept, city.anna)
    text = as_staff.get(f"{PAGE}?vorschlag=1").text
    change = f"{other.slot_id}:{city.bea.id}"
    assert f'name="aenderung" value="{change}"' in text
    assert "1 Änderung übernehmen" in text
    assert "lane__ghost" in text
    assert by(session, other) is None
    answer = as_staff.post(f"{PAGE}/vorschlag", data={"aenderung": [change]})
    assert answer.status_code == 303
    assert (by(session, kept), by(session, other)) == ("Demir", "Okafor")
    assert "Alles geht auf." in as_staff.get(PAGE).text


def test_a_suggestion_that_is_old_is_shown_anew(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    for sent in (["quatsch"], [f"{wedding.slot_id}:99999"], []):
        answer = as_staff.post(f"{PAGE}/vorschlag", data={"aenderung": sent})
        assert answer.status_code == 409
        assert "Hier steht der neue Vorschlag." in answer.text


def test_what_nobody_can_perform_is_named(as_staff, city):
    for venue in (city.castle, city.mill):
        city.wedding(venue, 18)
    text = as_staff.get(f"{PAGE}?vorschlag=1").text
    assert "Für 2 Trauungen ist niemand da:" in text


def test_the_list_offers_the_same_by_a_select(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    text = as_staff.get(f"{PAGE}?ansicht=liste").text
    assert "Demir – passt: frei, 20 Min. Weg" in text
    sent = assigning(wedding, city.anna, ansicht="liste")
    answer = as_staff.post(f"{PAGE}/zuweisen", data=sent)
    assert answer.location == f"{PAGE}?ansicht=liste#t-{wedding.reference}"


def test_a_day_costs_the_same_queries_however_much_is_on_it(app, as_staff, session, city):
    counts = []
    for round_ in range(2):
        for hour in (9, 11, 13)[: 1 + 2 * round_]:
            make_assignment(session, city.wedding(city.castle, hour), city.anna)
            city.wedding(city.mill, hour)
        for view in ("", "?ansicht=liste", "?vorschlag=1"):
            with app.app_context():
                counter = []
                listener = lambda *_a, counter=counter: counter.append(1)  # noqa: E731
                event.listen(db.engine, "before_cursor_execute", listener)
                assert as_staff.get(PAGE + view).status_code == 200
                event.remove(db.engine, "before_cursor_execute", listener)
            counts.append(len(counter))
        session.query(type(city.anna)).count()
        city.mill, city.castle = (
            city._venue(f"M{round_}", f"m-{round_}"),
            city._venue(f"S{round_}", f"s-{round_}"),
        )
    assert counts[:3] == counts[3:]
    assert max(counts) <= 30


def test_the_week_shows_who_works_when_and_what_is_open(as_staff, session, city):
    make_assignment(session, city.wedding(city.castle, 11), city.anna)
    city.wedding(city.mill, 11)
    text = as_staff.get("/amt/einsatz/2027-W23").text
    assert "Woche vom 7. Juni" in text
    assert "Okafor" in text
    assert text.count("1 Trauung<") == 2
    assert f'href="{PAGE}"' in text


def test_foreign_things_are_not_found(as_staff, session, city):
    wedding = city.wedding(city.castle, 11)
    elsewhere = make_reservation(session)
    elsewhere.slot.day = DAY + timedelta(days=1)
    for sent in (
        assigning(elsewhere, city.anna),
        {**assigning(wedding, city.anna), "person": "99999"},
        {**assigning(wedding, city.anna), "person": "x"},
        {"person": city.anna.id},
    ):
        assert as_staff.post(f"{PAGE}/zuweisen", data=sent).status_code == 404


def test_who_is_not_of_the_office_sees_nothing(as_operator, city):
    operator = as_operator(city.castle)
    for path in ("/amt/einsatz", PAGE, "/amt/einsatz/2027-W23"):
        assert operator.get(path).status_code == 403
    assert operator.post(f"{PAGE}/zuweisen").status_code == 403


def test_a_ceremony_that_has_been_is_shown_but_not_changed(as_staff, session, city):
    wedding = city.wedding(city.castle, 11, state=ReservationState.MARRIED)
    make_assignment(session, wedding, city.anna)
    text = as_staff.get(f"{PAGE}?trauung={wedding.reference}").text
    assert "Getraut" in text
    assert 'name="person"' not in text
    sent = assigning(wedding, city.bea, seen=city.anna)
    assert as_staff.post(f"{PAGE}/zuweisen", data=sent).status_code == 409


def announcing(text):
    """Return what the form on the page sends."""
    form = text[text.index('id="mitteilung"') :]
    return {"aenderung": re.findall(r'name="aenderung" value="([^"]+)"', form)}


def test_what_is_new_is_announced_and_what_changes_then_is_named(as_staff, session, city):
    wedding, other = city.wedding(city.castle, 9), city.wedding(city.mill, 11)
    for one in (wedding, other):
        make_assignment(session, one, city.anna)
    text = as_staff.get(PAGE).text
    assert "2 neue Einteilungen bekannt geben" in text
    assert text.count("noch nicht mitgeteilt") == 4  # on the block and beside the board
    assert "vorläufig" in as_staff.get(f"/amt/tag/{DAY}").text
    assert "vorläufig" in as_staff.get(f"/amt/tag/{DAY}/person/{city.anna.id}").text
    sent = announcing(text)
    for _ in range(2):
        answer = as_staff.post(f"{PAGE}/bekanntgeben", data=sent)
        assert (answer.status_code, answer.location) == (303, PAGE)
    text = as_staff.get(PAGE).text
    assert "mitgeteilt am 1. März, 10:00 Uhr" in text
    assert "Alle wissen Bescheid." in text
    assert "vorläufig" not in as_staff.get(f"/amt/tag/{DAY}").text
    assert "vorläufig" not in as_staff.get(f"/amt/tag/{DAY}/person/{city.anna.id}").text
    as_staff.post(f"{PAGE}/zuweisen", data=assigning(other, city.bea, seen=city.anna))
    for page in (PAGE, f"{PAGE}?ansicht=liste", f"{PAGE}?trauung={other.reference}"):
        text = as_staff.get(page).text
        assert "geändert seit der Mitteilung am 1. März, 10:00 Uhr; da war es Demir" in text
        assert "1 neue Einteilung bekannt geben" in text
    history = as_staff.get(f"/amt/reservierungen/{wedding.reference}").text
    assert "Einteilung bekannt gegeben" in history


def test_what_a_colleague_changed_meanwhile_is_shown_before_it_is_announced(
    as_staff, session, city
):
    wedding = city.wedding(city.castle, 9)
    make_assignment(session, wedding, city.anna)
    sent = announcing(as_staff.get(PAGE).text)
    as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea, seen=city.anna))
    answer = as_staff.post(f"{PAGE}/bekanntgeben", data=sent)
    assert answer.status_code == 409
    assert "Hier steht, was jetzt neu ist." in answer.text
    assert "1 neue Einteilung bekannt geben" in answer.text


def test_who_may_not_assign_announces_nothing(as_operator, client, session, city):
    for somebody in (client, as_operator(city.castle)):
        assert somebody.post(f"{PAGE}/bekanntgeben").status_code in (302, 303, 403)
    assert session.query(Entry).filter_by(event="roster.announced").count() == 0


def test_a_disturbed_day_leads_to_the_desk_from_the_day_and_the_week(as_staff, session, city):
    city.wedding(city.castle, 11)
    make_absence(session, city.anna)
    make_absence(session, city.bea)
    lock_days(session, [DAY])
    reckon(session, [DAY], now=NOW)
    session.commit()
    desk = f'href="/amt/stoerung/{DAY}"'
    day = as_staff.get(PAGE).text
    assert "Dieser Tag ist gestört" in day
    assert desk in day
    week = as_staff.get(f"/amt/einsatz/{DAY:%G-W%V}").text
    assert "gestört" in week
    assert desk in week


def test_whoever_reports_ill_is_one_link_away(as_staff, session, city):
    make_assignment(session, city.wedding(city.castle, 11), city.anna)
    page = as_staff.get(PAGE).text
    assert f"/amt/dienste/abwesenheiten/neu?tag={DAY}&amp;art=short_notice" in page
    assert "stoerung" not in page
    city.wedding(city.castle, 13)
    assert f'href="/amt/stoerung/{DAY}"' in as_staff.get(PAGE).text


def test_what_was_typed_stays_when_it_is_refused_and_the_sentence_stands_at_it(
    as_head, session, city
):
    wedding = city.wedding(city.castle, 11, ceremony_language="en")
    answer = as_head.post(f"{PAGE}/zuweisen", data=assigning(wedding, city.bea, fest="1"))
    assert answer.status_code == 409
    assert 'href="#grund"' in answer.text
    assert 'id="grund-error"' in answer.text
    assert re.search(r'name="fest" value="1" checked', answer.text)
    make_assignment(session, wedding, city.anna)
    sent = assigning(wedding, city.bea, grund="Sie dolmetscht")
    answer = as_head.post(f"{PAGE}/zuweisen", data=sent)
    assert answer.status_code == 409
    assert "Sie dolmetscht" in answer.text
    assert 'name="fest" value="1">' in answer.text


def test_a_reason_with_signs_that_no_database_keeps_is_kept_without_them(as_head, session, city):
    wedding = city.wedding(city.castle, 11, ceremony_language="en")
    sent = assigning(wedding, city.bea, grund="Sie\0 dolmetscht")
    assert as_head.post(f"{PAGE}/zuweisen", data=sent).status_code == 303
    assert find_assignment(session, wedding.id).reason == "Sie\ufffd dolmetscht"


def test_who_begins_too_late_is_not_said_to_be_off_duty(as_staff, session, city):
    late = city.registrar("Cem Yıldız", "Yıldız", begins=9)
    early = city.registrar("Dora Engel", "Engel", ends=10)
    wedding = city.wedding(city.castle, 9, 20)
    page = as_staff.get(f"{PAGE}?trauung={wedding.reference}&person={late.id}").text
    assert "10 Min. zu spät dort:" in page
    assert "Dienst ab 9:00, 20 Min. Weg" in page
    assert "30 Min. zu spät zurück:" in page
    assert "Dienst bis 10:00, 20 Min. Weg" in page
    answer = as_staff.post(f"{PAGE}/zuweisen", data=assigning(wedding, early))
    assert "Mit dem Weg liegt es 30 Minuten außerhalb des Dienstes." in answer.text


def test_a_duty_till_midnight_ends_at_24(as_staff, session):
    slot = make_slot(session, make_venue(session))
    make_reservation(session, slot, ReservationState.FIRM)
    assert "0:00–24:00" in as_staff.get(f"/amt/einsatz/{slot.day}").text
