from __future__ import annotations

import pytest

from tests.factories import DAY, make_assignment

PAGE = f"/amt/tag/{DAY}"


@pytest.fixture
def planned(session, city):
    """Anna goes from the castle to the mill, too tight; one ceremony has nobody."""
    first = city.wedding(city.castle, 9, needs_note="ohne Ringe")
    second = city.wedding(city.mill, 10, 5)
    for wedding in (first, second):
        make_assignment(session, wedding, city.anna)
    return first, second, city.wedding(city.castle, 14)


def test_the_day_list_says_who_goes_where_and_what_does_not_work(as_staff, city, planned):
    text = as_staff.get(PAGE).text
    assert "danach 20 Min. Weg" in text
    assert "ab Schloss 15 Min. zu knapp" in text
    assert "ohne Person" in text
    assert f'href="{PAGE}/person/{city.anna.id}"' in text
    assert f'href="{PAGE}/pdf"' in text


def test_a_person_sees_when_to_leave_and_when_to_be_there(as_staff, city, planned):
    text = as_staff.get(f"{PAGE}/person/{city.anna.id}").text
    assert "Anna Demir, Samstag, 12. Juni 2027" in text
    assert "Dienst 8:00–16:00, 2 Trauungen." in text
    assert "8:50<small>los 8:30, 20 Min. ab Rathaus, Zimmer 12" in text
    assert "20 Min. ab Schloss" in text
    assert "ohne Ringe" in text
    assert planned[2].reference not in text


def test_who_has_nothing_reads_so_and_strangers_are_not_found(as_staff, city, planned):
    text = as_staff.get(f"{PAGE}/person/{city.bea.id}").text
    assert "An diesem Tag ist keine Trauung eingeteilt." in text
    assert as_staff.get(f"{PAGE}/person/99999").status_code == 404


@pytest.mark.parametrize("path", ["/pdf", "/person/{anna}/pdf"])
def test_both_come_as_pdf(as_staff, as_operator, city, planned, path):
    address = PAGE + path.format(anna=city.anna.id)
    answer = as_staff.get(address)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.data
    assert answer.headers["Cache-Control"] == "no-store"
    assert as_operator(city.castle).get(address).status_code == 403


def test_an_empty_day_is_a_pdf_too(as_staff, city):
    assert as_staff.get(f"{PAGE}/pdf").data.startswith(b"%PDF-")


def test_what_somebody_typed_stays_text_on_paper(as_staff, session, city):
    nasty = '#read("/etc/passwd") *x* $y$ [ \\ " ẞ'
    make_assignment(session, city.wedding(city.castle, 9, needs_note=nasty), city.anna)
    assert as_staff.get(f"{PAGE}/person/{city.anna.id}/pdf").data.startswith(b"%PDF-")


@pytest.mark.parametrize("typed", ["李 小龍", "😊 bis dann", "ส้ม"])
def test_signs_that_no_font_has_do_not_cost_the_office_its_sheet(
    as_staff, session, city, planned, caplog, typed
):
    planned[0].person1_given = typed
    planned[0].needs_note = typed
    session.flush()
    for path in ("/pdf", f"/person/{city.anna.id}/pdf"):
        assert as_staff.get(PAGE + path).data.startswith(b"%PDF-")
    assert typed not in caplog.text
