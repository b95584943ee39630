"""Reading the files that the worker writes instead of sending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from markupsafe import Markup, escape

from app.queries import NotFound

#: So many are listed.
MOST_LISTED = 200


@dataclass(frozen=True)
class Letter:
    """One mail as a person reads it."""

    name: str
    subject: str
    sender: str
    recipient: str
    sent_at: datetime
    text: str
    html: str


def list_letters(folder: Path) -> list[Letter]:
    """Return the newest mails, newest first; their names begin with the instant."""
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)
    return [_read(folder, name) for name in names[:MOST_LISTED]]


def find_letter(folder: Path, name: str) -> Letter:
    """Return one mail by the name of its file.

    Raises:
        NotFound: there is none.
    """
    # Looked up among what is there: no name leads out of the folder.
    if name not in {path.name for path in folder.glob("*.eml")}:
        raise NotFound
    return _read(folder, name)


def links_in(text: str, base_url: str) -> Markup:
    """Return the text with its addresses of this installation as links, all else escaped."""
    pieces = re.split(rf"({re.escape(base_url)}/\S*)", text)
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def _read(folder: Path, name: str) -> Letter:
    message = message_from_bytes((folder / name).read_bytes(), policy=default)
    return Letter(
        name=name,
        subject=str(message["Subject"]),
        sender=str(message["From"]),
        recipient=str(message["To"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "\n".join(str(part.get_content()).splitlines()) if part is not None else ""
