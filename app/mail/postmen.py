"""Two ways to bring a message away: by SMTP, or into a directory."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

#: Seconds for each answer of the mail server.
PATIENCE = 30
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"starttls": 587, "implicit": 465, "none": 25}


class NotSent(Exception):
    """A message was not accepted; the text says why and never holds an address.

    Attributes:
        unreachable: nobody was there to talk to, so the next message would fare alike.
    """

    def __init__(self, why: str, *, unreachable: bool = False) -> None:
        super().__init__(why)
        self.unreachable = unreachable


class Postman(Protocol):
    """Brings messages away; used as a context for several."""

    def __enter__(self) -> Postman:
        """Begin a round."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the round."""

    def send(self, message: EmailMessage, *, recipient: str, name: str) -> None:
        """Hand one message over for one recipient.

        Raises:
            NotSent: it was not accepted.
        """


def postman_for(mail_url: str) -> Postman:
    """Return the postman that MAIL_URL names.

    Raises:
        ValueError: what is wrong with MAIL_URL.
    """
    if mail_url.startswith("file:"):
        return DirectoryPostman(folder_of(mail_url))
    parts = urlsplit(mail_url)
    host = parts.hostname or ""
    tls = parse_qs(parts.query).get("tls", ["none" if host in LOOPBACK else "starttls"])[-1]
    if parts.scheme != "smtp" or not host or tls not in PORTS:
        raise ValueError("MAIL_URL must be smtp://host:port?tls=starttls, implicit or none")
    return SmtpPostman(
        host=host,
        port=parts.port or PORTS[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def folder_of(mail_url: str) -> Path:
    """Return the directory of a MAIL_URL that begins with file:."""
    return Path(mail_url.removeprefix("file:"))


class DirectoryPostman:
    """Writes each message into a directory as a file that mail programs open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> DirectoryPostman:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def send(self, message: EmailMessage, *, recipient: str, name: str) -> None:
        """Write the file whole or not at all; sent twice it is still one file."""
        path, unfinished = self.folder / f"{name}.eml", self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(path)
        except OSError as error:
            raise NotSent(describe(error), unreachable=True) from error


@dataclass
class SmtpPostman:
    """Talks to a mail server; a certificate that is not trusted is no mail server."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    _smtp: smtplib.SMTP | None = None

    def __enter__(self) -> SmtpPostman:
        return self

    def __exit__(self, *_error: object) -> None:
        self._hang_up()

    def send(self, message: EmailMessage, *, recipient: str, name: str) -> None:
        """Send to the one recipient named here, whatever the headers say."""
        sender = message["From"].addresses[0].addr_spec
        smtp = self._reach()
        try:
            smtp.send_message(message, from_addr=sender, to_addrs=[recipient])
        except (smtplib.SMTPException, OSError) as error:
            # After an error the conversation may be anywhere: begin a new one.
            self._hang_up()
            raise NotSent(describe(error)) from error

    def _reach(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise NotSent(describe(error), unreachable=True) from error
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        smtp = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=_trusting())
            if self.tls == "implicit"
            else smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        )
        try:
            if self.tls == "starttls":
                smtp.starttls(context=_trusting())
            if self.user:
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()


@cache
def _trusting() -> ssl.SSLContext:
    """Trust whom this machine trusts, and nobody under another name."""
    return ssl.create_default_context()


def describe(error: Exception) -> str:
    """Return what went wrong without what was sent: a code, or the kind of error."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            return _answer(code, said)
        case smtplib.SMTPResponseException():
            return _answer(error.smtp_code, error.smtp_error)
        case _:
            return type(error).__name__


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", text)
    return f"{code} {enhanced.group()}" if enhanced else str(code)
