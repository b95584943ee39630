"""Who is signed in: Flask-Login over sessions that live, and die, in the database.

The cookie carries a random secret and nothing else. Its row says which account it belongs to and
whether it still lives, so that a copied cookie is worth nothing after signing out, and a closed
account or another role acts on the very next request.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, request, session
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from app import clock
from app.actions.sessions import note_seen
from app.extensions import db, login
from app.models import AccountSession
from app.queries.accounts import actor_of, find_account_session
from app.rules.accounts import NOTED_EVERY
from app.transaction import transaction

#: The pages on which a click keeps a session alive; couples' pages ask nobody who they are.
SIGNED_IN_PAGES = {"accounts", "operators", "registry"}


class SignedIn:
    """The account behind this browser, as a detached copy, in the form Flask-Login asks for."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, found: AccountSession, secret: str) -> None:
        self.actor = actor_of(found.account)
        self.session_id = found.id
        self.seen_at = found.seen_at
        self._secret = secret

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self._secret


def init_sessions(app: Flask) -> None:
    """Teach Flask-Login where sessions live, and keep those in use alive."""
    # Not login.init_app(app): it would look into the cookie after every answer, for its "remember
    # me" that we do not offer, and so make every page vary by cookie.
    app.login_manager = login  # type: ignore[attr-defined]
    login.session_protection = None
    login.user_loader(_load)
    app.before_request(_keep_alive)


def carry(secret: str) -> None:
    """Give this browser the secret of a new session; nothing else that it carried is kept."""
    session.clear()
    session["_user_id"] = secret


def forget() -> None:
    """Take away whatever this browser carries."""
    session.clear()


def secret_of_browser() -> str | None:
    """Return the secret that this browser carries, or None."""
    secret = session.get("_user_id")
    return secret if isinstance(secret, str) else None


def _load(secret: str) -> SignedIn | None:
    found = find_account_session(db.session(), secret, now=clock.now())
    return SignedIn(found, secret) if found is not None else None


def _keep_alive() -> None:
    """Write down that the browser is in use.

    The only thing that a GET writes. It happens here, before the view reads anything, at most once
    a minute and only for those who are signed in. While nothing can be written, reading goes on.
    """
    if request.blueprint not in SIGNED_IN_PAGES or secret_of_browser() is None:
        return
    if not current_user.is_authenticated or clock.now() - current_user.seen_at < NOTED_EVERY:
        return
    with suppress(OperationalError), transaction() as writing:
        note_seen(writing, current_user.session_id, now=clock.now())
