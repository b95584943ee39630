"""What the law asks every public site to say: who answers for it, data protection, access."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.access import open_to_all
from app.web.pages import bp


@bp.get("/<lang:lang>/impressum")
@open_to_all
def imprint() -> ResponseReturnValue:
    return render_template("pages/imprint.html")


@bp.get("/<lang:lang>/datenschutz")
@open_to_all
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/<lang:lang>/barrierefreiheit")
@open_to_all
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")
