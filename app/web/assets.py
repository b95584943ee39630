"""How pages refer to stylesheets, scripts and drawings, and how these are served."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Flask, abort, current_app
from flask.typing import ResponseReturnValue
from whitenoise import WhiteNoise

from app import assets
from app.web.access import open_to_all
from app.web.headers import HEADERS, HSTS

bp = Blueprint("assets", __name__)

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@bp.get("/static/<path:name>")
@open_to_all
def source(name: str) -> ResponseReturnValue:
    content = assets.read(name) if current_app.config["ASSETS"] is None else None
    if content is None:
        abort(404)
    kind = TYPES.get(name[name.rfind(".") :], "application/octet-stream")
    return content, 200, {"Content-Type": kind, "Cache-Control": "no-cache"}


def init_assets(app: Flask) -> None:
    """Serve the built files if there are any; tests always see the sources."""
    manifest = None if app.testing else assets.read_manifest()
    app.config["ASSETS"] = manifest
    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(bp)
    if manifest is not None:
        serve_built(app)


def serve_built(app: Flask) -> None:
    """Put WhiteNoise in front of the app."""
    secure = app.config["SECURE"]

    def add_headers(headers: Any, _path: str, _url: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        if secure:
            headers["Strict-Transport-Security"] = HSTS

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(assets.BUILD),
        prefix="static/",
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
        allow_all_origins=False,
        add_headers_function=add_headers,
    )


def asset(name: str) -> str:
    """Return the address of a file, such as ``app.css`` or ``img/venues/rathaus.svg``.

    Raises:
        KeyError: no such file was built.
    """
    served = assets.served_name(name)
    manifest = current_app.config["ASSETS"]
    return f"/static/{served if manifest is None else manifest[served]}"
