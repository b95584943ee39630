"""Pages on paper: typst turns a source and plain data into a tagged PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst
from flask import Response
from flask_babel import gettext as _

import config

SOURCES = config.ROOT / "templates" / "pdf"
#: Stands on paper for a sign that no font of typst has: a file with such a sign is not made at all.
NO_SIGN = "\u25a1"
#: Every sign that is in none of typst's own fonts; names and notes come in all scripts.
UNKNOWN = re.compile(
    "[^\n -\u0484\u0487-\u04ff\u0531-\u05f4\u0621-\u063a\u0640-\u064a\u060c\u061f\u0660-\u066d"
    "\u067e-\u0680\u0686\u0687\u0698\u0900-\u0950\u0955-\u097f\u10d0-\u10ff\u1e00-\u2040"
    "\u2044-\u2052\u2070-\u20c0\u2190-\u23ff\u25a0-\u2604\ufb00-\ufb4f\ufe0f]"
)


def write_pdf(name: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return a PDF (PDF/A-2a, created as PDF/UA-1).

    Data comes as JSON and stays text whatever somebody typed; no file outside the sources is read.
    A sign that cannot be drawn becomes a box, and the page says so.

    Args:
        name: the source in templates/pdf, without extension.
        now: what the file says when it was made.
    """
    typed = json.dumps(data, ensure_ascii=False)
    drawn = UNKNOWN.sub(NO_SIGN, typed)
    lost = _(
        "%(sign)s steht für ein Zeichen, das sich nicht drucken lässt. "
        "Die Tagesliste am Bildschirm zeigt es.",
        sign=NO_SIGN,
    )
    return bytes(
        typst.compile(
            str(SOURCES / f"{name}.typ"),
            root=str(SOURCES),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": drawn, "lost": lost if drawn != typed else ""},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(now.timestamp()),
        )
    )


def pdf_answer(content: bytes, name: str) -> Response:
    """Return the PDF as a file to look at, never kept by a cache: it names people."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
