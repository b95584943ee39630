"""What every test may ask for: an app on either database, a session, clients, a clock."""

from __future__ import annotations

import os
import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

import config
from app import create_app
from app.actions import passwords
from app.extensions import db
from app.models import Venue
from app.rules.permissions import Role
from tests.factories import NOW, make_account
from tests.support.client import ProofReadingClient, make_client
from tests.support.guards import guard
from tests.support.kept import keep_templates, kept_addresses

pytest_plugins = [
    "tests.support.databases",
    "tests.support.servers",
    "tests.support.browser",
    "tests.support.checking",
    "tests.support.acting",
    "tests.support.couple",
    "tests.support.staffed",
    "tests.support.staffed_city",
]

ROOT = config.ROOT
SECRET = "nur-fuer-tests-0123456789-abcdefghijklmnopqrstuvwxyz"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues, so that English pages are English also in a fresh clone."""
    if not hasattr(config, "workerinput"):
        for catalogue in (ROOT / "app" / "translations").rglob("*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that it can be chosen or left out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def settings_for(database_url: str, folder: Path, **overrides: Any) -> config.Settings:
    """Return the settings of a test; nothing of them comes from the environment."""
    values: dict[str, Any] = {
        "database_url": database_url,
        "secret_key": SECRET,
        "secret_key_fallbacks": (),
        "base_url": "http://localhost",
        "mail_url": f"file:{folder / 'mail'}",
        "trusted_proxies": 0,
        "demo": False,
        "testing": True,
        "now": NOW,
    }
    return config.Settings(**{**values, **overrides})


@pytest.fixture
def now() -> datetime:
    """The instant at which the app's clock stands: Monday 1 March 2027, 10:00 in Berlin."""
    return NOW


@pytest.fixture
def make_app(database: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an app on a fresh database; keywords override its settings."""
    made: list[Flask] = []

    def make(**overrides: Any) -> Flask:
        app = create_app(settings_for(**{"database_url": database, "folder": tmp_path} | overrides))
        guard(app)
        keep_templates(app)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            for engine in db.engines.values():
                _await_return(engine)
                engine.dispose()


def _await_return(engine: Engine) -> None:
    """Wait for connections of requests whose answer the test has, but which are not yet over."""
    deadline = time.monotonic() + 5
    while isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
        assert time.monotonic() < deadline, "a request did not give back its connection"
        time.sleep(0.005)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An app on a fresh database, once with SQLite and once with PostgreSQL."""
    return make_app()


@pytest.fixture
def set_clock(app: Flask) -> Callable[[datetime], None]:
    """Move the app's clock: ``set_clock(now + timedelta(minutes=21))``."""

    def move(instant: datetime) -> None:
        app.config["NOW"] = instant

    return move


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own. The clients commit it before and refresh it after a request."""
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        yield session


@pytest.fixture
def client(app: Flask, session: Session) -> ProofReadingClient:
    """A visitor who is not signed in."""
    return make_client(app, session)


@pytest.fixture
def as_staff(app: Flask, session: Session) -> ProofReadingClient:
    """A signed-in member of the registry office."""
    return make_client(app, session, make_account(session, role=Role.STAFF))


@pytest.fixture
def as_head(app: Flask, session: Session) -> ProofReadingClient:
    """The signed-in head of the registry office."""
    return make_client(app, session, make_account(session, role=Role.HEAD))


@pytest.fixture
def as_operator(app: Flask, session: Session) -> Callable[..., ProofReadingClient]:
    """Sign an operator in: ``as_operator(venue)``."""

    def sign_in(*venues: Venue) -> ProofReadingClient:
        account = make_account(session, role=Role.OPERATOR, venues=list(venues))
        return make_client(app, session, account)

    return sign_in


@pytest.fixture(scope="session", autouse=True)
def _kept_addresses() -> Iterator[None]:
    """Spare each app what the one before has worked out."""
    with kept_addresses():
        yield


@pytest.fixture(autouse=True)
def _no_smtp(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Nobody gets a mail from a test; only ``mail_server`` may be reached."""
    if "mail_server" in request.fixturenames:
        return

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a test opened SMTP; ask for the fixture mail_server")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly; what makes them slow is tested where it matters."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(1, 8, 1))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests mean the same whatever the shell has set."""
    for name in (
        "DATABASE_URL",
        "SECRET_KEY",
        "MAIL_URL",
        "BASE_URL",
        "PORT",
        "WORKERS",
        "HOLDS_PER_NETWORK",
        "HOLDS_AT_ONCE",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("TRAUKALENDER_")]:
        monkeypatch.delenv(name)
