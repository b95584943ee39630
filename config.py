"""Every setting, read once from the environment. No other file reads it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
SHORTEST_SECRET = 32
#: Ways to talk to a mail server: encrypted after a word in the clear, from the start, or never.
TLS = ("starttls", "implicit", "none")


class BadSetting(ValueError):
    """A setting that cannot be; the text names it and the remedy."""


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked."""

    database_url: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    base_url: str
    mail_url: str
    trusted_proxies: int
    demo: bool
    testing: bool
    now: datetime | None
    #: Times that may be taken from one network within an hour.
    holds_per_network: int = 30
    #: Times that may be held from one network at the same moment.
    holds_at_once: int = 3
    #: Where the server listens, and with how many processes.
    port: int = 5000
    workers: int = 2
    #: Whether commands may be asked for; a server knows none and starts sooner.
    commands: bool = True

    @property
    def secure(self) -> bool:
        """Whether people reach us by TLS."""
        return self.base_url.startswith("https://")

    def for_flask(self) -> dict[str, object]:
        """Return these settings under the names Flask and its extensions read."""
        return {
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "BASE_URL": self.base_url,
            "MAIL_URL": self.mail_url,
            "TRUSTED_PROXIES": self.trusted_proxies,
            "HOLDS_PER_NETWORK": self.holds_per_network,
            "HOLDS_AT_ONCE": self.holds_at_once,
            "DEMO": self.demo,
            "TESTING": self.testing,
            "NOW": self.now,
            "SECURE": self.secure,
        }


def load(environ: Mapping[str, str] = os.environ, instance: Path = INSTANCE) -> Settings:
    """Read and check the settings.

    Raises:
        BadSetting: names the setting, what is wrong with it and the remedy.
    """
    demo = _flag(environ, "TRAUKALENDER_DEMO")
    testing = _flag(environ, "TRAUKALENDER_TESTING")
    port = _number(environ, "PORT", 5000)
    return Settings(
        database_url=_database_url(environ, instance),
        secret_key=_secret_key(environ, instance),
        secret_key_fallbacks=_fallbacks(environ),
        base_url=_base_url(environ, port),
        mail_url=_mail_url(environ, instance),
        trusted_proxies=_number(environ, "TRUSTED_PROXIES", 0),
        demo=demo,
        testing=testing,
        now=_fixed_now(environ, allowed=demo or testing),
        # In a demo everybody sits at one machine.
        holds_per_network=_number(environ, "HOLDS_PER_NETWORK", 10000 if demo or testing else 30),
        holds_at_once=_number(environ, "HOLDS_AT_ONCE", 1000 if demo or testing else 3),
        port=port,
        workers=_workers(environ),
        # Flask sets it for its command line.
        commands=environ.get("FLASK_RUN_FROM_CLI") == "true",
    )


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in ("0", "1", ""):
        raise BadSetting(f"{name} is {value!r}; write 1 to switch it on, 0 to switch it off.")
    return value == "1"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise BadSetting(f"{name} is {value!r}; write a number from 0 to 65535.")
    return int(value)


def _workers(environ: Mapping[str, str]) -> int:
    workers = _number(environ, "WORKERS", min(4, max(2, os.cpu_count() or 2)))
    if not 1 <= workers <= 256:
        raise BadSetting(f"WORKERS is {workers}; write how many processes serve, 1 to 256.")
    return workers


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("DATABASE_URL")
    if not url:
        _make_private(instance)
        return f"sqlite:///{instance / 'traukalender.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        scheme = url.split(":", 1)[0]
        raise BadSetting(
            f"DATABASE_URL begins with {scheme!r}; it must begin with sqlite:/// or postgresql://."
        )
    return url


def _make_private(folder: Path) -> None:
    """Make a directory that nobody else on this machine may look into: couples' names lie there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key(environ: Mapping[str, str], instance: Path) -> str:
    return _strong("SECRET_KEY", environ.get("SECRET_KEY") or _kept_secret(instance))


def _fallbacks(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys that were used before; whoever guesses one of them signs as well."""
    words = environ.get("SECRET_KEY_FALLBACKS", "").split()
    return tuple(_strong("SECRET_KEY_FALLBACKS", key) for key in words)


def _strong(name: str, key: str) -> str:
    if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        raise BadSetting(
            f"{name} is too weak; it needs at least {SHORTEST_SECRET} random characters. "
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return key


def _kept_secret(instance: Path) -> str:
    """Return the secret made at first start; make it if there is none yet."""
    path = instance / "secret_key"
    _make_private(instance)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _base_url(environ: Mapping[str, str], port: int) -> str:
    url = (environ.get("BASE_URL") or f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise BadSetting(
            f"BASE_URL is {url!r}; write the address people use, for example "
            "https://trauen.example.org, without a path."
        )
    return url


def _mail_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("MAIL_URL") or f"file:{instance / 'mail'}"
    if url.removeprefix("file:") not in ("", url):
        return url
    try:
        parts = urlsplit(url)
        is_server = parts.scheme == "smtp" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_server = False
    # The address carries a password: it is not repeated here.
    if not is_server or parse_qs(parts.query).get("tls", ["none"])[-1] not in TLS:
        raise BadSetting(
            "MAIL_URL is no mail server and no directory; write "
            "smtp://user:password@host:587?tls=starttls (or implicit, or none), or file:DIRECTORY."
        )
    return url


def _fixed_now(environ: Mapping[str, str], *, allowed: bool) -> datetime | None:
    text = environ.get("TRAUKALENDER_NOW")
    if not text:
        return None
    if not allowed:
        raise BadSetting(
            "TRAUKALENDER_NOW stops the clock and is for demos and tests only; "
            "remove it, or set TRAUKALENDER_DEMO=1."
        )
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSetting(
            f"TRAUKALENDER_NOW is {text!r}; write an instant such as 2027-06-12T09:00:00+02:00."
        ) from None
    if instant.tzinfo is None:
        raise BadSetting(f"TRAUKALENDER_NOW is {text!r}; it lacks the offset, such as +02:00.")
    return instant
