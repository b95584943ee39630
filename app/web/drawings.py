"""The drawn venues, inlined so that they take the colours of the page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from flask import current_app, g
from markupsafe import Markup

import config
from app.web.assets import asset

FOLDER = config.ROOT / "static" / "img" / "venues"
#: The ground line of a drawing; cut there they stand side by side.
GROUND = 206
#: What stands by the water names its quay, so that it is cut there.
QUAY = re.compile(r'<svg[^>]* data-quay="(\d+)"')
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def has_drawing(name: str) -> bool:
    """Answer whether there is a drawing of this name."""
    return _body(name) is not None


def shared_picture(name: str | None = None) -> str:
    """Return the whole address of what is shown where a link is shared: a venue's or our rings."""
    picture = name if name and has_drawing(name) else "_"
    return f"{current_app.config['BASE_URL']}{asset(f'img/share/{picture}.png')}"


def venue_drawing(
    name: str, *, label: str | None = None, grounded: bool = False, large: bool = False
) -> Markup:
    """Return the drawing as inline SVG, or nothing if there is none.

    Args:
        name: file name without its ending; usually the slug of the venue.
        label: text alternative; leave it out where the venue's name stands beside the drawing.
        grounded: cut it at the ground line.
        large: draw thinner lines, for more than 500 pixels.
    """
    body = _body(name)
    if body is None:
        return Markup("")
    g.drawings = g.get("drawings", 0) + 1
    body = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>d{g.drawings}-", body)
    voice = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    classes = "drawing drawing--large" if large else "drawing"
    height = _ground(name) if grounded else 240
    # Everything put in here is ours: a file of the house, numbers, and an escaped label.
    return Markup(f'<svg class="{classes}" viewBox="0 0 360 {height}" {voice}>{body}</svg>')  # noqa: S704


@cache
def _ground(name: str) -> int:
    """Return where a drawing stands."""
    quay = QUAY.match((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    return int(quay[1]) if quay else GROUND


@cache
def _body(name: str) -> str | None:
    path: Path = FOLDER / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    svg = path.read_text(encoding="utf-8")
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"<title.*?</title>\s*", "", inner, flags=re.DOTALL).replace("\n", "")
