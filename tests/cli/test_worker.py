from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

import config
from app.cli import worker
from app.models import OutgoingMail, Reservation
from app.rules.refusals import SlotTaken
from app.rules.reservations import ReservationState
from tests.conftest import SECRET
from tests.factories import NOW, make_reservation
from tests.mail.samples import post_sample

TYPED = "Kanarienvogel"


def test_one_round_sends_and_lets_lapse(app, session, tmp_path):
    held = make_reservation(session, state=ReservationState.HELD)
    post_sample(session, "invitation")
    session.commit()
    app.config["NOW"] = NOW + timedelta(hours=1)
    answer = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert answer.exit_code == 0, answer.output
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    session.expire_all()
    assert session.get(Reservation, held.id).state is ReservationState.LAPSED


def test_a_database_that_is_away_does_not_end_the_worker(app, session, tmp_path, monkeypatch):
    post_sample(session, "invitation")
    session.commit()
    stop, rounds = threading.Event(), []

    def sometimes_away():
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("SELECT", {}, Exception("gone"))
        stop.set()
        return deliver_due()

    deliver_due = worker.deliver_due
    monkeypatch.setattr(worker, "deliver_due", sometimes_away)
    monkeypatch.setattr(worker, "LONG_PAUSE", 0.01)
    with app.app_context():
        worker.work_until(stop)
    assert len(rounds) == 2
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


@pytest.mark.parametrize("failing", ["do_upkeep", "reckon_left"])
@pytest.mark.parametrize("error", [ValueError, IntegrityError, SlotTaken], ids=lambda e: e.__name__)
def test_what_goes_wrong_beside_them_does_not_keep_the_mails(
    app, session, tmp_path, monkeypatch, caplog, failing, error
):
    post_sample(session, "invitation")
    session.commit()
    stop = threading.Event()

    def fail():
        if error is IntegrityError:
            raise IntegrityError("INSERT", {}, Exception(TYPED))
        raise error if error is SlotTaken else error(TYPED)

    def last_task():
        stop.set()
        return deliver_due()

    deliver_due = worker.deliver_due
    monkeypatch.setattr(worker, failing, fail)
    monkeypatch.setattr(worker, "deliver_due", last_task)
    monkeypatch.setattr(worker, "LONG_PAUSE", 0.01)
    with app.app_context():
        worker.work_until(stop)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1
    assert {"do_upkeep": "upkeep", "reckon_left": "reckoning"}[failing] in caplog.text
    assert TYPED not in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_and_stops(database, app, session, tmp_path, number):
    post_sample(session, "invitation")
    session.commit()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "SECRET_KEY": SECRET,
        "MAIL_URL": f"file:{tmp_path / 'mail'}",
        "TRAUKALENDER_TESTING": "1",
        "TRAUKALENDER_NOW": NOW.isoformat(),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        cwd=config.ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        waiting_until = time.monotonic() + 30
        while time.monotonic() < waiting_until and process.poll() is None:
            session.rollback()
            if session.scalar(select(OutgoingMail.sent_at)) is not None:
                break
            time.sleep(0.05)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert session.scalar(select(OutgoingMail.sent_at)) == NOW
