"""Light, dark, or as the system wishes: the visitor's choice, kept in a cookie."""

from __future__ import annotations

import re

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue

from app.web.access import open_to_all
from app.web.appearance import choose_appearance
from app.web.pages import bp

#: A path of ours: no host, no scheme, nothing a browser might read as one.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


@bp.post("/darstellung")
@open_to_all
def set_appearance() -> ResponseReturnValue:
    back = request.form.get("zurueck", "/")
    response = make_response(redirect(back if OWN_PATH.fullmatch(back) else "/", 303))
    choose_appearance(response, request.form.get("farben", ""))
    return response
