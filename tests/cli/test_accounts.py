"""The first administrator of a fresh installation."""

import pytest
from sqlalchemy import select

from app.models import Account, Entry
from app.queries.accounts import find_invited
from app.rules.permissions import Role
from tests.factories import make_account


@pytest.fixture
def run(app, session):
    def invoke(*words):
        session.commit()
        result = app.test_cli_runner().invoke(args=["staff", "add", *words])
        session.rollback()
        session.expire_all()
        return result

    return invoke


def secret_in(output):
    link = output.split()[-1]
    assert link.startswith("http://localhost/einladung/")
    return link.rsplit("/", 1)[1]


def test_a_fresh_installation_has_no_accounts(session):
    assert session.scalars(select(Account)).all() == []


def test_the_first_head_gets_a_link_and_no_password(run, session, now):
    result = run("leitung@example.org", "Kim Beispiel")
    assert result.exit_code == 0
    account = session.scalars(select(Account)).one()
    assert (account.role, account.password_hash) == (Role.HEAD, None)
    assert find_invited(session, secret_in(result.output), now=now)[1] is account
    entries = session.scalars(select(Entry)).all()
    assert {entry.actor for entry in entries} == {"system"}


def test_a_lost_link_is_replaced_and_the_old_one_is_void(run, session, now):
    first = secret_in(run("leitung@example.org", "Kim Beispiel").output)
    again = run("LEITUNG@example.org", "Anders", "--role", "staff")
    assert session.scalars(select(Account)).one().role is Role.HEAD
    assert find_invited(session, first, now=now) is None
    assert find_invited(session, secret_in(again.output), now=now) is not None


@pytest.mark.parametrize(
    "words",
    [
        ("kein-at", "Kim"),
        ("a@x.org, b@x.org", "Kim"),
        ("a@example.org", " "),
        ("a@example.org", "Kim", "--role", "operator"),
        ("a@example.org",),
        ("zu@example.org", "Kim"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(run, session, now, words):
    make_account(session, email="zu@example.org", closed_at=now)
    result = run(*words)
    assert result.exit_code != 0
    assert len(session.scalars(select(Account)).all()) == 1
