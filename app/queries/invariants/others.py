"""Sentences about references, mails, links and settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import combinations
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    String,
    and_,
    cast,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)
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
    for table, row_id, column, other_id in session.execute(_broken_references()):
        yield f"{table} {row_id}: {column} {other_id} does not exist"


@cache
def _broken_references() -> CompoundSelect[Any]:
    """Return one statement for all foreign keys; making it costs more than asking it."""
    broken: list[Any] = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                other = key.column.table.alias()
                target = other.c[key.column.name]
                broken.append(
                    select(
                        literal_column(f"'{table.name}'"),
                        cast(next(iter(table.primary_key)), String),
                        literal_column(f"'{column.name}'"),
                        cast(column, String),
                    )
                    .outerjoin(other, column == target)
                    .where(column.is_not(None), target.is_(None))
                )
    return union_all(*broken)


_ENDS = (OutgoingMail.sent_at, OutgoingMail.failed_at, OutgoingMail.dropped_at)
_ENDED_TWICE = (
    select(OutgoingMail.id)
    .where(
        or_(*(and_(one.is_not(None), other.is_not(None)) for one, other in combinations(_ENDS, 2)))
    )
    .order_by(OutgoingMail.id)
)


@invariant
def one_end_of_mails(session: Session, now: datetime) -> Iterator[str]:
    """A mail is sent, given up or dropped: at most one of these."""
    for mail_id in session.scalars(_ENDED_TWICE):
        yield f"mail {mail_id}"


_INVITES = Token.purpose == Purpose.INVITATION
_LOST_TOKENS = (
    select(Token.id)
    .where(
        or_(
            and_(_INVITES, or_(Token.account_id.is_(None), Token.reservation_id.is_not(None))),
            and_(
                not_(_INVITES), or_(Token.reservation_id.is_(None), Token.account_id.is_not(None))
            ),
        )
    )
    .order_by(Token.id)
)


@invariant
def tokens_open_something(session: Session, now: datetime) -> Iterator[str]:
    """A link opens what its purpose says: an account, or a reservation."""
    for token_id in session.scalars(_LOST_TOKENS):
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
