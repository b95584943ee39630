"""Settings: each is read once and checked, or nothing starts."""

from __future__ import annotations

import stat

import pytest

from config import BadSetting, load
from tests.conftest import SECRET
from tests.factories import make_account
from tests.support.client import make_client
from tests.support.signing_in import session_cookie

STRONG = "auch-nur-fuer-tests-9876543210-zyxwvutsrqponmlkjihgfedcba"


def test_the_first_start_makes_a_secret_and_the_next_ones_keep_it(tmp_path):
    folder = tmp_path / "instance"
    first, second = load({}, folder), load({}, folder)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 64
    assert first.secret_key != load({}, tmp_path / "another").secret_key


def test_nobody_else_on_the_machine_reads_what_lies_there(tmp_path):
    folder = tmp_path / "instance"
    load({}, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
@pytest.mark.parametrize("key", ["dev", "change-me", "a" * 64, "ab" * 40, STRONG[:31]])
def test_a_weak_secret_starts_nothing_and_is_not_repeated(tmp_path, name, key):
    with pytest.raises(BadSetting, match="too weak") as told:
        load({"SECRET_KEY": STRONG, name: key}, tmp_path)
    assert f"{name} is" in str(told.value)
    assert key not in str(told.value).replace("SECRET_KEY", "")


def test_a_weak_secret_that_was_kept_starts_nothing(tmp_path):
    (tmp_path / "secret_key").write_text("dev\n")
    with pytest.raises(BadSetting, match="SECRET_KEY is too weak"):
        load({}, tmp_path)


def test_who_was_signed_in_before_the_secret_changed_still_is(make_app, session):
    before = make_app()
    secret = make_client(before, session, make_account(session))
    with secret.session_transaction() as carried:
        name, written = session_cookie(before, dict(carried))
    for fallbacks, status in (((SECRET,), 200), ((), 302)):
        client = make_client(make_app(secret_key=STRONG, secret_key_fallbacks=fallbacks), session)
        client.set_cookie(name, written)
        assert client.get("/konto").status_code == status


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL begins with 'mysql'"),
        ({"BASE_URL": "trauen.example.org"}, "BASE_URL is"),
        ({"BASE_URL": "https://trauen.example.org/pfad"}, "BASE_URL is"),
        ({"BASE_URL": "ftp://trauen.example.org"}, "BASE_URL is"),
        ({"MAIL_URL": "smtp://nutzer:geheim@"}, "MAIL_URL is no mail server"),
        ({"MAIL_URL": "smtp://nutzer:geheim@x?tls=vielleicht"}, "MAIL_URL is no mail server"),
        ({"MAIL_URL": "smtp://nutzer:geheim@x:99999"}, "MAIL_URL is no mail server"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'"),
        ({"TRUSTED_PROXIES": "alle"}, "TRUSTED_PROXIES is 'alle'"),
        ({"HOLDS_PER_NETWORK": "viele"}, "HOLDS_PER_NETWORK is 'viele'"),
        ({"WORKERS": "0"}, "WORKERS is 0"),
        ({"PORT": "70000"}, "PORT is '70000'"),
        ({"TRAUKALENDER_DEMO": "ja"}, "TRAUKALENDER_DEMO is 'ja'"),
        ({"TRAUKALENDER_NOW": "2027-06-12T09:00:00+02:00"}, "for demos and tests only"),
        ({"TRAUKALENDER_DEMO": "1", "TRAUKALENDER_NOW": "morgen"}, "TRAUKALENDER_NOW is 'morgen'"),
        (
            {"TRAUKALENDER_DEMO": "1", "TRAUKALENDER_NOW": "2027-06-12T09:00:00"},
            "lacks the offset",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_a_password_is_not(tmp_path, environ, told):
    with pytest.raises(BadSetting) as refused:
        load({"SECRET_KEY": STRONG, **environ}, tmp_path)
    assert told in str(refused.value)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "is_secure"), [("https://trauen.example.org/", True), ("http://localhost:5000", False)]
)
def test_an_address_with_tls_makes_everything_secure(tmp_path, url, is_secure):
    settings = load({"SECRET_KEY": STRONG, "BASE_URL": url}, tmp_path)
    assert settings.secure is is_secure
    assert settings.base_url == url.rstrip("/")
