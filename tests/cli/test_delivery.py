from __future__ import annotations

import logging
import re
import socket
import ssl
import threading
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from app.cli import delivery
from app.cli.delivery import deliver_due
from app.mail import KINDS
from app.mail.postmen import NotSent, SmtpPostman, describe, postman_for
from app.models import OutgoingMail, Token
from app.queries.cases import count_undelivered
from app.queries.outbox import count_overdue_mails
from app.rules.mails import LEASE_LASTS
from tests.factories import NOW
from tests.mail.samples import post_sample


def deliver(app, now=None) -> int:
    if now is not None:
        app.config["NOW"] = now
    with app.app_context():
        return deliver_due().accepted


def post_many(session, count: int) -> list[str]:
    """Post invitations to so many people; they need no reservation each."""
    first = post_sample(session, "invitation", recipient="konto0@example.org")
    values = {
        name: getattr(first, name)
        for name in ("kind", "language", "facts", "account_id", "created_at", "next_try_at")
    }
    recipients = [f"konto{number}@example.org" for number in range(count)]
    for number, recipient in enumerate(recipients[1:], start=1):
        session.add(OutgoingMail(recipient=recipient, message_id=f"{number:032x}", **values))
    session.commit()
    return recipients


def mails(session) -> list[OutgoingMail]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.fixture
def by_smtp(app, mail_server):
    app.config["MAIL_URL"] = mail_server.url
    return mail_server


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mail_lies_in_the_directory_as_a_file(app, session, tmp_path, kind):
    post_sample(session, kind)
    session.commit()
    assert deliver(app) == 1
    [path] = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["To"] == "paar@example.org"
    [mail] = mails(session)
    assert (mail.sent_at, mail.tries, mail.leased_until) == (NOW, 1, None)
    assert deliver(app) == 0


def test_a_mail_goes_to_one_recipient_by_smtp(app, session, by_smtp):
    post_sample(session, "reserved")
    session.commit()
    assert deliver(app) == 1
    assert by_smtp.recipients == [["paar@example.org"]]


@pytest.mark.parametrize(
    "recipient",
    ["a@example.org, b@example.org", "a@example.org,b@example.org", "A <a@example.org>", "a@b@c"],
)
def test_one_address_never_becomes_two_recipients(app, session, by_smtp, recipient):
    mail = post_sample(session, "invitation", recipient="a@example.org")
    mail.recipient = recipient  # as if post() had let it through
    session.commit()
    assert deliver(app) == 0
    assert by_smtp.recipients == []
    [mail] = mails(session)
    assert mail.last_error == "unwritable"


def test_a_mail_that_cannot_be_prepared_does_not_keep_the_others(app, session, tmp_path):
    post_sample(session, "invitation").kind = "unknown"
    post_sample(session, "slots_returned").facts = {"count": 3}
    post_sample(session, "reserved")
    session.commit()
    assert deliver(app) == 1
    assert [mail.last_error for mail in mails(session)] == ["unwritable", "unwritable", None]
    assert session.scalar(select(func.count()).select_from(Token)) == 1


def test_a_dropped_mail_is_not_sent(app, session, tmp_path):
    post_sample(session, "confirm_email", confirm_until=NOW)
    session.commit()
    assert deliver(app) == 0
    [mail] = mails(session)
    assert (mail.dropped_because, mail.sent_at) == ("confirm_window_over", None)
    assert deliver(app, NOW + timedelta(days=4)) == 0
    assert count_undelivered(session) == (0, None)


def test_451_is_tried_again_after_growing_pauses(app, session, by_smtp):
    post_sample(session, "invitation")
    session.commit()
    by_smtp.refusals += ["451 4.3.0 Try again later, paar@example.org"] * 5
    now, pauses = NOW, []
    for _ in range(6):
        deliver(app, now)
        [mail] = mails(session)
        if mail.sent_at is None:
            assert mail.last_error == "451 4.3.0"
            pauses.append((mail.next_try_at - now) / timedelta(minutes=1))
            assert deliver(app, mail.next_try_at - timedelta(seconds=1)) == 0
            now = mail.next_try_at
    assert pauses == [1, 5, 15, 60, 60]
    assert mail.sent_at == now
    assert len(by_smtp.received) == 1


def test_after_72_hours_a_mail_has_failed_and_staff_sees_it(app, session, by_smtp):
    post_sample(session, "invitation")
    session.commit()
    by_smtp.refusals += ["550 5.1.1 unknown"] * 100
    now = NOW
    while (mail := mails(session)[0]).failed_at is None:
        deliver(app, now)
        now = mails(session)[0].next_try_at
        assert count_overdue_mails(session, now=NOW + timedelta(hours=1)) <= 1
    assert timedelta(hours=71) <= mail.failed_at - NOW <= timedelta(hours=72)
    assert count_undelivered(session) == (1, mail.failed_at)
    assert deliver(app, NOW + timedelta(days=9)) == 0
    assert count_overdue_mails(session, now=now) == 0


def test_a_day_without_a_mail_server_loses_nothing(app, session, mail_server):
    recipients = post_many(session, 200)
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1?tls=none"
    for minutes in range(0, 24 * 60, 20):
        assert deliver(app, NOW + timedelta(minutes=minutes)) == 0
    assert count_overdue_mails(session, now=NOW + timedelta(hours=24)) == 200
    app.config["MAIL_URL"] = mail_server.url
    delivered = sum(
        deliver(app, NOW + timedelta(hours=24, minutes=minutes)) for minutes in range(0, 61, 20)
    )
    assert delivered == 200
    assert Counter(mail_server.recipients[n][0] for n in range(200)) == Counter(recipients)
    assert all(mail.sent_at and not mail.failed_at for mail in mails(session))


def test_four_workers_send_each_mail_once(app, session, mail_server):
    recipients = post_many(session, 400)
    app.config["MAIL_URL"] = mail_server.url
    workers = [threading.Thread(target=deliver, args=(app,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(to for [to] in mail_server.recipients) == Counter(recipients)
    assert all(mail.sent_at and mail.tries == 1 for mail in mails(session))


def test_killed_before_noting_a_mail_is_sent_again_with_the_same_id(
    app, session, mail_server, monkeypatch
):
    post_sample(session, "invitation")
    session.commit()
    app.config["MAIL_URL"] = mail_server.url

    class Killed(BaseException):
        pass

    def die(_letter):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_note_sent", die)
        with pytest.raises(Killed):
            deliver(app)
    assert deliver(app, NOW + LEASE_LASTS - timedelta(seconds=1)) == 0
    assert deliver(app, NOW + LEASE_LASTS) == 1
    assert len({message["Message-ID"] for message in mail_server.received}) == 1
    assert len(mail_server.received) == 2


class Cutting:
    """Accepts a mail and then hangs up instead of saying so."""

    def __init__(self) -> None:
        self.seen = 0

    async def handle_DATA(self, server, _session, _envelope):  # noqa: N802 - aiosmtpd's name
        self.seen += 1
        server.transport.abort()
        return "250 OK"


@pytest.fixture
def smtp():
    """Start a mail server of one's own making; returns its port."""
    started = []

    def start(handler, **options):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
        controller.start()
        started.append(controller)
        return port

    yield start
    for controller in started:
        controller.stop()


def test_cut_off_after_the_data_it_is_tried_again(app, session, smtp, mail_server):
    post_sample(session, "invitation")
    session.commit()
    cutting = Cutting()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{smtp(cutting)}?tls=none"
    assert deliver(app) == 0
    assert cutting.seen == 1
    [mail] = mails(session)
    assert mail.last_error == "SMTPServerDisconnected"
    app.config["MAIL_URL"] = mail_server.url
    assert deliver(app, mail.next_try_at) == 1


@pytest.fixture
def self_signed():
    """A certificate for 127.0.0.1 that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "self_signed.pem")
    return context


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_nobody_vouches_for_gets_no_mail(
    app, session, smtp, mail_server, self_signed, tls
):
    post_sample(session, "invitation")
    session.commit()
    cutting = Cutting()
    options = {"tls_context": self_signed} if tls == "starttls" else {"ssl_context": self_signed}
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{smtp(cutting, **options)}?tls={tls}"
    assert deliver(app) == 0
    assert cutting.seen == 0
    assert mails(session)[0].last_error == "SSLCertVerificationError"


def test_a_server_that_offers_no_encryption_gets_no_mail(app, session, mail_server):
    post_sample(session, "invitation")
    session.commit()
    app.config["MAIL_URL"] = mail_server.url.replace("tls=none", "tls=starttls")
    assert deliver(app) == 0
    assert mail_server.received == []
    assert mails(session)[0].last_error == "SMTPNotSupportedError"


@pytest.mark.parametrize(
    ("url", "tls", "port"),
    [
        ("smtp://localhost:2525", "none", 2525),
        ("smtp://mail.example.org", "starttls", 587),
        ("smtp://mail.example.org?tls=implicit", "implicit", 465),
        ("smtp://mail.example.org:25?tls=none", "none", 25),
        ("smtp://a%40b:p%3Aw@mail.example.org", "starttls", 587),
    ],
)
def test_off_this_machine_mails_travel_encrypted_unless_told_otherwise(url, tls, port):
    postman = postman_for(url)
    assert isinstance(postman, SmtpPostman)
    assert (postman.tls, postman.port) == (tls, port)
    assert (postman.user, postman.password) in [("", ""), ("a@b", "p:w")]


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://x?tls=maybe"])
def test_an_address_that_is_no_mail_server_is_refused(url):
    with pytest.raises(ValueError, match="MAIL_URL must be"):
        postman_for(url)


def test_no_address_name_or_secret_is_logged(app, session, by_smtp, caplog):
    caplog.set_level(logging.DEBUG)
    post_sample(session, "invitation", recipient="kanarienvogel@example.org")
    for kind in ("confirm_email", "declined"):
        post_sample(session, kind, recipient=f"kanarienvogel-{kind}@example.org")
    post_sample(session, "reserved", recipient="kanarienvogel-k@example.org").recipient = "k, k@x"
    session.commit()
    by_smtp.refusals += ["550 5.1.1 <kanarienvogel@example.org> unknown", "451 kanarienvogel"]
    for minutes in (0, 1, 6):
        deliver(app, NOW + timedelta(minutes=minutes))
    ours = "\n".join(
        record.getMessage() + str(record.exc_info or "")
        for record in caplog.records
        if not record.name.startswith("mail.log")
    )
    assert ours
    assert "kanarienvogel" not in ours
    assert not re.search(r"[\w-]{43}", ours)
    assert "kanarienvogel" not in str([mail.last_error for mail in mails(session)])


def test_an_error_is_told_without_what_was_sent():
    assert describe(TimeoutError("paar@example.org")) == "TimeoutError"
    assert NotSent("x").unreachable is False
