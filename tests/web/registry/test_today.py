from datetime import timedelta

from sqlalchemy import event

from app.models import OutgoingMail
from app.rules.calendar import berlin_day
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from tests.factories import (
    DAY,
    make_assignment,
    make_closure,
    make_registrar,
    make_reservation,
    make_series,
    make_slot,
    make_venue,
)

S = ReservationState


def queries_of(app, client, path):
    """Return how many statements a page needs."""
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    statements = []

    def count(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(statements)


def test_the_office_signs_in_first(client, as_operator, session):
    assert client.get("/amt/").status_code == 302
    assert as_operator(make_venue(session)).get("/amt/").status_code == 403


def test_a_calm_day_says_so(as_staff):
    page = as_staff.get("/amt/").text
    assert "Alles geprüft" in page
    assert "Heute heiratet niemand." in page


def test_it_counts_what_waits(as_staff, session, now):
    series = make_series(session)
    for days in (0, 7):
        make_slot(
            session,
            series.venue,
            series=series,
            day=DAY + timedelta(days=days),
            state=SlotState.SUBMITTED,
            submitted_at=now,
        )
    make_reservation(session, state=S.RESERVED)
    make_reservation(session, state=S.REQUESTED)
    today = make_reservation(
        session, make_slot(session, day=berlin_day(now)), S.FIRM, person1_family="Heutig"
    )
    make_slot(session, opens_at=now + timedelta(days=3))
    page = as_staff.get("/amt/").text
    for words in (
        "1 Zusage prüfen",
        "Serie zur Freigabe",
        "2 Termine prüfen",
        "1 Fall ansehen",
        "Heutig und",
        "Do, 4. März 2027, 10:00 Uhr",
    ):
        assert words in page
    assert today.email not in page


def test_lists_need_the_same_number_of_queries_however_long(app, as_staff, session, now):
    paths = (
        "/amt/",
        "/amt/reservierungen",
        "/amt/tag/2027-06-12",
        "/amt/freigaben",
        "/amt/telefon",
    )

    def fill(times):
        for _ in range(times):
            make_reservation(session)
            make_slot(session, state=SlotState.SUBMITTED, submitted_at=now)
        session.commit()

    fill(2)
    few = [queries_of(app, as_staff, path) for path in paths]
    fill(12)
    assert [queries_of(app, as_staff, path) for path in paths] == few


def test_mails_that_wait_too_long_are_a_failure(as_staff, session, now):
    waiting_since = now - timedelta(days=1)
    session.add(
        OutgoingMail(
            kind="reserved",
            recipient="paar@example.org",
            language="de",
            facts={},
            message_id="m1",
            created_at=waiting_since,
            next_try_at=waiting_since,
        )
    )
    assert "E-Mail wartet zu lange" in as_staff.get("/amt/").text


def test_what_has_nobody_soon_and_what_is_closed_waits_as_well(as_staff, session, now):
    today = berlin_day(now)
    venue = make_venue(session)
    for days in (3, 14, 15):
        slot = make_slot(session, venue, day=today + timedelta(days=days))
        make_reservation(session, slot, S.FIRM)
    ended = make_slot(session, venue, day=today + timedelta(days=2))
    make_reservation(session, ended, S.CANCELLED)
    page = as_staff.get("/amt/").text
    assert "Trauungen ohne Person" in page
    assert f'href="/amt/einsatz/{today + timedelta(days=3)}"' in page
    assert "in eine Sperrzeit" not in page
    begins_at = slot.begins_at - timedelta(hours=1)
    make_closure(session, venue, begins_at=begins_at, ends_at=slot.ends_at)
    page = as_staff.get("/amt/").text
    assert "Trauung fällt in eine Sperrzeit" in page
    assert f'href="/amt/stoerung/{today + timedelta(days=15)}"' in page


def test_the_next_days_say_who_is_there_and_what_lacks(as_staff, session, now):
    today = berlin_day(now)
    venue = make_venue(session)
    for days in (0, 4):
        slot = make_slot(session, venue, day=today + timedelta(days=days))
        make_reservation(session, slot, S.FIRM)
    page = as_staff.get("/amt/").text
    assert "1 Trauung, 1 Person im Dienst" in page
    assert "1 ohne Person" in page
    assert f'href="/amt/einsatz/{today}?trauung=' in page


def test_a_ceremony_of_today_names_who_performs_it(as_staff, session, now):
    slot = make_slot(session, day=berlin_day(now))
    case = make_reservation(session, slot, S.FIRM)
    make_assignment(session, case, make_registrar(session, short_name="Okafor"))
    assert "Okafor" in as_staff.get("/amt/").text


def test_a_deadline_of_another_year_says_which(as_staff, session, now):
    make_slot(session, state=SlotState.SUBMITTED, submitted_at=now - timedelta(days=90))
    assert 'seit Di, <span class="nowrap">1. Dezember</span> 2026' in as_staff.get("/amt/").text


def test_every_page_of_the_office_has_the_search_and_the_way_to_a_call(
    as_staff, as_operator, session
):
    for path in ("/amt/", "/amt/freigaben", "/amt/einsatz", "/amt/nichts"):
        page = as_staff.get(path, follow_redirects=True).text
        assert "/amt/reservierungen/suche" in page
        assert "Telefonreservierung" in page
    page = as_operator(make_venue(session)).get("/betrieb/", follow_redirects=True).text
    assert "/amt/" not in page
