"""Pages on paper: typst turns a source and plain data into a tagged PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst
from flask import Response

import config

SOURCES = config.ROOT / "templates" / "pdf"


def write_pdf(name: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """Return a PDF (PDF/A-2a, created as PDF/UA-1).

    Data comes as JSON and stays text whatever somebody typed; no file outside the sources is read.

    Args:
        name: the source in templates/pdf, without extension.
        now: what the file says when it was made.
    """
    return bytes(
        typst.compile(
            str(SOURCES / f"{name}.typ"),
            root=str(SOURCES),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
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
