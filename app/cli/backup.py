"""Save everything into one file, and bring it back."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import flask_migrate
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.actions.journal import SYSTEM, record
from app.actions.outbox import hold_back_waiting
from app.cli.archives import Manifest, NoBackup, read_archive, sha256_of, write_archive
from app.cli.check import verify
from app.cli.dumps import dump_for, is_empty
from app.extensions import db
from app.transaction import transaction

backup = AppGroup("backup", help="Everything in one file.")

PATH = click.Path(dir_okay=False, path_type=Path)


@backup.command("create")
@click.argument("path", type=PATH)
def create(path: Path) -> None:
    """Save the database into PATH, whole and of one moment, while others go on writing."""
    if path.exists():
        raise click.ClickException(f"{path} exists already; choose another name.")
    if not path.absolute().parent.is_dir():
        raise click.ClickException(f"{path.parent} is no directory; create it first.")
    with TemporaryDirectory(prefix=".traukalender-", dir=path.absolute().parent) as name:
        folder = Path(name)
        migration = dump_for(db.engine).save(folder)
        manifest = Manifest(
            database=db.engine.dialect.name,
            migration=migration,
            made_at=clock.now().isoformat(),
            version=_version(),
            files={file.name: sha256_of(file) for file in sorted(folder.iterdir())},
        )
        write_archive(path, folder, manifest)
    click.echo(f"{path}: {path.stat().st_size:,} bytes, {manifest.database}, {manifest.made_at}")


@backup.command("restore")
@click.argument("path", type=PATH)
@click.option("--force", is_flag=True, help="Replace what is in the database.")
def restore(path: Path, force: bool) -> None:
    """Bring back what PATH holds, and check it. Stop the server and the worker before.

    Mails that were waiting when it was made are not sent by themselves: they may have left since.
    The office finds them among those that could not be sent.
    """
    try:
        with read_archive(path) as (manifest, folder):
            _check_fits(manifest)
            if not force and not is_empty(db.engine):
                raise click.ClickException(
                    "The database is not empty. Restore into an empty one, or add --force to "
                    "replace what is there."
                )
            dump_for(db.engine).load(folder, _migrate_to(manifest.migration))
    except NoBackup as refusal:
        raise click.ClickException(str(refusal)) from refusal
    flask_migrate.upgrade()
    with transaction() as session:
        held_back = hold_back_waiting(session, now=clock.now())
        # Days count their versions anew from here on: what browsers keep must not seem fresh.
        record(session, "backup.restored", "backup", 0, actor=SYSTEM, now=clock.now())
    verify(db.session(), now=clock.now())
    db.session.remove()
    click.echo(f"Restored as of {manifest.made_at}; all invariants hold.")
    if held_back:
        click.echo(f"{held_back} mails were waiting; the office finds them among those not sent.")


def _check_fits(manifest: Manifest) -> None:
    here = db.engine.dialect.name
    if manifest.database != here:
        raise NoBackup(f"The backup is of {manifest.database}, this database is {here}.")
    migrations = ScriptDirectory(current_app.extensions["migrate"].directory)
    try:
        known = migrations.get_revision(manifest.migration)
    except CommandError:
        known = None
    if known is None:
        raise NoBackup(
            f"The backup has migration {manifest.migration}, which this version does not know; "
            f"it was made by version {manifest.version}."
        )


def _migrate_to(migration: str) -> Callable[[], None]:
    return lambda: flask_migrate.upgrade(revision=migration)


def _version() -> str:
    try:
        return version("traukalender")
    except PackageNotFoundError:
        return "unpackaged"
