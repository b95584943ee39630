"""Accepting an invitation in the browser."""

import threading

import pytest
from sqlalchemy import select

from app.actions.tokens import mint
from app.models import Account, AccountSession, Purpose, Token
from tests.factories import make_account
from tests.support.client import make_client

PASSWORD = "vier zufällige wörter hier"


@pytest.fixture
def link(session, now):
    account = make_account(session, email="neu@example.org", name="Kim Neu")
    secret = mint(session, Purpose.INVITATION, now=now, account_id=account.id)
    session.commit()
    return f"/einladung/{secret}"


def choose(client, link, password=PASSWORD, repeated=None):
    fields = {"new_password": password, "repeated": password if repeated is None else repeated}
    return client.post(link, data=fields)


def test_looking_redeems_nothing_however_often(client, link, session):
    for _ in range(20):
        assert "Willkommen, Kim Neu" in client.get(link).text
        assert client.head(link).status_code == 200
        assert client.options(link).status_code == 200
    assert session.scalars(select(Token)).one().used_at is None
    assert choose(client, link).status_code == 303


def test_the_chosen_password_opens_the_door_and_nothing_is_skipped(client, link):
    answer = choose(client, link)
    assert answer.location == "/anmelden"
    assert client.get("/konto").status_code == 302
    assert "Ihr Passwort ist gespeichert." in client.get("/anmelden").text
    fields = {"email": "neu@example.org", "password": PASSWORD}
    assert client.post("/anmelden", data=fields).status_code == 303


def test_a_link_is_good_once(client, link, session):
    choose(client, link)
    before = session.scalars(select(Account)).one().password_hash
    for answer in (client.get(link), choose(client, link, "ein ganz anderes Passwort")):
        assert answer.status_code == 410
        assert "Diese Einladung gilt nicht mehr" in answer.text
    assert session.scalars(select(Account)).one().password_hash == before


def test_every_worthless_link_gets_the_same_page(app, client, link):
    choose(make_client(app), link)
    pages = [client.get(path) for path in (link, "/einladung/x", "/einladung/" + "x" * 900)]
    assert {page.status_code for page in pages} == {410}
    assert len({page.text.split("<main")[1].split("</main")[0] for page in pages}) == 1


@pytest.mark.parametrize("secret", ["%00", "%ff", "%ed%a0%80", "..", "%2e%2e", "%0d%0aX:y"])
def test_no_link_leads_to_a_failure(client, secret):
    client.proof_reads = False
    assert client.get(f"/einladung/{secret}").status_code in (404, 410)


@pytest.mark.parametrize(
    ("password", "repeated", "status", "sentence"),
    [
        ("kurz", "kurz", 422, "mindestens 12 Zeichen"),
        ("", "", 422, "Bitte wählen Sie ein Passwort."),
        ("x" * 201, "x" * 201, 422, "höchstens 200 Zeichen"),
        (PASSWORD, PASSWORD + "x", 422, "Die beiden Passwörter sind nicht gleich."),
        ("passwort1234", "passwort1234", 409, "Dieses Passwort nehmen viele Menschen."),
        ("neu@example.org", "neu@example.org", 409, "lässt sich aus Ihrem Namen"),
        ("musterstadt-2027", "musterstadt-2027", 409, "lässt sich aus Ihrem Namen"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    client, link, password, repeated, status, sentence
):
    answer = choose(client, link, password, repeated)
    assert answer.status_code == status
    assert sentence in answer.text
    assert choose(client, link).status_code == 303


def test_two_redemptions_at_once_make_one_password(app, link, session):
    clients = [make_client(app) for _ in range(6)]
    barrier, answers = threading.Barrier(6), []

    def redeem(client, number):
        barrier.wait()
        answers.append(choose(client, link, f"{PASSWORD} {number}").status_code)

    threads = [
        threading.Thread(target=redeem, args=(client, number))
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303] + [410] * 5


def test_the_secret_does_not_travel_on(client, link):
    for answer in (client.get(link), choose(client, link, "kurz"), choose(client, link)):
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert link not in (answer.location or "")


def test_a_new_password_by_link_ends_the_sessions_from_before(client, link, session, as_staff, now):
    account = session.scalars(select(AccountSession)).one().account
    secret = mint(session, Purpose.INVITATION, now=now, account_id=account.id)
    assert as_staff.get("/konto").status_code == 200
    choose(client, f"/einladung/{secret}")
    assert as_staff.get("/konto").status_code == 302
