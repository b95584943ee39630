"""Sentences about references, mails, links and settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.orm import Session

from app.models import Base, OutgoingMail, Purpose, Token
from app.queries.invariants.base import invariant
from app.queries.settings import get_policies, list_settings
from app.rules.calendar import berlin_day
from app.rules.policies import check_possible
from app.rules.refusals import ImpossiblePolicy


@invariant
def references(session: Session, now: datetime) -> Iterator[str]:
    """What one row says of another row exists."""
    for says, broken in _broken_references():
        for row in session.execute(broken):
            yield f"{says[0]} {row[0]}: {says[1]} {row[-1]} does not exist"


@cache
def _broken_references() -> list[tuple[tuple[str, str], Select[Any]]]:
    """Return a statement for each foreign key, made once: making it costs more than asking it."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                other = key.column.table.alias()
                target = other.c[key.column.name]
                broken = (
                    select(*table.primary_key, column)
                    .outerjoin(other, column == target)
                    .where(column.is_not(None), target.is_(None))
                )
                found.append(((table.name, column.name), broken))
    return found


@invariant
def one_end_of_mails(session: Session, now: datetime) -> Iterator[str]:
    """A mail is sent, given up or dropped: at most one of these."""
    mail = OutgoingMail
    ends = (mail.sent_at, mail.failed_at, mail.dropped_at)
    pairs = ((ends[0], ends[1]), (ends[0], ends[2]), (ends[1], ends[2]))
    twice = or_(*(and_(one.is_not(None), other.is_not(None)) for one, other in pairs))
    for mail_id in session.scalars(select(mail.id).where(twice).order_by(mail.id)):
        yield f"mail {mail_id}"


@invariant
def tokens_open_something(session: Session, now: datetime) -> Iterator[str]:
    """A link opens what its purpose says: an account, or a reservation."""
    invites = Token.purpose == Purpose.INVITATION
    lost = or_(
        and_(invites, or_(Token.account_id.is_(None), Token.reservation_id.is_not(None))),
        and_(not_(invites), or_(Token.reservation_id.is_(None), Token.account_id.is_not(None))),
    )
    for token_id in session.scalars(select(Token.id).where(lost).order_by(Token.id)):
        yield f"token {token_id}"


@invariant
def possible_policies(session: Session, now: datetime) -> Iterator[str]:
    """The policies can all be true at once, on every day on which one changes."""
    days = {setting.valid_from for setting in list_settings(session)} | {berlin_day(now)}
    for day in sorted(days):
        try:
            check_possible(get_policies(session, day))
        except ImpossiblePolicy as refusal:
            yield f"settings from {day}: {refusal.name}, {refusal.because}"
        except (ValueError, TypeError, KeyError) as error:
            yield f"settings from {day}: cannot be read ({type(error).__name__})"
