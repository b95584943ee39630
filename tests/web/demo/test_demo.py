from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli.delivery import deliver_due
from tests.mail.samples import post_sample
from tests.support.client import make_client


@pytest.fixture
def database(sqlite_template, tmp_path):
    """The postbox is a folder; one database will do."""
    path = tmp_path / "demo.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def app(make_app):
    return make_app(demo=True)


@pytest.fixture
def sent(app, session):
    """Two mails; what somebody typed stands in one of them."""
    post_sample(session, "confirm_email", recipient="erste@example.org")
    post_sample(
        session,
        "declined",
        recipient="zweite@example.org",
        reason="<script>alert(1)</script><img src=x onerror=alert(2)>",
    )
    session.commit()
    with app.app_context():
        assert deliver_due().accepted == 2


def names(page: str) -> list[str]:
    return re.findall(r'href="/demo/postfach/([^"]+)"', page)


def test_an_empty_postbox_says_when_something_comes(client):
    page = client.get("/demo/postfach")
    assert page.status_code == 200
    assert "Noch liegt hier nichts." in page.text


def test_mails_are_listed_newest_first(client, sent):
    page = client.get("/demo/postfach").text
    assert page.index("zweite@example.org") < page.index("erste@example.org")
    assert len(names(page)) == 2
    assert "Bitte bestätigen: Sa, 12. Juni 2027, 11:00 Uhr" in page


def test_the_link_in_a_mail_can_be_followed(client, sent):
    name = names(client.get("/demo/postfach").text)[1]
    page = client.get(f"/demo/postfach/{name}")
    assert re.search(r'<a href="http://localhost/de/r/[\w-]{43}/bestaetigen">', page.text)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page.text


def test_what_people_typed_runs_nowhere(client, sent):
    name = names(client.get("/demo/postfach").text)[0]
    page = client.get(f"/demo/postfach/{name}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    client.proof_reads = False  # a mail needs styles in its tags
    mail = client.get(f"/demo/postfach/{name}/html")
    assert "<script" not in mail.text
    assert "<img" not in mail.text
    policy = mail.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert mail.text.count('<base target="_top">') == 1


@pytest.mark.parametrize(
    "name",
    [
        "nichts.eml",
        "..%2f..%2fdemo.db",
        "%2fetc%2fpasswd",
        "..",
        ".versteckt.eml",
        "%00",
        "x" * 900,
    ],
)
def test_nothing_else_can_be_read(client, sent, tmp_path, name):
    Path(tmp_path / "mail" / "notes.txt").write_text("secret")
    client.proof_reads = False
    for path in (
        f"/demo/postfach/{name}",
        f"/demo/postfach/{name}/html",
        "/demo/postfach/notes.txt",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "settings", [{"demo": False}, {"demo": True, "mail_url": "smtp://localhost:25?tls=none"}]
)
def test_there_is_a_postbox_only_in_a_demo_that_sends_nothing(make_app, settings):
    client = make_client(make_app(**settings))
    for path in ("/demo/postfach", "/demo/postfach/a.eml", "/demo/postfach/a.eml/html"):
        assert client.get(path).status_code == 404
