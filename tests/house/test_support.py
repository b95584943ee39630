"""The test servers and the browser work."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.request import urlopen

import pytest


def test_the_live_server_serves_the_app(live_server):
    with urlopen(live_server.url + "/healthz") as answer:
        assert answer.read() == b"ok"


def test_a_browser_reaches_the_live_server(page, live_server):
    page.goto(live_server.url + "/healthz")
    assert page.inner_text("body") == "ok"


def test_no_test_opens_smtp():
    with pytest.raises(AssertionError, match="opened SMTP"):
        smtplib.SMTP("localhost", 25)


def test_the_mail_server_keeps_what_it_gets(mail_server):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "amt@example.org", "paar@example.org", "Grüße"
    mail.set_content("Schöne Grüße")
    with smtplib.SMTP("127.0.0.1", mail_server.port) as server:
        server.send_message(mail)
    assert mail_server.received[0]["Subject"] == "Grüße"
    assert mail_server.recipients == [["paar@example.org"]]
