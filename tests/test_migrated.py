"""A database that is not migrated: every command names the remedy, in one line."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.extensions import db
from app.migrated import missing_upgrade

COMMANDS = [
    ["check"],
    ["worker", "--once"],
    ["upkeep"],
    ["demo", "load"],
    ["staff", "add", "a@example.org", "A"],
    ["backup", "create", "somewhere.backup"],
]


@pytest.fixture
def bare(make_app, tmp_path):
    return make_app(database_url=f"sqlite:///{tmp_path / 'bare.db'}")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_on_a_database_without_tables_names_the_remedy(bare, command):
    answer = bare.test_cli_runner().invoke(args=command)
    assert answer.exit_code == 1
    assert answer.output.strip() == (
        "Error: The database has no tables yet; run: flask --app wsgi db upgrade"
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_on_a_database_that_is_behind_names_the_remedy(app, at_migration, command):
    at_migration(None)
    answer = app.test_cli_runner().invoke(args=command)
    assert answer.exit_code == 1
    assert "run: flask --app wsgi db upgrade" in answer.output
    assert answer.output.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_is_away_is_said_to_be_away(make_app, tmp_path, command):
    away = make_app(database_url=f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'a.db'}")
    answer = away.test_cli_runner().invoke(args=command)
    assert answer.exit_code == 1
    assert answer.output == "Error: The database at DATABASE_URL does not answer.\n"


def test_a_newer_database_asks_for_newer_software(app, at_migration):
    at_migration("9999")
    with app.app_context():
        assert "which this version does not know" in str(missing_upgrade(db.engine))


def test_a_migrated_database_lacks_nothing(app):
    with app.app_context():
        assert missing_upgrade(db.engine) is None


@pytest.fixture
def at_migration(app):
    """Pretend that the database stands elsewhere; it is put right after the test."""

    def write(migration):
        with app.app_context(), db.engine.begin() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            connection.execute(text("DELETE FROM alembic_version"))
            if migration is not None:
                connection.execute(
                    text("INSERT INTO alembic_version VALUES (:it)"), {"it": migration}
                )
        return found

    found = write("0001")
    write(found)
    yield write
    write(found)
