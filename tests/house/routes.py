"""Prints every route with its access: ``python -m tests.house.routes > tests/house/routes.txt``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask import Flask


def lines_of(app: Flask) -> list[str]:
    """Return one line per route: address, methods, who may come in."""
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        access = getattr(app.view_functions[rule.endpoint], "access", "?")
        lines.append(f"{rule.rule}  {methods}  {access}")
    return sorted(lines)


if __name__ == "__main__":
    from app import create_app
    from tests.conftest import settings_for

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for("sqlite://", Path(folder), demo=True))
        sys.stdout.write("\n".join(lines_of(app)) + "\n")
