"""The first accounts of an installation."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app import clock
from app.actions.accounts import NewAccount, add_account, void_invitations
from app.actions.journal import SYSTEM, record
from app.actions.tokens import mint
from app.extensions import db
from app.models import Account, Purpose
from app.queries.accounts import address_of, find_account_by_email
from app.rules.permissions import Role
from app.transaction import transaction

staff = AppGroup("staff", help="Accounts of the registry office.")


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([Role.HEAD.value, Role.STAFF.value]), default="head")
def add(email: str, name: str, role: str) -> None:
    """Add a member of the office and print the link for choosing a password.

    Without --role it becomes head of the office, who may invite everybody else. For an address
    that has an account already, only a new link is printed.
    """
    address = address_of(email)
    if address is None or address.count("@") != 1 or " " in address or not name.strip():
        raise click.UsageError("EMAIL must be one address such as a@example.org, NAME not empty.")
    now = clock.now()
    with transaction() as session:
        account = find_account_by_email(session, address)
        if account is not None and account.closed_at is not None:
            raise click.ClickException(f"The account of {address} is closed.")
        known = account is not None
        if account is None:
            wish = NewAccount(address, name, Role(role))
            account = add_account(session, wish, actor=SYSTEM, now=now)
        secret = _new_link(session, account)
        shown = f"{account.name}, {account.role.value}"
    click.echo(f"{'Known' if known else 'Added'}: {shown}. This link is good once, for 7 days:")
    path = current_app.url_map.bind("localhost").build(
        "accounts.accept_invitation", {"secret": secret}
    )
    click.echo(f"{current_app.config['BASE_URL']}{path}")
    db.session.remove()


def _new_link(session: Session, account: Account) -> str:
    now = clock.now()
    void_invitations(session, account.id, now=now)
    record(session, "account.invited_by_shell", "account", account.id, actor=SYSTEM, now=now)
    return mint(session, Purpose.INVITATION, now=now, account_id=account.id)
