"""The reservation's own page: each state honest, personal data only for those who may act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.models import Channel, Fee, KnownBrowser, OutgoingMail, Payee, Purpose
from app.rules.reservations import CancelReason, ReservationState
from tests.factories import NOW, make_reservation, make_slot
from tests.support.mailbox import deliver

S = ReservationState

HEADINGS = {
    S.REQUESTED: "Bitte bestätigen Sie Ihre E-Mail-Adresse",
    S.RESERVED: "Ihr Termin ist reserviert",
    S.APPROVED: "Ihr Termin ist zugesagt.",
    S.REGISTERED: "Ihre Eheschließung ist angemeldet",
    S.FIRM: "Ihr Termin ist fest",
    S.MARRIED: "Sie sind verheiratet",
    S.DECLINED: "Abgelehnt",
    S.CANCELLED: "Abgesagt",
    S.LAPSED: "Verfallen",
}


def mails(session):
    return [mail.kind for mail in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def look(couple, state, **overrides):
    """Let the couple look at a reservation in this state, in a browser that may act."""
    reservation = make_reservation(couple.session, state=state, **overrides)
    access = couple.link(Purpose.ACCESS, reservation)
    answer = couple.client.post(f"/de/r/{access}/zugang")
    couple.secret = answer.location.rpartition("/")[2]
    return reservation, couple.client.get(couple.page())


@pytest.mark.parametrize("state", list(HEADINGS))
def test_every_state_has_its_honest_page(couple, state):
    reservation, page = look(couple, state)
    assert page.status_code == 200
    assert f"{HEADINGS[state]}</h1>" in page.text
    assert reservation.reference in page.text
    assert "Alex Muster und Robin Beispiel" in page.text
    live = state in {S.REQUESTED, S.RESERVED, S.APPROVED, S.REGISTERED, S.FIRM}
    assert ("Reservierung absagen" in page.text) == live
    assert ("Auf Wunsch des Paares." in page.text) == (state in {S.DECLINED, S.CANCELLED, S.LAPSED})


def test_the_way_has_dates_and_persons(couple):
    _reservation, page = look(couple, S.RESERVED)
    path = page.text.split('<ol class="path">')[1].split("</ol>")[0]
    assert path.count("<li") == 6
    assert path.count('aria-current="step"') == 1
    assert "Mo, 14. Dezember 2026 bis Fr, 16. April 2027" in path
    assert "Standesamt" in path


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 12, 11), "ab Fr, 11. Juni 2027 und bis Fr, 15. Oktober 2027"),
        (date(2027, 6, 12), "Melden Sie die Eheschließung bis Fr, 16. April 2027 an."),
        (date(2027, 4, 10), "Melden Sie die Eheschließung jetzt an. Rufen Sie uns bitte"),
    ],
)
def test_an_approved_couple_reads_no_day_that_has_passed(couple, day, words):
    slot = make_slot(couple.session, day=day)
    _reservation, page = look(couple, S.APPROVED, slot=slot)
    assert words in page.text
    assert ("so bald wie möglich" in page.text) == (day.month == 4)


def test_who_called_has_nothing_to_confirm(couple):
    _reservation, page = look(couple, S.RESERVED, channel=Channel.PHONE)
    assert "E-Mail-Adresse bestätigt" not in page.text


def test_what_was_not_confirmed_in_time_is_not_called_open(couple, set_clock):
    _reservation, page = look(couple, S.REQUESTED)
    set_clock(NOW + timedelta(hours=24))
    assert "Verfallen</h1>" in couple.client.get(couple.page()).text


@pytest.mark.parametrize("state", list(HEADINGS))
def test_a_link_alone_shows_date_venue_and_state_and_nothing_else(couple, make_couple, state):
    reservation, _page = look(couple, state)
    stranger = make_couple()
    page = stranger.client.get(couple.page()).text
    assert HEADINGS[state] in page
    assert "Samstag, 12. Juni 2027, 11:00 Uhr" in page
    for secret in ("Alex", "Robin", reservation.email, reservation.reference):
        assert secret not in page.split("<main")[1]
    assert "Reservierung absagen" not in page
    assert "Auf Wunsch" not in page
    assert "Link per E-Mail senden" in page


def test_a_link_alone_cannot_act(couple, make_couple, session):
    reservation, _page = look(couple, S.RESERVED)
    stranger = make_couple()
    for method in (stranger.client.get, stranger.client.post):
        assert method(couple.page("absagen")).location == couple.page()
    stranger.client.post(couple.page("noch-einmal"))
    assert reservation.state is S.RESERVED
    assert mails(session) == []


def test_a_fresh_link_goes_to_the_address_of_the_couple(couple, make_couple, session):
    reservation, _page = look(couple, S.RESERVED)
    answer = make_couple().client.post(couple.page("link"))
    assert (answer.status_code, answer.location) == (303, couple.page())
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.kind, mail.recipient) == ("access_link", reservation.email)


def test_the_mail_to_confirm_is_sent_again_a_few_times(couple, session):
    couple.reserve(make_slot(session))
    codes = [couple.client.post(couple.page("noch-einmal")).status_code for _ in range(7)]
    assert codes == [303] * 4 + [429] * 3
    assert mails(session) == ["confirm_email"] * 5


def test_a_hold_is_no_reservation_yet(couple, session):
    couple.hold(make_slot(session))
    assert couple.client.get(couple.page()).location == couple.step("")
    assert couple.client.get(couple.page("absagen")).status_code == 404
    assert couple.client.post(couple.page("absagen")).status_code == 404
    assert couple.client.post(couple.page("link")).status_code == 404
    assert couple.reservation.state is S.HELD


# ── cancelling ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("data", "reason"), [({}, None), ({"reason": "other"}, CancelReason.OTHER)]
)
def test_cancelling_twice_happens_once(couple, session, data, reason):
    reservation = couple.reserve(make_slot(session))
    for _ in range(2):
        answer = couple.client.post(couple.page("absagen"), data=data)
        assert (answer.status_code, answer.location) == (303, couple.page())
    assert reservation.state is S.CANCELLED
    assert (reservation.cancel_reason, reservation.reason) == (reason, None)
    assert mails(session) == ["confirm_email", "cancelled"]
    assert couple.client.get(couple.page("absagen")).location == couple.page()


def test_why_a_couple_cancels_is_read_by_everybody_in_their_own_language(
    app, session, make_couple, as_staff
):
    couple = make_couple(lang="en")
    couple.reserve(make_slot(session))
    couple.client.post(couple.page("absagen"), data={"reason": "other_date"})
    assert "We would like another date." in couple.client.get(couple.page()).text
    case = as_staff.get(f"/amt/reservierungen/{couple.reservation.reference}").text
    assert "Wir möchten einen anderen Termin." in case
    assert "We would like" not in case
    mail = " ".join(deliver(app)[-1].get_body(("plain",)).get_content().split())
    assert "We would like another date." in mail


def test_a_reason_that_is_not_offered_is_not_taken(couple, session):
    reservation = couple.reserve(make_slot(session))
    answer = couple.client.post(couple.page("absagen"), data={"reason": "because"})
    assert answer.status_code == 422
    assert reservation.state is S.REQUESTED


def test_close_to_the_ceremony_the_telephone_helps(couple):
    reservation, _page = look(
        couple, S.APPROVED, slot=make_slot(couple.session, day=date(2027, 3, 2))
    )
    answer = couple.client.post(couple.page("absagen"))
    assert answer.status_code == 409
    assert "Online absagen können Sie bis 3 Tage vor der Trauung." in answer.text
    assert reservation.state is S.APPROVED


# ── links in mails ────────────────────────────────────────────────────────────
def test_a_scanner_that_opens_links_redeems_nothing(couple, make_couple, session):
    reservation = make_reservation(session, state=S.REQUESTED)
    confirm = f"/de/r/{couple.link(Purpose.CONFIRM, reservation)}/bestaetigen"
    access = f"/de/r/{couple.link(Purpose.ACCESS, reservation)}/zugang"
    scanner = make_couple()
    for _ in range(5):
        for link in (confirm, access):
            assert scanner.client.get(link).status_code == 200
            assert scanner.client.head(link).status_code == 200
    assert reservation.state is S.REQUESTED
    assert couple.client.post(confirm).status_code == 303
    assert couple.client.post(access).status_code == 303
    assert reservation.state is S.RESERVED


def test_confirming_elsewhere_shows_the_page_but_does_not_let_act(couple, make_couple, session):
    couple.reserve(make_slot(session))
    link = f"/de/r/{couple.link(Purpose.CONFIRM)}/bestaetigen"
    phone = make_couple()
    answer = phone.client.post(link, follow_redirects=True)
    assert "Ihr Termin ist reserviert" in answer.text
    assert "Merve" not in answer.text
    assert "Ihr Termin ist reserviert" in couple.client.post(link, follow_redirects=True).text
    assert mails(session) == ["confirm_email", "reserved"]


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        (S.REQUESTED, 200, "Mit dem Knopf bestätigen Sie"),
        (S.RESERVED, 200, "Ihre E-Mail-Adresse ist schon bestätigt"),
        (S.APPROVED, 200, "Ihre E-Mail-Adresse ist schon bestätigt"),
        (S.DECLINED, 410, "Das Standesamt konnte diesen Termin nicht zusagen."),
        (S.CANCELLED, 410, "Diese Reservierung ist abgesagt."),
        (S.LAPSED, 410, "Diese Reservierung ist verfallen."),
    ],
)
def test_a_confirmation_link_opened_again_says_how_things_stand(
    couple, session, state, code, words
):
    reservation = make_reservation(session, state=state)
    answer = couple.client.get(f"/de/r/{couple.link(Purpose.CONFIRM, reservation)}/bestaetigen")
    assert answer.status_code == code
    assert words in answer.text


def test_what_was_cancelled_costs_nothing(couple, session):
    slot = make_slot(session)
    due = {"label": {"de": "Trauung"}, "cents": 4000, "valid_from": slot.day}
    session.add(Fee(venue=slot.venue, payee=Payee.OFFICE, **due))
    couple.reserve(slot)
    page = f"/de/r/{couple.link(Purpose.RESERVATION)}"
    assert "Gebühren" in couple.client.get(page).text
    couple.client.post(f"{page}/absagen", data={"reason": "other"})
    assert "Gebühren" not in couple.client.get(page).text


def test_confirming_too_late_says_so(couple, session, set_clock):
    reservation = make_reservation(session, state=S.REQUESTED)
    link = f"/de/r/{couple.link(Purpose.CONFIRM, reservation)}/bestaetigen"
    set_clock(NOW + timedelta(hours=24))
    # Nobody is promised what the button would refuse, though nothing has tidied up yet.
    opened = couple.client.get(link)
    assert opened.status_code == 410
    assert "Diese Reservierung ist verfallen." in opened.text
    assert "Neuen Termin suchen" in opened.text
    answer = couple.client.post(link)
    assert answer.status_code == 409
    assert "Die Frist zum Bestätigen der E-Mail-Adresse ist vorbei." in answer.text
    assert reservation.state is S.REQUESTED


def test_an_access_link_works_once_and_its_secret_leaves_the_address(couple, make_couple, session):
    reservation = make_reservation(session)
    secret = couple.link(Purpose.ACCESS, reservation)
    answer = couple.client.post(f"/de/r/{secret}/zugang")
    assert answer.status_code == 303
    assert secret not in answer.location
    second = make_couple().client.post(f"/de/r/{secret}/zugang")
    assert second.status_code == 409
    assert "Dieser Link gilt nicht mehr" in second.text
    assert session.scalar(select(func.count(KnownBrowser.id))) == 1


# ── finding it again ──────────────────────────────────────────────────────────
def test_everybody_who_looks_for_a_reservation_gets_the_same_answer(couple, session):
    make_reservation(session, reference="TK-7Q4M-29XD", email_key="a@example.org")
    pages = set()
    for wanted in ("tk 7q4m 29xd", "A@example.org", "b@example.org", "TK-AAAA-AAAA"):
        answer = couple.client.post("/de/reservierung-finden", data={"wanted": wanted})
        assert answer.status_code == 303
        pages.add(couple.client.get(answer.location).text.split("<main")[1].split("<form")[0])
    assert len(pages) == 1
    assert mails(session) == ["access_link"] * 2


def test_an_address_with_umlauts_is_found_as_it_is_written(couple, session):
    make_reservation(session, email_key="anna@xn--mller-kva.de")
    couple.client.post("/de/reservierung-finden", data={"wanted": "Anna@Müller.de"})
    assert mails(session) == ["access_link"]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("a@example.org, b@example.org", "nur eine E-Mail-Adresse"),
        ("a@example", "fehlt ein Teil"),
        ("TK-7Q4M-29X", "keine Reservierungsnummer und keine E-Mail-Adresse"),
        ("TK-7Q4M-29X0", "keine Reservierungsnummer und keine E-Mail-Adresse"),
    ],
)
def test_nobody_waits_for_a_mail_that_cannot_come(couple, session, wanted, sentence):
    make_reservation(session, reference="TK-7Q4M-29XD", email_key="a@example.org")
    answer = couple.client.post("/de/reservierung-finden", data={"wanted": wanted})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert wanted in answer.text
    assert mails(session) == []


def test_looking_too_often_is_slowed_down(couple, session, monkeypatch):
    monkeypatch.setattr("app.web.couples.finding.LASTS", timedelta())
    answers = [
        couple.client.post("/de/reservierung-finden", data={"wanted": "a@example.org"})
        for _ in range(21)
    ]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert "1. März 2027, 10:15 Uhr" in answers[-1].text


@pytest.mark.parametrize(
    ("path", "state"), [("link", S.RESERVED), ("noch-einmal", S.REQUESTED)], ids=str
)
def test_asking_for_too_many_mails_says_when_the_next_may_be_asked_for(
    couple, session, set_clock, path, state
):
    couple.reserve(make_slot(session))
    couple.reservation.state = state
    address = couple.page(path)
    sent = len(mails(session))
    while couple.client.post(address).status_code == 303:
        sent += 1
    answer = couple.client.post(address)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(24 * 60 * 60)
    assert "Dienstag, 2. März 2027, 10:00 Uhr" in answer.text
    assert len(mails(session)) == sent
    set_clock(NOW + timedelta(days=1))
    assert couple.client.post(address).status_code == 303


def test_reserving_too_often_keeps_what_was_typed_and_says_when_it_goes_on(couple, session):
    for _ in range(5):
        couple.reserve(make_slot(session))
        assert couple.client.post(couple.page("absagen")).status_code == 303
    couple.hold(make_slot(session))
    couple.fill_in()
    answer = couple.post("pruefen")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(24 * 60 * 60)
    assert "Angaben prüfen" in answer.text
    assert "Merve Aydın" in answer.text
    assert "Dienstag, 2. März 2027, 10:00 Uhr" in answer.text
    assert couple.reservation.state is ReservationState.HELD


def test_the_browser_that_reserved_opens_it_without_a_mail(couple, make_couple, session):
    couple.reserve(make_slot(session))
    assert "Reservierung öffnen" in couple.client.get("/de/reservierung-finden").text
    answer = couple.client.post("/de/reservierung-finden/oeffnen", follow_redirects=True)
    assert "Merve Aydın" in answer.text
    stranger = make_couple()
    assert "Reservierung öffnen" not in stranger.client.get("/de/reservierung-finden").text
    answer = stranger.client.post("/de/reservierung-finden/oeffnen")
    assert answer.location == "/de/reservierung-finden"
