"""Accounts and the browsers that are signed in to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import Account, AccountSession, Purpose, Token
from app.queries import NotFound
from app.queries.settings import get_policies
from app.queries.tokens import find_token, hash_of
from app.rules.accounts import AccountState, state_of, still_signed_in
from app.rules.calendar import berlin_day
from app.rules.permissions import Actor, Role


@dataclass(frozen=True)
class ListedAccount:
    """An account as the office's table shows it."""

    account: Account
    state: AccountState
    seen_at: datetime | None


def address_of(typed: str) -> str | None:
    """Return an address in the form in which it is stored and compared; None: it cannot be one."""
    address = typed.strip().lower()
    return address if 3 <= len(address) <= 254 and address.isprintable() else None


def actor_of(account: Account) -> Actor:
    """Return the detached copy of an account that permissions are checked with."""
    venues = frozenset(venue.id for venue in account.venues)
    return Actor(account.id, account.name, account.role, venues)


def get_account(session: Session, account_id: int) -> Account:
    """Return an account.

    Raises:
        NotFound: there is none with this number.
    """
    account = session.get(Account, account_id) if account_id < 2**31 else None
    if account is None:
        raise NotFound
    return account


def lock_account(session: Session, account_id: int) -> Account:
    """Return an account, locked until the commit.

    Raises:
        NotFound: there is none with this number.
    """
    get_account(session, account_id)
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def find_account_by_email(session: Session, typed: str) -> Account | None:
    """Return the account with this address, or None."""
    address = address_of(typed)
    if address is None:
        return None
    return session.scalar(select(Account).where(func.lower(Account.email) == address))


def lock_active_heads(session: Session) -> list[int]:
    """Return the numbers of all heads of office who can sign in, locked until the commit."""
    heads = (
        select(Account.id)
        .where(
            Account.role == Role.HEAD,
            Account.closed_at.is_(None),
            Account.password_hash.is_not(None),
        )
        .order_by(Account.id)
        .with_for_update()
    )
    return list(session.scalars(heads))


def find_invited(session: Session, secret: str, *, now: datetime) -> tuple[Token, Account] | None:
    """Return the invitation with this secret and the account that it opens, or None."""
    token = find_token(session, Purpose.INVITATION, secret, now=now)
    if token is None or token.account_id is None:
        return None
    account = get_account(session, token.account_id)
    return None if account.closed_at is not None else (token, account)


def list_accounts(session: Session) -> list[ListedAccount]:
    """Return all accounts: open ones first, by name; two queries however many there are."""
    seen = (
        select(AccountSession.account_id, func.max(AccountSession.seen_at).label("at"))
        .group_by(AccountSession.account_id)
        .subquery()
    )
    rows = session.execute(
        select(Account, seen.c.at)
        .outerjoin(seen, seen.c.account_id == Account.id)
        .options(selectinload(Account.venues))
        .order_by(Account.closed_at.is_not(None), func.lower(Account.name), Account.id)
    )
    return [
        ListedAccount(account, state_of(account.password_hash, account.closed_at), at)
        for account, at in rows
    ]


def find_account_session(session: Session, secret: str, *, now: datetime) -> AccountSession | None:
    """Return the signed-in browser with this secret if its session is still alive, else None."""
    found = session.scalar(
        select(AccountSession)
        .where(AccountSession.token_hash == hash_of(secret), AccountSession.ended_at.is_(None))
        .options(joinedload(AccountSession.account).selectinload(Account.venues))
    )
    if found is None or found.account.closed_at is not None:
        return None
    alive = still_signed_in(created_at=found.created_at, seen_at=found.seen_at, now=now)
    return found if alive else None


def list_account_sessions(
    session: Session, account_id: int, *, now: datetime
) -> list[AccountSession]:
    """Return the browsers that are signed in to an account now, the last seen first."""
    rows = session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    )
    return [
        row
        for row in rows
        if still_signed_in(created_at=row.created_at, seen_at=row.seen_at, now=now)
    ]


def password_context(session: Session, account: Account, *, now: datetime) -> tuple[str, ...]:
    """Return the words that an attacker would try first for this account."""
    policies = get_policies(session, berlin_day(now))
    venues = (venue.name for venue in account.venues)
    return (account.name, account.email, policies.city, policies.office_name, *venues)
