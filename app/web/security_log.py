"""What concerns security, one JSON line per event: who (a number), what, where, how it ended.

No name, address, password, token or network address can get in: the facts are numbers and words
of ours, and a network is told by a keyed fingerprint that serves only to see two lines as one.
"""

from __future__ import annotations

import json
import logging
import sys
from enum import StrEnum

from flask import Flask, has_request_context, request

from app import clock
from app.web.client import client_fingerprint

logger = logging.getLogger("traukalender.security")


class SecurityEvent(StrEnum):
    """Everything that is logged, by name."""

    SIGN_IN_OK = "sign_in_ok"
    SIGN_IN_FAILED = "sign_in_failed"
    THROTTLED = "throttled"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    INVITATION_USED = "invitation_used"
    INVITATION_REFUSED = "invitation_refused"
    PASSWORD_CHANGED = "password_changed"
    ACCOUNT_INVITED = "account_invited"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_REOPENED = "account_reopened"
    CSRF_REFUSED = "csrf_refused"
    FORBIDDEN = "forbidden"


def note(event: SecurityEvent, *, account_id: int | None = None, by: int | None = None) -> None:
    """Write one line.

    Args:
        account_id: the account it happened to.
        by: the account that did it, if another one.
    """
    line: dict[str, object] = {
        "at": clock.now().isoformat(),
        "event": event.value,
        "account": account_id,
        "by": by,
    }
    if has_request_context():
        line |= {
            "method": request.method,
            # The endpoint, never the path: a path may carry a secret.
            "page": request.endpoint,
            "network": client_fingerprint(),
        }
    logger.info("%s", json.dumps({key: value for key, value in line.items() if value is not None}))


def init_security_log(app: Flask) -> None:
    """Send the lines to standard error, bare, whatever else is logged there."""
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
