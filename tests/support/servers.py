"""Servers for tests: the app over HTTP, and a mail server that keeps what it gets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from werkzeug.serving import make_server


@dataclass(frozen=True)
class LiveServer:
    """The app under test, reachable by browsers and threads; its clock stays ``app.config``'s."""

    app: Flask
    url: str


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """Serve the app on a free port, each request in a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.log = lambda *_args, **_kwargs: None  # type: ignore[method-assign]
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["BASE_URL"] = url
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield LiveServer(app, url)
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class MailServer:
    """What arrived, and what the server answers next."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    #: Answered instead of accepting, one per mail, such as "451 Try again later".
    refusals: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What to give as MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail, or refuse it."""
        if self.refusals:
            return self.refusals.pop(0)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real SMTP server that keeps what it gets."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mails = MailServer(port=free.getsockname()[1])
    controller = Controller(mails, hostname="127.0.0.1", port=mails.port)
    controller.start()
    yield mails
    controller.stop()
