"""Light, dark, or as the system wishes: the visitor's choice, kept in a cookie."""

from __future__ import annotations

import re

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue

from app.web.access import open_to_all
from app.web.pages import bp
from app.web.templating import THEMES

YEAR = 365 * 24 * 3600
#: A path of ours: no host, no scheme, nothing a browser might read as one.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


@bp.post("/darstellung")
@open_to_all
def set_appearance() -> ResponseReturnValue:
    back = request.form.get("zurueck", "/")
    response = redirect(back if OWN_PATH.fullmatch(back) else "/", 303)
    chosen = request.form.get("farben")
    if chosen in THEMES:
        response.set_cookie(
            "farben",
            chosen,
            max_age=YEAR,
            secure=bool(current_app.config["SECURE"]),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("farben")
    return response
