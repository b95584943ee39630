import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.outbox import post
from app.models import Account, Entry, OutgoingMail, Reservation
from app.rules.calendar import berlin_day
from app.rules.permissions import Role
from app.rules.reservations import ReservationState
from app.rules.slots import SlotState
from tests.factories import (
    make_account,
    make_assignment,
    make_closure,
    make_registrar,
    make_reservation,
    make_slot,
)
from tests.support.client import make_client

S = ReservationState
LIST = "/amt/reservierungen"


def url(reservation, ending=""):
    """Return the address of a case or of something below it."""
    return f"{LIST}/{reservation.reference}{ending}"


def mails_to(session, reservation):
    """Return the kinds of the mails to a couple."""
    found = select(OutgoingMail.kind).where(OutgoingMail.reservation_id == reservation.id)
    return list(session.scalars(found))


@pytest.mark.parametrize("path", [LIST, f"{LIST}/TK-0000-0001", f"{LIST}/TK-0000-0001/absagen"])
def test_nobody_sees_couples_without_signing_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/anmelden" in answer.location


def test_operators_see_no_reservations(as_operator, session):
    reservation = make_reservation(session)
    operator = as_operator(reservation.slot.venue)
    assert operator.get(LIST).status_code == 403
    assert operator.get(url(reservation)).status_code == 403
    assert operator.post(url(reservation, "/zusagen")).status_code == 403


@pytest.mark.parametrize("state", list(S))
def test_a_case_has_a_page_in_every_state(as_staff, session, state):
    reservation = make_reservation(session, state=state)
    answer = as_staff.get(url(reservation))
    assert answer.status_code == 200
    assert reservation.reference in answer.text


def test_the_queue_names_couples_but_not_how_to_reach_them(as_staff, session):
    reservation = make_reservation(session, person1_family="Yıldız", person2_family="Brandt")
    page = as_staff.get(LIST).text
    assert "Yıldız und Brandt" in page
    assert reservation.email not in page
    assert reservation.phone not in page
    assert reservation.email in as_staff.get(url(reservation)).text


@pytest.mark.parametrize(
    ("view", "state"),
    [("zu-pruefen", S.RESERVED), ("e-mail-offen", S.REQUESTED), ("zugesagt", S.APPROVED)],
)
def test_each_view_shows_its_states(as_staff, session, view, state):
    here = make_reservation(session, state=state)
    there = make_reservation(session, state=S.CANCELLED)
    page = as_staff.get(f"{LIST}?status={view}").text
    assert here.reference in page
    assert there.reference not in page


@pytest.mark.parametrize("view", ["zu-pruefen", "e-mail-offen", "zugesagt", "alle"])
def test_an_empty_view_says_so(as_staff, view):
    answer = as_staff.get(f"{LIST}?status={view}")
    assert answer.status_code == 200
    assert "Telefon eintragen" in answer.text


def test_a_long_queue_comes_in_pages(as_staff, session):
    for _ in range(53):
        make_reservation(session)
    assert "Seite 1 von 2" in as_staff.get(LIST).text
    assert "Seite 2 von 2" in as_staff.get(f"{LIST}?seite=2").text
    for odd in ("99", "-1", "x", "9" * 40, "٣"):
        assert as_staff.get(f"{LIST}?seite={odd}").status_code == 200


def test_an_overdue_registration_is_said_in_words(as_staff, session, now):
    slot = make_slot(session, day=berlin_day(now) + timedelta(days=55))
    make_reservation(session, slot, S.APPROVED)
    # The last day to register is a working day: the Friday before.
    assert "überfällig seit 3 Tagen" in as_staff.get(f"{LIST}?status=zugesagt").text


@pytest.mark.parametrize(
    "words", ["tk test 7777", "TK-TEST-7777", "paar77@example.org", "PAAR77@example.org"]
)
def test_a_reference_or_an_address_leads_straight_to_the_case(as_staff, session, words):
    make_reservation(session)
    wanted = make_reservation(
        session,
        reference="TK-TEST-7777",
        email="paar77@example.org",
        email_key="paar77@example.org",
    )

    session.get(Reservation, wanted.id).reference = "TK-TETT-7777"
    answer = as_staff.post(
        f"{LIST}/suche", data={"suche": words.replace("TEST", "TETT").replace("test", "tett")}
    )
    assert answer.status_code == 303
    assert answer.location.endswith("/amt/reservierungen/TK-TETT-7777")


def test_an_address_with_umlauts_leads_to_its_case(as_staff, session):
    wanted = make_reservation(session, email_key="paar@xn--mller-kva.de")
    answer = as_staff.post(f"{LIST}/suche", data={"suche": "Paar@Müller.de"})
    assert answer.location.endswith(wanted.reference)


def test_a_family_name_finds_all_who_bear_it(as_staff, session):
    for number in range(2):
        make_reservation(session, person2_family="Müller" if number else "Möller-Müller")
    make_reservation(session)
    answer = as_staff.post(f"{LIST}/suche", data={"suche": "müll"}, follow_redirects=True)
    assert "2 Treffer für „müll“" in answer.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Weiß", "weiß"),
        ("Özdemir", "özdemir"),
        ("Özdemir", "ÖZDEMIR"),
        ("von Österreich", "von österr"),
        ("Şahin-Groß", "şahin"),
    ],
)
def test_a_name_is_found_however_it_is_typed(as_staff, session, name, words):
    make_reservation(session, person1_family=name)
    answer = as_staff.post(f"{LIST}/suche", data={"suche": words})
    assert "/amt/reservierungen/TK-" in answer.location


def test_what_was_never_sent_is_not_shown_to_the_office(as_staff, session):
    typed = {"person1_family": "Ungesendet", "person2_family": "Verschwiegen"}
    make_reservation(session, state=ReservationState.HELD, **typed)
    make_reservation(
        session, state=ReservationState.LAPSED, requested_at=None, reserved_at=None, **typed
    )
    assert "Ungesendet" not in as_staff.get(f"{LIST}?status=alle").text
    answer = as_staff.post(f"{LIST}/suche", data={"suche": "ungesend"}, follow_redirects=True)
    assert "0 Treffer" in answer.text


@pytest.mark.parametrize("words", ["%%", "__", "x\0y", "a" * 5000, "\\\\", "TK-!!!!", "@@"])
def test_odd_searches_find_nothing(as_staff, session, words):
    make_reservation(session)
    answer = as_staff.post(f"{LIST}/suche", data={"suche": words}, follow_redirects=True)
    assert answer.status_code == 200
    assert "0 Treffer" in answer.text


def test_what_is_searched_does_not_stand_in_the_address(as_staff, session):
    answer = as_staff.post(f"{LIST}/suche", data={"suche": "Brandt"})
    assert "Brandt" not in answer.location


def test_approving_tells_the_couple(as_staff, session):
    reservation = make_reservation(session)
    answer = as_staff.post(url(reservation, "/zusagen"))
    assert answer.status_code == 303
    assert reservation.state is S.APPROVED
    assert mails_to(session, reservation) == ["approved"]
    assert "Zugesagt. Das Paar bekommt Bescheid." in as_staff.get(url(reservation)).text


def test_who_approves_second_learns_that_it_is_done(app, as_staff, session):
    reservation = make_reservation(session)
    colleague = make_account(session, role=Role.STAFF, name="Aylin Demir")
    make_client(app, session, colleague).post(url(reservation, "/zusagen"))
    answer = as_staff.post(url(reservation, "/zusagen"), follow_redirects=True)
    assert "Das war schon geschehen: Aylin Demir" in answer.text
    assert mails_to(session, reservation) == ["approved"]


def test_what_was_cancelled_meanwhile_is_not_approved(as_staff, session):
    reservation = make_reservation(session, state=S.CANCELLED)
    answer = as_staff.post(url(reservation, "/zusagen"))
    assert answer.status_code == 409
    assert "der Stand hat sich inzwischen geändert" in answer.text
    assert reservation.state is S.CANCELLED


def test_a_ceremony_in_a_closure_is_not_approved(as_staff, session):
    reservation = make_reservation(session)
    make_closure(session, reservation.slot.venue, reason="Wasserschaden")
    page = as_staff.get(url(reservation)).text
    assert "Sperrzeit: Wasserschaden" in page
    answer = as_staff.post(url(reservation, "/zusagen"))
    assert answer.status_code == 409
    assert reservation.state is S.RESERVED


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s, r: setattr(r.slot, "state", SlotState.WITHDRAWN), "Termin zurückgezogen"),
        (lambda s, r: make_closure(s, reason="Umzug"), "Standesamt geschlossen"),
        (
            lambda s, r: make_reservation(
                s,
                make_slot(s, r.slot.venue, at=r.slot.begins_at.time().replace(hour=11, minute=30)),
            ),
            "Zeit belegt",
        ),
    ],
)
def test_the_case_says_what_stands_in_the_way(as_staff, session, spoil, words):
    reservation = make_reservation(session)
    spoil(session, reservation)
    assert words in as_staff.get(url(reservation)).text


@pytest.mark.parametrize(
    ("ending", "before", "after"),
    [
        ("/ablehnen", S.RESERVED, S.DECLINED),
        ("/absagen", S.RESERVED, S.CANCELLED),
        ("/absagen", S.APPROVED, S.CANCELLED),
    ],
)
def test_ending_a_reservation_needs_a_reason(as_staff, session, ending, before, after):
    reservation = make_reservation(session, state=before)
    assert as_staff.get(url(reservation, ending)).status_code == 200
    for reason in ("", "   ", "\n", "\0"):
        refused = as_staff.post(url(reservation, ending), data={"reason": reason})
        assert refused.status_code == 422
        assert "Bitte prüfen Sie 1 Angabe" in refused.text
    answer = as_staff.post(url(reservation, ending), data={"reason": " Der Saal ist gesperrt. "})
    assert answer.status_code == 303
    assert reservation.state is after
    assert reservation.reason == "Der Saal ist gesperrt."
    assert mails_to(session, reservation) == [after.value]
    assert "Der Saal ist" in as_staff.get(url(reservation)).text


def test_a_reason_too_long_is_said(as_staff, session):
    reservation = make_reservation(session)
    answer = as_staff.post(url(reservation, "/ablehnen"), data={"reason": "x" * 501})
    assert answer.status_code == 422
    assert "Höchstens 500 Zeichen" in answer.text


def test_declining_what_is_approved_meanwhile_is_refused(as_staff, session):
    reservation = make_reservation(session, state=S.APPROVED)
    answer = as_staff.post(url(reservation, "/ablehnen"), data={"reason": "Zu spät."})
    assert answer.status_code == 409
    assert reservation.state is S.APPROVED


@pytest.mark.parametrize("ending", ["/ablehnen", "/absagen"])
def test_what_has_ended_leads_back_to_the_case(as_staff, session, ending):
    reservation = make_reservation(session, state=S.LAPSED)
    assert as_staff.get(url(reservation, ending)).status_code == 303


def test_the_history_says_who_and_when_but_the_journal_holds_no_name(as_staff, session):
    reservation = make_reservation(session, person1_family="Geheimrat")
    as_staff.post(url(reservation, "/zusagen"))
    staff = session.scalars(select(Account).where(Account.role == Role.STAFF)).one()
    page = as_staff.get(url(reservation)).text
    assert "Nach voller Prüfung zugesagt" in page
    assert re.search(rf"Mo, 1\. März 2027, 10:00 Uhr, {staff.name}", page)
    for entry in session.scalars(select(Entry)):
        assert "Geheimrat" not in str(entry.facts)


@pytest.mark.parametrize(
    ("days", "words"), [(30, "so bald wie möglich an (§ 12 PStG)"), (120, " an (§ 12 PStG)")]
)
def test_the_office_is_told_no_deadline_that_has_passed(as_staff, session, now, days, words):
    reservation = make_reservation(
        session, make_slot(session, day=berlin_day(now) + timedelta(days=days))
    )
    assert words in as_staff.get(url(reservation)).text
    done = as_staff.get(f"/amt/telefon/{reservation.reference}").text
    assert ("so bald wie möglich" in done) == (days == 30)


def test_a_mail_that_failed_is_flagged(as_staff, session, now):
    reservation = make_reservation(session)
    session.add(
        OutgoingMail(
            kind="reserved",
            recipient="paar@example.org",
            language="de",
            facts={},
            reservation_id=reservation.id,
            message_id="m1",
            created_at=now,
            next_try_at=now,
            failed_at=now,
        )
    )
    assert "nicht zugestellt" in as_staff.get(url(reservation)).text
    page = as_staff.get("/amt/postausgang").text
    assert reservation.reference in page
    assert "E-Mail nicht zugestellt" in as_staff.get("/amt/").text


@pytest.mark.parametrize(
    "reference",
    ["TK-9999-9999", "x", "%00", "TK-7Q4M-29XD%00", "a" * 3000, "..", "TK-7Q4M-29XD'--", "ÄÖÜ"],
)
def test_unknown_references_are_not_found(as_staff, reference):
    for ending in ("", "/absagen", "/ablehnen"):
        assert as_staff.get(f"{LIST}/{reference}{ending}").status_code == 404
    assert as_staff.post(f"{LIST}/{reference}/zusagen").status_code == 404


@pytest.mark.parametrize("view", ["suche", "x", "", "%00", "a" * 2000])
def test_unknown_views_are_not_found(as_staff, view):
    assert as_staff.get(f"{LIST}?status={view}").status_code == 404


def test_a_mail_that_was_dropped_is_not_promised_again(as_staff, session, now):
    case = make_reservation(session, state=ReservationState.CANCELLED, reference="TK-7777-7777")
    mail = post(session, "reserved", "a@example.org", language="de", now=now, reservation=case)
    mail.tries, mail.dropped_at, mail.dropped_because = 1, now, "reservation_cancelled"
    page = as_staff.get(f"/amt/reservierungen/{case.reference}").text
    assert "nicht mehr nötig, weil abgesagt" in page
    assert "nächster Versuch folgt" not in page


def test_from_case_to_case_without_the_list(as_staff, session, now):
    first, second = (
        make_reservation(session, reserved_at=now - timedelta(days=days)) for days in (4, 2)
    )
    for here, there in ((first, second), (second, first)):
        page = as_staff.get(f"/amt/reservierungen/{here.reference}").text
        link = page.split("Nächster Fall")[0].rpartition('href="')[2].partition('"')[0]
        assert link == f"/amt/reservierungen/{there.reference}"
    second.state = ReservationState.DECLINED
    session.flush()
    assert "Nächster Fall" not in as_staff.get(f"/amt/reservierungen/{first.reference}").text


def test_a_case_says_who_performs_the_ceremony_and_leads_to_the_roster(as_staff, session):
    case = make_reservation(session, state=ReservationState.APPROVED)
    path = f"/amt/reservierungen/{case.reference}"
    roster = f'href="/amt/einsatz/{case.slot.day}?trauung={case.reference}"'
    page = as_staff.get(path).text
    assert "noch niemand" in page
    assert "<span>Person zuweisen</span>" in page.partition(roster)[2]
    make_assignment(session, case, make_registrar(session, name="Ada Okafor"))
    page = as_staff.get(path).text
    assert "Ada Okafor" in page
    assert "<span>Andere Person zuweisen</span>" in page.partition(roster)[2]
