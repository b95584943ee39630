"""The migrations lead up, down and up again, and end where the models are."""

from __future__ import annotations

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import config
from app.extensions import db

FOLDER = config.ROOT / "migrations"


def tables():
    """Return the names of all tables but Alembic's own."""
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_down_up(app):
    with app.app_context():
        assert tables() == set(db.metadata.tables)
        flask_migrate.downgrade(revision="base")
        assert tables() == set()
        flask_migrate.upgrade()
        assert tables() == set(db.metadata.tables)


def test_the_schema_is_that_of_the_models(app):
    with app.app_context():
        try:
            flask_migrate.check()
        except SystemExit:
            pytest.fail("models and migrations differ: flask --app wsgi db migrate -m …")


# SQLite cannot tell what the index on lower(email) is on; PostgreSQL can.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_every_constraint_has_a_name_by_which_it_can_be_changed(app):
    with app.app_context():
        inspector = inspect(db.engine)
        for table in tables():
            assert inspector.get_pk_constraint(table)["name"], table
            for constraint in (
                *inspector.get_foreign_keys(table),
                *inspector.get_unique_constraints(table),
                *inspector.get_check_constraints(table),
            ):
                assert constraint["name"], (table, constraint)


def test_head_names_the_newest_migration():
    script = ScriptDirectory(str(FOLDER))
    (newest,) = script.get_heads()
    files = sorted(path.stem for path in (FOLDER / "versions").glob("*.py"))
    assert (FOLDER / ".head").read_text().strip() == files[-1]
    assert files[-1].startswith(newest)


def test_migrations_are_numbered_without_a_gap():
    files = sorted(path.stem for path in (FOLDER / "versions").glob("*.py"))
    assert [name[:5] for name in files] == [f"{n + 1:04}_" for n in range(len(files))]
