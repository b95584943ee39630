"""How a test signs an account in."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app import clock
from app.actions.sessions import open_session
from app.extensions import db
from app.models import Account


def sign_in(client: FlaskClient, account: Account) -> None:
    """Sign in without the costly check of a password; the account must be committed."""
    # Not account.id: it would make the test's session read, and what it reads grows stale.
    (account_id,) = inspect(account).identity
    with client.application.app_context(), Session(db.engine) as session:
        secret = open_session(session, session.get_one(Account, account_id), now=clock.now())
        session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret


def session_cookie(app: Flask, carried: Mapping[str, str]) -> tuple[str, str]:
    """Return name and value of the cookie with which a browser carries these."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return app.config["SESSION_COOKIE_NAME"], str(signer.dumps(dict(carried)))
