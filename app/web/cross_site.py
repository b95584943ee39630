"""No other site makes our visitors' browsers act here."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFError

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def init_cross_site(app: Flask) -> None:
    """Refuse what a browser itself says was caused by another site; the token is asked for besides.

    Browsers that do not send the header are held back by the token and by ``SameSite`` alone.
    """

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise CSRFError("The request was caused by another site.")
