"""Mails as the people read them to whom they were sent."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask

from app.cli.delivery import deliver_due


def deliver(app: Flask) -> list[EmailMessage]:
    """Send what is due and return all mails that were ever sent, oldest first."""
    with app.app_context():
        deliver_due()
    folder = Path(str(app.config["MAIL_URL"]).removeprefix("file:"))
    files = sorted(folder.glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def find_link(mail: EmailMessage, ending: str) -> str:
    """Return the address in a mail that ends with these words."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"http://\S+{re.escape(ending)}\b", body.get_content())
    assert found is not None, f"no link to {ending}"
    return found[0]
