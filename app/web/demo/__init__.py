"""The postbox of the demo: what would have been sent, for everybody to read."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.mail.postmen import folder_of
from app.queries import NotFound
from app.web.access import open_to_all
from app.web.demo.postbox import find_letter, links_in, list_letters
from app.web.headers import CONTENT_SECURITY_POLICY

bp = Blueprint("demo", __name__, url_prefix="/demo")

#: The page may frame our own mails; nothing else may be framed, by nobody else.
WITH_FRAME = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
#: A mail runs nothing, loads nothing, sends nothing; its links may open a page when clicked.
MAIL_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-top-navigation-by-user-activation",
    )
)


@bp.get("/postfach")
@open_to_all
def mailbox() -> ResponseReturnValue:
    return render_template("demo/mailbox.html", letters=list_letters(_folder()))


@bp.get("/postfach/<string:name>")
@open_to_all
def mail(name: str) -> ResponseReturnValue:
    letter = find_letter(_folder(), name)
    text = links_in(letter.text, current_app.config["BASE_URL"])
    page = render_template("demo/mail.html", letter=letter, text=text)
    return page, 200, {"Content-Security-Policy": WITH_FRAME}


@bp.get("/postfach/<string:name>/html")
@open_to_all
def mail_html(name: str) -> ResponseReturnValue:
    letter = find_letter(_folder(), name)
    # Links leave the frame: our pages refuse to be framed.
    html = letter.html.replace("<head>", '<head><base target="_top">', 1)
    headers = {"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return html, 200, headers


def _folder() -> Path:
    """Return where the mails of the demo lie.

    Raises:
        NotFound: this is no demo, or its mails really leave.
    """
    mail_url = str(current_app.config["MAIL_URL"])
    if not current_app.config["DEMO"] or not mail_url.startswith("file:"):
        raise NotFound
    return folder_of(mail_url)
