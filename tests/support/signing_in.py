"""How a test signs an account in."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.models import Account


def sign_in(client: FlaskClient, account: Account) -> None:
    """Sign in without the costly check of a password."""
    raise NotImplementedError("app/web/accounts decides what a signed-in browser carries")
