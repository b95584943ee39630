"""The outbox: a mail is a row written with the change and sent after it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Account, OutgoingMail, Reservation
from app.queries.outbox import WAITING, find_waiting_mail, list_waiting_mails, lock_due_mails
from app.rules.mails import LEASE_LASTS, next_try

#: Mails that a worker takes at a time.
BATCH = 10


def post(
    session: Session,
    kind: str,
    recipient: str,
    *,
    language: str,
    now: datetime,
    reservation: Reservation | None = None,
    account: Account | None = None,
    **facts: Any,
) -> OutgoingMail:
    """Write one mail to one recipient; the worker sends it once this is committed.

    Args:
        kind: names the templates ``mail/<kind>.txt`` and ``mail/<kind>.html``.
        facts: plain values for the templates; never a secret. Links are made when it is sent.

    Raises:
        ValueError: ``recipient`` is not exactly one address.
    """
    if any(sign in recipient for sign in ',;<>"()[]\\ \r\n\t') or recipient.count("@") != 1:
        raise ValueError("a mail goes to exactly one address")
    mail = OutgoingMail(
        kind=kind,
        recipient=recipient,
        language=language,
        facts=facts,
        reservation_id=reservation.id if reservation else None,
        account_id=account.id if account else None,
        message_id=secrets.token_hex(16),
        created_at=now,
        next_try_at=now,
    )
    session.add(mail)
    return mail


def take_due(session: Session, *, now: datetime, limit: int = BATCH) -> list[OutgoingMail]:
    """Take mails whose turn has come; no other worker gets them until the lease is over."""
    mails = lock_due_mails(session, now=now, limit=limit)
    for mail in mails:
        mail.leased_until = now + LEASE_LASTS
        mail.tries += 1
    return mails


def note_sent(session: Session, mail_id: int, *, now: datetime) -> None:
    """Note that the mail server has accepted a mail."""
    mail = find_waiting_mail(session, mail_id)
    if mail is not None:
        mail.sent_at, mail.leased_until, mail.last_error = now, None, None


def note_missed(session: Session, mail_id: int, error: str, *, now: datetime) -> None:
    """Note a try in vain: again after a pause, or given up for a person to look at.

    Args:
        error: what went wrong, such as "451 4.3.0"; never an address.
    """
    mail = find_waiting_mail(session, mail_id)
    if mail is None:
        return
    mail.leased_until, mail.last_error = None, error
    again_at = next_try(created_at=mail.created_at, tries=mail.tries, now=now)
    if again_at is None:
        mail.failed_at = now
    else:
        mail.next_try_at = again_at


def drop(mail: OutgoingMail, because: str, *, now: datetime) -> None:
    """Note that a mail is not sent because it no longer makes sense."""
    mail.dropped_at, mail.dropped_because, mail.leased_until = now, because, None


def drop_overtaken(
    session: Session,
    kind: str,
    *,
    reservation_id: int | None = None,
    account_id: int | None = None,
    now: datetime,
) -> None:
    """Let no waiting mail of this kind to this reservation or account make a link any more.

    One that a worker has in hand may leave yet; the link in it is made already.
    """
    session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.kind == kind,
            OutgoingMail.reservation_id == reservation_id
            if reservation_id is not None
            else OutgoingMail.account_id == account_id,
            *WAITING,
        )
        .values(dropped_at=now, dropped_because="overtaken", leased_until=None)
    )


def hold_back_waiting(session: Session, *, now: datetime) -> int:
    """Give up every waiting mail, for a person to look at; returns how many.

    For the hour after a backup was restored: they may have been sent since it was made.
    """
    mails = list_waiting_mails(session)
    for mail in mails:
        mail.failed_at, mail.leased_until, mail.last_error = now, None, "restored"
    return len(mails)
