"""Signing in and out."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.actions.passwords import hash_password
from app.models import Account, AccountSession, Throttle
from app.rules.permissions import Role
from app.web import sessions
from tests.factories import make_account, make_venue
from tests.support.client import make_client
from tests.web.test_way_back import HOSTILE

PASSWORD = "vier zufällige wörter hier"


@pytest.fixture
def account(session):
    made = make_account(
        session, email="amt@example.org", role=Role.HEAD, password_hash=hash_password(PASSWORD)
    )
    session.commit()
    return made


@pytest.fixture
def hasty(client):
    """A visitor whose pages nobody proof-reads: hundreds of the same."""
    client.proof_reads = False
    return client


def sign_in(client, email="amt@example.org", password=PASSWORD, address="203.0.113.7", **fields):
    return client.post(
        "/anmelden",
        data={"email": email, "password": password, **fields},
        environ_overrides={"REMOTE_ADDR": address},
    )


def cookie(client):
    return client.get_cookie("traukalender").value


def test_the_page_catches_couples_who_only_read_anmelden(client, session):
    make_venue(session)
    page = client.get("/anmelden")
    assert page.status_code == 200
    assert "Sie möchten heiraten?" in page.text
    assert "Dafür brauchen Sie kein Konto." in page.text


@pytest.mark.parametrize(
    ("role", "home"), [(Role.HEAD, "/amt/"), (Role.STAFF, "/amt/"), (Role.OPERATOR, "/betrieb/")]
)
def test_everybody_comes_to_where_they_work(client, account, session, role, home):
    account.role = role
    answer = sign_in(client, email=" AMT@Example.org ")
    assert (answer.status_code, answer.location) == (303, home)
    assert client.get("/anmelden").location == home
    assert client.get("/konto").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("amt@example.org", "falsch"),
        ("niemand@example.org", PASSWORD),
        ("amt@example.org\x00", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("eingeladen@example.org", PASSWORD),
        ("zu@example.org", PASSWORD),
    ],
    ids=ascii,
)
def test_a_wrong_password_and_an_unknown_address_get_one_answer(
    client, account, session, now, email, password
):
    make_account(session, email="eingeladen@example.org")
    make_account(
        session, email="zu@example.org", closed_at=now, password_hash=hash_password(PASSWORD)
    )
    client.proof_reads = False
    answer = sign_in(client, email=email, password=password)
    assert answer.status_code == 409
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in answer.text
    assert session.scalars(select(AccountSession)).all() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "password": PASSWORD},
        {"email": "amt@example.org", "password": ""},
        {"email": "x" * 300, "password": PASSWORD},
        {"email": "amt@example.org", "password": "x" * 201},
        {},
    ],
)
def test_what_cannot_be_right_is_said_at_the_field_and_not_tried(client, account, session, fields):
    answer = client.post("/anmelden", data=fields)
    assert answer.status_code == 422
    assert session.scalars(select(Throttle)).all() == []


def test_the_password_is_never_shown_again(client, account):
    assert "falsches geheimnis" not in sign_in(client, password="falsches geheimnis").text


def test_the_eleventh_try_waits_and_another_network_does_not(hasty, app, account, session):
    for _ in range(10):
        assert sign_in(hasty, password="falsch").status_code == 409
    for password in ("falsch", PASSWORD) * 95:
        answer = sign_in(hasty, password=password)
        assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 15 * 60
    assert "10:15 Uhr" in answer.text
    victim = make_client(app, session)
    assert sign_in(victim, address="198.51.100.4").status_code == 303


def test_the_wait_ends(hasty, account, set_clock, now):
    for _ in range(11):
        sign_in(hasty, password="falsch")
    set_clock(now + timedelta(minutes=15))
    assert sign_in(hasty).status_code == 303


def test_one_network_tries_a_hundred_passwords_and_no_more(hasty, account):
    answers = [sign_in(hasty, email=f"x{n}@example.org") for n in range(101)]
    assert [answer.status_code for answer in answers] == [409] * 100 + [429]


def test_who_knows_the_password_never_waits(hasty, account):
    for _ in range(12):
        sign_in(hasty, password="falsch")
        sign_in(hasty, password="falsch")
        assert sign_in(hasty).status_code == 303
        hasty.post("/abmelden")


@pytest.mark.parametrize(("proxies", "limited"), [(0, True), (1, True), (2, False)])
def test_a_forged_address_does_not_escape_the_wait(make_app, session, account, proxies, limited):
    """One real proxy adds the true address last; whatever stands before it is the client's word."""
    client = make_client(make_app(trusted_proxies=proxies), session)
    codes = [
        client.post(
            "/anmelden",
            data={"email": "amt@example.org", "password": "falsch"},
            headers={"X-Forwarded-For": f"192.0.2.{n}, 203.0.113.7"},
        ).status_code
        for n in range(12)
    ]
    assert (429 in codes) is limited


def test_signing_in_begins_a_new_session_and_ends_the_one_before(client, account, session):
    client.get("/anmelden")
    sign_in(client)
    first = cookie(client)
    with client.session_transaction() as carried:
        carried["csrf_token"] = "from before"
        carried["anything"] = "from before"
    sign_in(client)
    assert cookie(client) != first
    with client.session_transaction() as carried:
        assert "anything" not in carried
        assert carried.get("csrf_token") != "from before"
    client.set_cookie("traukalender", first)
    assert client.get("/konto").status_code == 302
    assert len(session.scalars(select(AccountSession)).all()) == 2


def test_the_cookie_carries_a_secret_that_the_database_does_not_hold(client, account, session):
    sign_in(client)
    with client.session_transaction() as carried:
        assert set(carried) <= {"_user_id", "csrf_token"}
        secret = carried["_user_id"]
    assert len(secret) >= 43
    assert secret != session.scalars(select(AccountSession)).one().token_hash


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client, account):
    sign_in(client)
    copied = cookie(client)
    answer = client.post("/abmelden")
    assert (answer.status_code, answer.location) == (303, "/anmelden")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Sie sind abgemeldet." in client.get("/anmelden").text
    client.set_cookie("traukalender", copied)
    assert client.get("/konto").status_code == 302


def test_signing_out_needs_a_post_with_its_token_and_twice_is_harmless(client, account):
    sign_in(client)
    assert client.get("/abmelden").status_code == 405
    assert client.post("/abmelden", csrf=False).status_code == 400
    assert client.get("/konto").status_code == 200
    assert client.post("/abmelden").status_code == 303
    assert client.post("/abmelden").status_code == 303


def test_a_closed_account_is_out_at_the_next_click(client, account, session, now):
    sign_in(client)
    account.closed_at = now
    assert client.get("/konto").status_code == 302
    account.closed_at = None


def test_another_role_acts_at_the_next_click(client, account, session):
    sign_in(client)
    assert client.get("/amt/personen").status_code == 200
    account.role = Role.STAFF
    assert client.get("/amt/personen").status_code == 403


@pytest.mark.parametrize(
    ("clicks", "alive"),
    [
        ([timedelta(minutes=29, seconds=59)], True),
        ([timedelta(minutes=30)], False),
        ([timedelta(minutes=29)] * 20, True),
        ([timedelta(minutes=29)] * 21, False),
    ],
)
def test_a_session_lives_while_it_is_used_and_ten_hours_at_most(
    client, account, set_clock, now, clicks, alive
):
    sign_in(client)
    at = now
    for pause in clicks:
        at += pause
        set_clock(at)
        answer = client.get("/konto")
    assert answer.status_code == (200 if alive else 302)


def test_a_click_is_noted_once_a_minute_and_changes_nothing_else(
    client, account, session, set_clock, now
):
    sign_in(client)
    noted = []
    for seconds in (30, 59, 60, 61, 121):
        set_clock(now + timedelta(seconds=seconds))
        client.get("/konto")
        noted.append((session.scalars(select(AccountSession)).one().seen_at - now).seconds)
    assert noted == [0, 0, 60, 60, 121]


def test_while_nothing_can_be_written_reading_goes_on(
    client, account, session, set_clock, now, monkeypatch
):
    """A full disk is no reason not to see who marries today."""
    sign_in(client)
    seen_at = session.scalars(select(AccountSession)).one().seen_at

    def fail(*_args, **_more):
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(sessions, "note_seen", fail)
    set_clock(now + timedelta(minutes=5))
    assert client.get("/konto").status_code == 200
    assert session.scalars(select(AccountSession)).one().seen_at == seen_at


def test_nobody_is_led_off_this_host(hasty, account):
    for target in HOSTILE:
        hasty.get("/anmelden", query_string={"weiter": target})
        answer = sign_in(hasty, weiter=target)
        assert (answer.status_code, answer.location) == (303, "/amt/"), ascii(target)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/amt/personen?seite=2", "/amt/personen?seite=2"),
        ("/konto", "/konto"),
        ("/betrieb/", "/amt/"),
        ("/abmelden", "/amt/"),
    ],
)
def test_the_way_back_leads_to_ones_own_pages(client, account, target, location):
    assert sign_in(client, weiter=target).location == location


def test_a_page_that_needs_signing_in_is_found_again(client, account):
    answer = client.get("/amt/personen")
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert 'value="/amt/personen"' in page.text
    assert sign_in(client, weiter="/amt/personen").location == "/amt/personen"


def test_pages_about_accounts_are_kept_by_no_cache(client, account):
    for path in ("/anmelden", "/konto", "/einladung/x", "/amt/personen"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    sign_in(client)
    for path in ("/konto", "/konto/passwort", "/amt/personen"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_nobody_changes_their_role_by_typing_it(client, account, session):
    account.role = Role.STAFF
    sign_in(client, role="head", account_id="1", closed_at="")
    assert session.scalars(select(Account)).one().role is Role.STAFF


def test_behind_tls_the_cookie_is_bound_to_this_host_alone(make_app, session):
    client = make_client(make_app(base_url="https://trauen.example.org"), session)
    answer = client.get("/anmelden", base_url="https://trauen.example.org")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for one in cookies:
        name, *attributes = one.split("; ")
        assert name.startswith("__Host-traukalender=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
        assert not [word for word in attributes if word.startswith("Domain")]
