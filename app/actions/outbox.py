"""The outbox: a mail is a row written with the change and sent after it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Account, OutgoingMail, Reservation


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
    if any(sign in recipient for sign in ",;<>\"'()[]\\ \r\n\t") or recipient.count("@") != 1:
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
