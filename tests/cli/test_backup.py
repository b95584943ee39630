from __future__ import annotations

import gzip
import io
import json
import tarfile
import threading
from datetime import time, timedelta

import pytest
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.orm import Session

from app import clock
from app.actions.days import lock_days, reckon
from app.actions.holds import hold_slot
from app.cli.check import verify
from app.extensions import db
from app.models import Base, Entry, OutgoingMail, Reservation
from app.queries.cases import list_undelivered
from app.queries.freshness import get_version
from app.transaction import transaction
from tests.cli.city import make_city
from tests.factories import DAY, NOW, make_slot


@pytest.fixture
def city(session):
    return make_city(session)


@pytest.fixture
def other(database, make_app, tmp_path):
    """An app on a second database without any table."""
    if database.startswith("sqlite"):
        return make_app(database_url=f"sqlite:///{tmp_path / 'other.db'}")
    url = make_url(database)
    name = f"{url.database}_other"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_app(database_url=url.set(database=name).render_as_string(hide_password=False))


def run(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def create(app, path):
    answer = run(app, "backup", "create", path)
    assert answer.exit_code == 0, (answer.output, answer.exception)
    return path


def restore(app, path, *more):
    return run(app, "backup", "restore", path, *more)


def all_rows(app):
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
        }


def opened(app) -> Session:
    with app.app_context():
        return Session(db.engine)


def test_what_was_saved_comes_back_to_the_last_row(app, session, city, other, tmp_path):
    with app.app_context(), transaction() as sending:
        for mail in sending.scalars(select(OutgoingMail)):
            mail.sent_at = clock.now()
    session.rollback()
    before = all_rows(app)
    path = create(app, tmp_path / "a.tar.gz")
    assert path.stat().st_mode & 0o077 == 0
    answer = restore(other, path)
    assert answer.exit_code == 0, (answer.output, answer.exception)
    assert "all invariants hold" in answer.output
    after = all_rows(other)
    # Only the restoring itself was noted.
    assert len(after["journal"]) == len(before["journal"]) + 1
    assert {**after, "journal": None} == {**before, "journal": None}
    assert set(before["journal"]) < set(after["journal"])
    assert [p.name for p in tmp_path.glob(".*")] == []


def test_after_a_restore_new_rows_go_on_counting(app, session, city, other, tmp_path):
    restore(other, create(app, tmp_path / "a.tar.gz"))
    with opened(other) as restored:
        held = hold_slot(restored, city.slots[5], browser_hash="f" * 64, language="de", now=NOW)
        restored.commit()
        assert held.id > city.held
        verify(restored, now=NOW)


def test_mails_that_waited_are_not_sent_twice(app, session, city, other, tmp_path):
    path = create(app, tmp_path / "a.tar.gz")
    waiting = session.scalar(select(func.count()).select_from(OutgoingMail))
    assert run(app, "worker", "--once").exit_code == 0
    sent = len(list((tmp_path / "mail").glob("*.eml")))
    assert sent
    answer = restore(other, path)
    assert f"{waiting} mails were waiting" in answer.output
    assert run(other, "worker", "--once").exit_code == 0
    assert len(list((tmp_path / "mail").glob("*.eml"))) == sent
    with opened(other) as restored:
        assert {mail.last_error for mail, _case in list_undelivered(restored)} == {"restored"}


def test_what_is_there_is_kept_unless_told_otherwise(app, session, city, tmp_path):
    path = create(app, tmp_path / "a.tar.gz")
    session.execute(text("UPDATE reservations SET phone = '4711'"))
    session.commit()
    answer = restore(app, path)
    assert answer.exit_code == 1
    assert "not empty" in answer.output
    assert session.scalar(select(Reservation.phone).limit(1)) == "4711"
    session.rollback()
    answer = restore(app, path, "--force")
    assert answer.exit_code == 0, (answer.output, answer.exception)
    assert session.scalar(select(func.count()).where(Reservation.phone == "4711")) == 0


def test_a_backup_is_never_written_over(app, session, tmp_path):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(b"precious")
    answer = run(app, "backup", "create", path)
    assert answer.exit_code == 1
    assert path.read_bytes() == b"precious"
    assert run(app, "backup", "create", tmp_path / "no" / "a.tar.gz").exit_code == 1


def flip(data: bytes, place: float) -> bytes:
    at = int(len(data) * place)
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def with_manifest(data: bytes, **changes) -> bytes:
    """Return the archive with another manifest, everything else as it was."""
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as old,
        tarfile.open(fileobj=out, mode="w:gz") as new,
    ):
        for entry in old:
            content = old.extractfile(entry).read()
            if entry.name == "manifest.json":
                content = json.dumps({**json.loads(content), **changes}).encode()
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def smuggling(data: bytes) -> bytes:
    """Return the archive with one more file that wants to lie elsewhere."""
    out = io.BytesIO(gzip.decompress(data))
    with tarfile.open(fileobj=out, mode="a:") as archive:
        entry = tarfile.TarInfo("../smuggled")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"evil"))
    return gzip.compress(out.getvalue())


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: b"", "cannot be read"),
        (lambda data: b"PK\x03\x04 something else", "cannot be read"),
        (lambda data: data[: len(data) // 2], "cannot be read"),
        (lambda data: flip(data, 0.5), "backup"),
        (lambda data: flip(data, 0.9), "backup"),
        (lambda data: with_manifest(data, format="other"), "no backup of Traukalender"),
        (lambda data: with_manifest(data, format_version=2), "another format"),
        (lambda data: with_manifest(data, migration="9999"), "does not know"),
        (lambda data: with_manifest(data, database="oracle"), "of oracle"),
        (lambda data: with_manifest(data, files={}), "does not name"),
        (lambda data: with_manifest(data, files=[1]), "no backup"),
        (lambda data: with_manifest(data, surprise=1), "cannot be read"),
        (smuggling, "does not name"),
    ],
)
def test_a_foreign_or_damaged_archive_changes_nothing(app, session, city, tmp_path, damage, told):
    path = create(app, tmp_path / "a.tar.gz")
    path.write_bytes(damage(path.read_bytes()))
    before = all_rows(app)
    session.rollback()
    answer = restore(app, path, "--force")
    assert answer.exit_code == 1
    assert told in answer.output, answer.output
    assert all_rows(app) == before
    assert not (tmp_path.parent / "smuggled").exists()


def test_an_archive_that_is_not_there_is_told(app, session, tmp_path):
    answer = restore(app, tmp_path / "none.tar.gz")
    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


@pytest.mark.parametrize(
    "times", [pytest.param(3, id="3"), pytest.param(20, id="20", marks=pytest.mark.slow)]
)
def test_saved_while_others_write_it_is_still_one_moment(
    app, session, city, other, tmp_path, times
):
    slots = [
        make_slot(session, day=DAY + timedelta(days=7 * week), at=time(9)).id for week in range(12)
    ]
    days = [DAY + timedelta(days=7 * week) for week in range(12)]
    lock_days(session, days)
    reckon(session, days, now=NOW)
    session.commit()
    stop, acknowledged = threading.Event(), []

    def write(first: int) -> None:
        number = first
        with app.app_context():
            while not stop.is_set():
                number += 2
                slot, browser = slots[number % len(slots)], f"{number % 40:064}"
                try:
                    with transaction() as writing:
                        held = hold_slot(
                            writing, slot, browser_hash=browser, language="de", now=NOW
                        )
                        reference = held.reference
                except Exception:
                    continue
                acknowledged.append(reference)

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 1)]
    for writer in writers:
        writer.start()
    try:
        for number in range(times):
            known = list(acknowledged)
            path = create(app, tmp_path / f"{number}.tar.gz")
            answer = restore(other, path, "--force")
            assert answer.exit_code == 0, (answer.output, answer.exception)
            with opened(other) as restored:
                saved = set(restored.scalars(select(Reservation.reference)))
                assert set(known) <= saved
                assert restored.scalar(select(func.count()).select_from(Entry)) >= len(saved)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert acknowledged


def test_no_page_seems_unchanged_after_a_restore(app, session, city, other, tmp_path):
    # The numbers of the versions come again; what stands behind them does not.
    restore(other, create(app, tmp_path / "a.tar.gz"))
    with opened(other) as restored:
        assert get_version(restored, DAY, DAY) != get_version(session, DAY, DAY)
