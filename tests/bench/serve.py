"""The app as the bench serves it, with two things beside it to measure against.

``/bench/seite`` is a trivial page of the size of the month page; ``/bench/eintrag`` is the least a
guarded insert can be through Flask: look whether the slot is free, write, commit.
"""

from __future__ import annotations

import os

from flask import Response, request
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError

import config
from app import create_app
from app.extensions import csrf
from app.transaction import transaction
from app.web.access import open_to_all
from app.web.freshness import Pages

SIZE = "BENCH_SIZE"
REUSE = "BENCH_REUSE"

entries = Table(
    "bench_entries",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("slot_id", Integer, nullable=False, unique=True),
)


class NothingKept(Pages):
    """A memory that forgets at once: every page is made anew."""

    def keep(self, key: str, pieces: list[bytes]) -> None:
        """Keep nothing."""

    def find_window(self, *_args: object) -> None:  # type: ignore[override]
        """Know nothing."""
        return


app = create_app(config.load())
if os.environ.get(REUSE) == "0":
    app.extensions["pages"] = NothingKept(edition=app.extensions["pages"].edition)
trivial = "<!doctype html><title>Seite</title>".ljust(int(os.environ.get(SIZE, "30000")), "x")


@app.get("/bench/seite")
@open_to_all
def page() -> Response:
    return Response(trivial, mimetype="text/html")


@app.post("/bench/eintrag")
@csrf.exempt
@open_to_all
def entry() -> tuple[str, int]:
    slot_id = int(request.form["slot"])
    try:
        with transaction() as session:
            taken = session.execute(select(entries.c.id).where(entries.c.slot_id == slot_id))
            if taken.first():
                return "taken", 409
            session.execute(insert(entries).values(slot_id=slot_id))
    except IntegrityError:
        return "taken", 409
    return "held", 303
