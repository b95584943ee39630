"""All components of the pages in all their states, for whoever writes the next page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.rules.permissions import Permission
from app.web.access import requires
from app.web.registry import bp
from app.web.registry.component_samples import samples


@bp.get("/hilfe/bausteine")
@requires(Permission.SEE_OFFICE)
def components() -> ResponseReturnValue:
    return render_template("registry/components.html", **samples())
