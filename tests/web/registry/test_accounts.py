"""The office's pages about people."""

import pytest
from sqlalchemy import select

from app.models import Account, OutgoingMail
from app.rules.permissions import Role
from tests.factories import make_account, make_venue


def someone(session, email):
    return session.scalars(select(Account).where(Account.email == email)).one()


def invite(client, **fields):
    values = {"name": "Kim Neu", "email": "neu@example.org", "role": "staff", **fields}
    return client.post("/amt/personen/neu", data=values)


def test_the_table_tells_who_may_sign_in(as_head, session, now):
    make_account(
        session,
        name="Gül Öztürk",
        role=Role.OPERATOR,
        venues=[make_venue(session, name="Malakoffturm")],
    )
    make_account(session, name="Ole Weg", closed_at=now)
    page = as_head.get("/amt/personen").text
    for words in ("Gül Öztürk", "Malakoffturm", "Eingeladen", "Geschlossen", "noch nie", "Leitung"):
        assert words in page


def test_an_invited_person_stands_in_the_table_and_gets_a_mail(as_head, session):
    venue = make_venue(session)
    answer = invite(as_head, role="operator", venues=[str(venue.id)])
    assert answer.location == "/amt/personen"
    assert "Die Einladung an Kim Neu ist unterwegs." in as_head.get("/amt/personen").text
    made = someone(session, "neu@example.org")
    assert (made.role, made.venues) == (Role.OPERATOR, [venue])
    assert [mail.recipient for mail in session.scalars(select(OutgoingMail))] == ["neu@example.org"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 121},
        {"name": "Kim\x00Neu"},
        {"email": ""},
        {"email": "kein-at"},
        {"email": "a@example.org, b@example.org"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "o'neill@example.org"},
        # Our mails are written in ASCII: the invitation would never leave.
        {"email": "jörg@example.org"},
        {"email": "a\x00@example.org"},
        {"email": "x" * 300 + "@example.org"},
        {"role": "admin"},
        {"role": ""},
        {"role": "operator"},
        {"role": "operator", "venues": ["999"]},
        {"role": "operator", "venues": ["x"]},
        {"role": "operator", "venues": ["1" * 30]},
        {"email": ["a@example.org", "b@example.org"]},
    ],
    ids=ascii,
)
def test_what_cannot_be_is_said_at_the_field_and_changes_nothing(as_head, session, fields):
    answer = invite(as_head, **fields)
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert "valid choice" not in answer.text
    assert len(session.scalars(select(Account)).all()) == 1
    assert session.scalars(select(OutgoingMail)).all() == []


def test_two_addresses_in_one_field_are_told_apart_from_a_wrong_one(as_head):
    page = invite(as_head, email="a@example.org, b@example.org").text
    assert page.count("Bitte geben Sie nur eine E-Mail-Adresse ein.") == 2


def test_an_address_is_invited_once(as_head, session):
    assert invite(as_head).status_code == 303
    answer = invite(as_head, email="NEU@example.org", name="Andere Person")
    assert answer.status_code == 409
    assert "Diese E-Mail-Adresse hat schon ein Konto." in answer.text
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_a_second_click_on_inviting_is_told_that_the_invitation_is_under_way(as_head, session):
    first, second = invite(as_head), invite(as_head)
    assert (second.status_code, second.location) == (303, first.location)
    assert "ist unterwegs." in as_head.get(second.location).text
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_role_and_venues_change(as_head, session):
    first, second = make_venue(session), make_venue(session)
    account = make_account(session, role=Role.OPERATOR, venues=[first])
    path = f"/amt/personen/{account.id}"
    assert as_head.get(path).status_code == 200
    answer = as_head.post(path, data={"role": "operator", "venues": [str(second.id)]})
    assert answer.location == path
    assert account.venues == [second]
    assert as_head.post(path, data={"role": "operator"}).status_code == 422
    assert as_head.post(path, data={"role": "staff", "closed_at": "x"}).status_code == 303
    assert (account.role, account.venues, account.closed_at) == (Role.STAFF, [], None)


def test_an_account_is_closed_invited_again_and_reopened(as_head, session):
    account = make_account(session)
    path = f"/amt/personen/{account.id}"
    assert as_head.post(f"{path}/einladen").location == path
    assert as_head.post(f"{path}/schliessen").location == path
    assert "Konto wieder öffnen" in as_head.get(path).text
    assert as_head.post(f"{path}/einladen").status_code == 409
    assert as_head.post(f"{path}/oeffnen").location == path
    assert account.closed_at is None


def test_the_last_head_stays(as_head, session):
    account = session.scalars(select(Account)).one()
    account.password_hash = "x"
    path = f"/amt/personen/{account.id}"
    for answer in (as_head.post(f"{path}/schliessen"), as_head.post(path, data={"role": "staff"})):
        assert answer.status_code == 409
        assert "Das ist das letzte Konto mit der Rolle Leitung." in answer.text


PAGES = [
    ("get", "/amt/personen"),
    ("get", "/amt/personen/neu"),
    ("post", "/amt/personen/neu"),
    ("get", "/amt/personen/1"),
    ("post", "/amt/personen/1"),
    ("post", "/amt/personen/1/einladen"),
    ("post", "/amt/personen/1/schliessen"),
    ("post", "/amt/personen/1/oeffnen"),
]


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_only_the_head_may(client, as_staff, as_operator, session, method, path):
    assert getattr(client, method)(path).status_code == 302
    assert getattr(as_staff, method)(path).status_code == 403
    assert getattr(as_operator(make_venue(session)), method)(path).status_code == 403


@pytest.mark.parametrize("account_id", ["999", "0", str(2**40)])
def test_who_is_not_there_is_not_found(as_head, account_id):
    for method, path in PAGES[3:]:
        assert getattr(as_head, method)(path.replace("1", account_id)).status_code == 404
