"""Mails that could not be delivered: somebody has to call."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.queries.cases import list_undelivered
from app.rules.permissions import Permission
from app.web.access import requires
from app.web.registry import bp
from app.web.registry.happenings import mail_in_words


@bp.get("/postausgang")
@requires(Permission.HANDLE_RESERVATIONS)
def outbox() -> ResponseReturnValue:
    found = list_undelivered(db.session())
    rows = [(mail, case, mail_in_words(mail)) for mail, case in found]
    return render_template("registry/outbox.html", rows=rows, most=len(rows))
