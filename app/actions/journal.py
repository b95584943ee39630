"""The journal: every action leaves one line in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Entry
from app.rules.permissions import Actor

#: Actors that are no account.
COUPLE = "couple"
SYSTEM = "system"


def record(
    session: Session,
    event: str,
    subject: str,
    subject_id: int,
    *,
    actor: Actor | str,
    now: datetime,
    **facts: Any,
) -> None:
    """Note who did what to which thing.

    Args:
        event: "reservation.approved", "slot.released" …
        subject: table of the thing, in the singular.
        actor: who signed in, or COUPLE or SYSTEM.
        facts: numbers, days, and words of the rules. Never what somebody typed: it may name
            people, and the journal is kept when they are forgotten. (Settings are the office's own
            public words, and come as a table.)

    Raises:
        ValueError: a fact is a sentence.
    """
    for name, fact in facts.items():
        told = fact if isinstance(fact, (list, tuple, set)) else [fact]
        if any(isinstance(word, str) and any(map(str.isspace, word)) for word in told):
            raise ValueError(f"{event}: the journal keeps no sentence, and {name} is one")
    account = actor if isinstance(actor, Actor) else None
    session.add(
        Entry(
            at=now,
            actor=account.role.value if account else str(actor),
            account_id=account.account_id if account else None,
            event=event,
            subject=subject,
            subject_id=subject_id,
            facts=facts,
        )
    )
