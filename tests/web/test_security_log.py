"""What concerns security is logged once, and gives nothing away."""

import json
import logging

import pytest

from app.actions.passwords import hash_password
from app.actions.tokens import mint
from app.models import Purpose
from app.rules.permissions import Role
from app.web.security_log import SecurityEvent, logger
from tests.factories import make_account
from tests.support.client import make_client

PASSWORD = "kanarienvogel singt ganz leise"
ADDRESS = "203.0.113.77"
CANARIES = [
    "kanarie",
    "Kanarie",
    "203.0.113",
    "example.org",
    "Mozilla",
    "einladung/",
    "traukalender=",
]


@pytest.fixture
def lines(app):
    """The lines that are written during the test."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    keeper = Keep()
    logger.addHandler(keeper)
    yield written
    logger.removeHandler(keeper)


@pytest.fixture
def account(session):
    return make_account(
        session,
        name="Kanarie Kanarienvogel",
        email="kanarie@example.org",
        role=Role.HEAD,
        password_hash=hash_password(PASSWORD),
    )


@pytest.fixture
def visitor(app, session):
    client = make_client(app, session)
    client.environ_base = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": "Mozilla\r\nkanarie\x1b[31m"}
    client.proof_reads = False
    return client


def sign_in(client, password=PASSWORD):
    return client.post("/anmelden", data={"email": "kanarie@example.org", "password": password})


def events(lines):
    return [json.loads(line)["event"] for line in lines]


def test_each_event_of_a_day_is_one_line_without_names_addresses_or_secrets(
    visitor, account, session, lines, now
):
    client = visitor
    secret = mint(session, Purpose.INVITATION, now=now, account_id=account.id)
    client.get("/einladung/kanarienlink")
    fields = {"new_password": PASSWORD, "repeated": PASSWORD}
    client.post("/anmelden", data={"email": "kanarie", "password": "kanarie"}, csrf=False)
    for _ in range(11):
        sign_in(client, "kanarie falsch")
    client.environ_base["REMOTE_ADDR"] = "203.0.113.78"
    client.post(f"/einladung/{secret}", data=fields)
    sign_in(client)
    client.post(
        "/amt/personen/neu",
        data={"name": "Kanarie", "email": "kanarie2@example.org", "role": "staff"},
    )
    client.post("/amt/personen/2", data={"role": "head"})
    client.post("/amt/personen/2/schliessen")
    client.post("/amt/personen/2/oeffnen")
    client.post("/konto/sitzungen/beenden")
    client.post(
        "/konto/passwort",
        data={"password": PASSWORD, "new_password": PASSWORD + "!", "repeated": PASSWORD + "!"},
    )
    account.role = Role.STAFF
    client.get("/amt/personen?kanarie=1")
    client.post("/abmelden")
    expected = [
        "invitation_refused",
        "csrf_refused",
        *["sign_in_failed"] * 10,
        "throttled",
        "invitation_used",
        "sign_in_ok",
        "account_invited",
        "account_changed",
        "account_closed",
        "account_reopened",
        "session_ended",
        "password_changed",
        "forbidden",
        "signed_out",
    ]
    assert events(lines) == expected
    assert set(expected) == set(SecurityEvent)
    for line in lines:
        assert secret not in line
        assert not [canary for canary in CANARIES if canary in line]


def test_a_line_says_who_where_and_when(visitor, account, lines):
    sign_in(visitor)
    line = json.loads(lines[0])
    assert line.pop("network").isalnum()
    assert line == {
        "at": "2027-03-01T09:00:00+00:00",
        "event": "sign_in_ok",
        "account": account.id,
        "method": "POST",
        "page": "accounts.sign_in",
    }


def test_one_network_is_told_from_another_without_its_address(visitor, account, lines):
    for address in (ADDRESS, ADDRESS, "203.0.113.78"):
        visitor.environ_base["REMOTE_ADDR"] = address
        sign_in(visitor, "falsch und lang genug")
    networks = [json.loads(line)["network"] for line in lines]
    assert networks[0] == networks[1] != networks[2]


def test_hostile_input_cannot_write_a_line_of_its_own(visitor, account, lines):
    hostile = 'x"}\r\n{"event": "sign_in_ok"}\x1b[2J'
    visitor.post("/anmelden", data={"email": hostile, "password": hostile})
    visitor.post(
        "/anmelden",
        data={"email": "a", "password": "b"},
        csrf=False,
        headers={"Referer": hostile.replace("\r\n", "")},
    )
    assert events(lines) == ["sign_in_failed", "csrf_refused"]
    assert not [line for line in lines if "\n" in line or "\x1b" in line]
