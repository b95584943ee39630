"""One file commits, no request forgets a row, and no GET changes one."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import select, text

import config
from app.extensions import db
from app.models import Venue
from app.web.access import open_to_all
from tests.factories import make_venue
from tests.support.client import make_client


def calls_of(path):
    """Return the names of all methods that a file calls."""
    tree = ast.parse(path.read_text())
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_one_file_commits():
    files = (config.ROOT / "app").rglob("*.py")
    committing = {
        str(path.relative_to(config.ROOT)) for path in files if "commit" in calls_of(path)
    }
    assert committing == {"app/transaction.py"}


@pytest.fixture
def app_with_bad_views(make_app):
    """An app with two views that break the promises."""
    app = make_app()

    @app.get("/schreibt")
    @open_to_all
    def writes():
        db.session.execute(text("UPDATE venues SET seats = 1"))
        return "ok"

    @app.post("/vergisst")
    @open_to_all
    def forgets():
        db.session.scalars(select(Venue)).one().seats = 1
        return "ok"

    return app


def test_a_get_that_writes_is_caught(app_with_bad_views):
    with pytest.raises(AssertionError, match="wrote to venues"):
        app_with_bad_views.test_client().get("/schreibt")


def test_a_forgotten_row_is_caught(app_with_bad_views):
    with app_with_bad_views.app_context():
        make_venue(db.session())
        db.session.commit()
    with pytest.raises(AssertionError, match="left rows unwritten"):
        make_client(app_with_bad_views).post("/vergisst")
