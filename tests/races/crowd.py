"""Many couples at once, over HTTP, with a record of every answer."""

from __future__ import annotations

import http.client
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Barrier
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


@dataclass(frozen=True)
class Visitor:
    """A visitor who has opened a page: what the cookie and the form hold."""

    cookie: str
    csrf_token: str


#: Makes a visitor with a browser of its own.
Newcomers = Callable[[], Visitor]


@dataclass(frozen=True)
class Answer:
    """What one attempt got."""

    slot_id: int
    status: int
    location: str | None = None
    alternatives: int = 0


@dataclass
class History:
    """Every attempt with its answer, and those that got none."""

    answers: list[Answer] = field(default_factory=list)
    lost: int = 0

    @property
    def statuses(self) -> Counter[int]:
        """How often each status was answered."""
        return Counter(answer.status for answer in self.answers)


def visitors(app: Flask) -> Newcomers:
    """Return what makes visitors, each with a session like the one the start page gives."""
    with app.app_context():
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
    name = app.config["SESSION_COOKIE_NAME"]

    def newcomer() -> Visitor:
        raw = secrets.token_hex(20)
        return Visitor(f"{name}={serializer.dumps({'csrf_token': raw})}", str(signer.dumps(raw)))

    return newcomer


def attempt(connection: http.client.HTTPConnection, who: Visitor, slot_id: int) -> Answer:
    """Try to hold one slot."""
    body = urlencode({"slot": slot_id, "csrf_token": who.csrf_token})
    connection.request(
        "POST",
        "/de/halten",
        body,
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": who.cookie},
    )
    response = connection.getresponse()
    text = response.read().decode()
    offered = set(re.findall(r'name="slot"[^>]*value="(\d+)"', text))
    return Answer(slot_id, response.status, response.getheader("Location"), len(offered))


def crowd(
    url: str, come: Newcomers, slot_ids: Sequence[int], *, clients: int, attempts: int, seed: int
) -> History:
    """Let so many clients make so many attempts each, all at once, on random slots."""
    history = History()
    start = Barrier(clients)
    address = urlsplit(url)

    def one(number: int) -> list[Answer | None]:
        rng = Random(seed * 1000 + number)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        couples = [come() for _ in range(attempts)]
        start.wait()
        found = [_try(connection, who, rng.choice(slot_ids)) for who in couples]
        connection.close()
        return found

    with ThreadPoolExecutor(clients) as people:
        for answers in people.map(one, range(clients)):
            history.answers += [answer for answer in answers if answer is not None]
            history.lost += sum(answer is None for answer in answers)
    return history


def _try(connection: http.client.HTTPConnection, who: Visitor, slot_id: int) -> Answer | None:
    try:
        return attempt(connection, who, slot_id)
    except (OSError, http.client.HTTPException):
        connection.close()
        return None


def all_at_once(url: str, come: Newcomers, slot_ids: Sequence[int]) -> list[Answer]:
    """Let one visitor per slot, each with a connection of its own, try at the same instant."""
    start = Barrier(len(slot_ids))
    address = urlsplit(url)

    def one(slot_id: int) -> Answer:
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
        start.wait()
        try:
            return attempt(connection, come(), slot_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(slot_ids)) as people:
        return list(people.map(one, slot_ids))
