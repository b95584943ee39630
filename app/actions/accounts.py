"""Accounts of staff and operators, from the invitation to the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.journal import record
from app.actions.outbox import drop_overtaken, post
from app.actions.passwords import Chosen, Proof
from app.actions.sessions import end_sessions
from app.actions.tokens import use_up
from app.models import Account, Purpose, Token, Venue
from app.queries import NotFound
from app.queries.accounts import (
    actor_of,
    address_of,
    find_account_by_email,
    find_invited,
    lock_account,
    lock_active_heads,
)
from app.rules.permissions import Actor, Permission, Role, may
from app.rules.refusals import EmailTaken, LastHeadOfOffice, LinkUsedUp, WrongPassword, WrongState


@dataclass(frozen=True)
class NewAccount:
    """Who is to get an account."""

    email: str
    name: str
    role: Role
    venue_ids: frozenset[int] = frozenset()


def add_account(
    session: Session, wish: NewAccount, *, actor: Actor | str, now: datetime
) -> Account:
    """Make an account that waits for its invitation to be accepted.

    Raises:
        EmailTaken: another account has this address.
        NotFound: there is no such venue.
        ValueError: the address cannot be one.
    """
    _check_may_manage(actor)
    address = address_of(wish.email)
    if address is None:
        raise ValueError("an account needs an e-mail address")
    if find_account_by_email(session, address) is not None:
        raise EmailTaken
    account = Account(email=address, name=wish.name.strip(), role=wish.role, created_at=now)
    account.venues = _venues_for(session, wish.role, wish.venue_ids)
    session.add(account)
    try:
        session.flush()
    except IntegrityError as clash:
        # Somebody invited the same address in this moment: uq_accounts_email.
        raise EmailTaken from clash
    record(
        session,
        "account.added",
        "account",
        account.id,
        actor=actor,
        now=now,
        role=wish.role.value,
        venues=sorted(venue.id for venue in account.venues),
    )
    return account


def invite(session: Session, wish: NewAccount, *, actor: Actor, now: datetime) -> Account:
    """Make an account and send its invitation.

    Raises:
        EmailTaken: another account has this address.
        NotFound: there is no such venue.
    """
    account = add_account(session, wish, actor=actor, now=now)
    _send_invitation(session, account, now=now)
    return account


def invite_again(session: Session, actor: Actor, account_id: int, *, now: datetime) -> Account:
    """Send a new link for choosing a password; links sent before are void.

    Raises:
        NotFound: there is no such account.
        WrongState: the account is closed.
    """
    _check_may_manage(actor)
    account = lock_account(session, account_id)
    if account.closed_at is not None:
        raise WrongState(state="closed", event="invite")
    void_invitations(session, account.id, now=now)
    _send_invitation(session, account, now=now)
    record(session, "account.invited_again", "account", account.id, actor=actor, now=now)
    return account


def accept_invitation(session: Session, secret: str, chosen: Chosen, *, now: datetime) -> Account:
    """Give the invited person the password they chose; sessions from before it end.

    Of several who redeem at once, with the same link or another one, exactly one succeeds.

    Raises:
        LinkUsedUp: the link is unknown, used, expired or void.
    """
    invited = find_invited(session, secret, now=now)
    if invited is None:
        raise LinkUsedUp
    token, account = invited
    account = lock_account(session, account.id)
    if account.closed_at is not None or not use_up(session, token, now=now):
        raise LinkUsedUp
    void_invitations(session, account.id, now=now)
    account.password_hash = chosen.password_hash
    actor = actor_of(account)
    end_sessions(session, account.id, actor=actor, now=now)
    record(session, "account.invitation_accepted", "account", account.id, actor=actor, now=now)
    return account


def change_password(
    session: Session,
    actor: Actor,
    proof: Proof,
    chosen: Chosen,
    *,
    keep_session_id: int | None,
    now: datetime,
) -> None:
    """Change one's own password and end all other sessions.

    Raises:
        WrongPassword: the old one was changed meanwhile.
    """
    account = lock_account(session, actor.account_id)
    if proof.account_id != account.id or proof.password_hash != account.password_hash:
        raise WrongPassword
    account.password_hash = chosen.password_hash
    void_invitations(session, account.id, now=now)
    end_sessions(session, account.id, actor=actor, now=now, except_id=keep_session_id)
    record(session, "account.password_changed", "account", account.id, actor=actor, now=now)


def change_account(
    session: Session,
    actor: Actor,
    account_id: int,
    *,
    role: Role,
    venue_ids: Iterable[int],
    now: datetime,
) -> Account:
    """Give an account another role or other venues; who changes role signs in anew.

    Raises:
        NotFound: there is no such account or venue.
        LastHeadOfOffice: the office would be left without a head.
    """
    _check_may_manage(actor)
    heads = lock_active_heads(session)
    account = lock_account(session, account_id)
    if role is not Role.HEAD:
        _check_not_last(account, heads)
    venues = _venues_for(session, role, frozenset(venue_ids))
    before = (account.role, {venue.id for venue in account.venues})
    if before == (role, {venue.id for venue in venues}):
        return account
    if account.role is not role:
        end_sessions(session, account.id, actor=actor, now=now)
    account.role, account.venues = role, venues
    record(
        session,
        "account.changed",
        "account",
        account.id,
        actor=actor,
        now=now,
        role=role.value,
        venues=sorted(venue.id for venue in venues),
    )
    return account


def close_account(session: Session, actor: Actor, account_id: int, *, now: datetime) -> Account:
    """Close an account; its sessions and open invitations end at once.

    Raises:
        NotFound: there is no such account.
        LastHeadOfOffice: the office would be left without a head.
    """
    _check_may_manage(actor)
    heads = lock_active_heads(session)
    account = lock_account(session, account_id)
    if account.closed_at is not None:
        return account
    _check_not_last(account, heads)
    account.closed_at = now
    void_invitations(session, account.id, now=now)
    end_sessions(session, account.id, actor=actor, now=now)
    record(session, "account.closed", "account", account.id, actor=actor, now=now)
    return account


def reopen_account(session: Session, actor: Actor, account_id: int, *, now: datetime) -> Account:
    """Open a closed account again, with the password it had.

    Raises:
        NotFound: there is no such account.
    """
    _check_may_manage(actor)
    account = lock_account(session, account_id)
    if account.closed_at is not None:
        account.closed_at = None
        record(session, "account.reopened", "account", account.id, actor=actor, now=now)
    return account


def void_invitations(session: Session, account_id: int, *, now: datetime) -> None:
    """Make every open link for choosing a password worthless, and send none that waits."""
    # The mails first: what a worker has made meanwhile is then found among the links.
    drop_overtaken(session, "invitation", account_id=account_id, now=now)
    session.execute(
        update(Token)
        .where(
            Token.account_id == account_id,
            Token.purpose == Purpose.INVITATION,
            Token.used_at.is_(None),
        )
        .values(used_at=now)
    )


def _check_may_manage(actor: Actor | str) -> None:
    """Treat accounts as not there for who may not manage them; the shell may."""
    if isinstance(actor, Actor) and not may(actor, Permission.MANAGE_ACCOUNTS):
        raise NotFound


def _check_not_last(account: Account, heads: list[int]) -> None:
    if heads == [account.id]:
        raise LastHeadOfOffice


def _venues_for(session: Session, role: Role, venue_ids: frozenset[int]) -> list[Venue]:
    """Return the venues of an account; only operators have any."""
    if role is not Role.OPERATOR or not venue_ids:
        return []
    venues = session.scalars(select(Venue).where(Venue.id.in_(venue_ids)).order_by(Venue.name))
    found = list(venues)
    if len(found) != len(venue_ids):
        raise NotFound
    return found


def _send_invitation(session: Session, account: Account, *, now: datetime) -> None:
    post(
        session,
        "invitation",
        account.email,
        language="de",
        now=now,
        account=account,
        name=account.name,
        role=account.role.value,
        venues=[venue.name for venue in account.venues],
    )
