"""The test client: it proof-reads every page and sends the CSRF token as a browser would."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Account
from tests.pages import proof_read
from tests.support.signing_in import sign_in

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class ProofReadingClient(FlaskClient):
    """A browser with a red pencil."""

    #: The test's own session: committed before each request, refreshed after it.
    test_session: Session | None = None
    #: Switch off for pages that show what a hostile visitor typed.
    proof_reads = True

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request; ``csrf=False`` leaves out the token."""
        if self.test_session is not None:
            self.test_session.commit()
        if csrf and kwargs.get("method") in UNSAFE:
            kwargs["headers"] = {"X-CSRFToken": self._csrf_token(), **kwargs.get("headers", {})}
        response = super().open(*args, **kwargs)
        if self.test_session is not None:
            self.test_session.rollback()
            self.test_session.expire_all()
        # Nobody sees the text of a redirect.
        seen = not 300 <= response.status_code < 400
        if self.proof_reads and seen and response.mimetype == "text/html":
            proof_read(response.text, response.request.path)
        return response

    def _csrf_token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(
            str(self.application.config["SECRET_KEY"]), salt="wtf-csrf-token"
        )
        return str(signer.dumps(raw))


def make_client(
    app: Flask, session: Session | None = None, account: Account | None = None
) -> ProofReadingClient:
    """Return a client, signed in if an account is given."""
    client = ProofReadingClient(app, app.response_class, use_cookies=True)
    client.test_session = session
    if account is not None:
        if session is not None:
            session.commit()
        sign_in(client, account)
        if session is not None:
            # What it read before the sign-in is old; SQLite would not let it write upon that.
            session.rollback()
    return client
