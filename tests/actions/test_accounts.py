"""Accounts from the invitation to the end."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions import accounts, sessions
from app.actions.accounts import NewAccount
from app.actions.passwords import Chosen, Known, choose_password, find_known, hash_password, prove
from app.actions.tokens import mint
from app.models import Account, AccountSession, Entry, OutgoingMail, Purpose, Token
from app.queries import NotFound
from app.queries.accounts import (
    actor_of,
    find_account_session,
    get_account,
    list_account_sessions,
    list_accounts,
)
from app.rules.accounts import AccountState
from app.rules.permissions import Role
from app.rules.refusals import EmailTaken, LastHeadOfOffice, LinkUsedUp, WrongPassword, WrongState
from app.transaction import transaction
from tests.factories import make_account, make_venue

PASSWORD = "vier zufällige wörter hier"


def head(session, **overrides):
    return make_account(
        session, role=Role.HEAD, **{"password_hash": hash_password(PASSWORD), **overrides}
    )


def events(session):
    return list(session.scalars(select(Entry.event).order_by(Entry.id)))


def invitation(session, account, now):
    return mint(session, Purpose.INVITATION, now=now, account_id=account.id)


def at_once(app, *deeds):
    """Run each deed in a transaction of its own, all at the same instant."""
    barrier, answers = threading.Barrier(len(deeds)), []

    def work(deed):
        with app.app_context():
            barrier.wait()
            try:
                with transaction() as session:
                    deed(session)
                answers.append(None)
            except Exception as reason:
                answers.append(type(reason))

    threads = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_an_invited_person_gets_one_mail_and_no_secret_is_kept(session, now):
    actor = actor_of(head(session))
    venue = make_venue(session)
    wish = NewAccount("  Gül@Example.org ", " Gül Öztürk ", Role.OPERATOR, frozenset({venue.id}))
    account = accounts.invite(session, wish, actor=actor, now=now)
    assert (account.email, account.name) == ("gül@example.org", "Gül Öztürk")
    assert account.venues == [venue]
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.kind, mail.recipient, mail.account_id) == (
        "invitation",
        "gül@example.org",
        account.id,
    )
    assert session.scalars(select(Token)).all() == []
    assert events(session) == ["account.added"]


def test_an_address_has_one_account_however_it_is_written(session, now):
    actor = actor_of(head(session, email="amt@example.org"))
    with pytest.raises(EmailTaken):
        accounts.invite(
            session, NewAccount("AMT@example.org", "X", Role.STAFF), actor=actor, now=now
        )


def test_two_invitations_of_one_address_at_once_make_one_account(app, session, now):
    actor = actor_of(head(session))
    session.commit()
    wish = NewAccount("neu@example.org", "Neu", Role.STAFF)
    answers = at_once(app, *[lambda s: accounts.invite(s, wish, actor=actor, now=now)] * 4)
    assert sorted(answers, key=str) == sorted([EmailTaken] * 3 + [None], key=str)


def test_only_operators_have_venues_and_only_real_ones(session, now):
    actor, venue = actor_of(head(session)), make_venue(session)
    staff = NewAccount("a@example.org", "A", Role.STAFF, frozenset({venue.id}))
    assert accounts.invite(session, staff, actor=actor, now=now).venues == []
    nowhere = NewAccount("b@example.org", "B", Role.OPERATOR, frozenset({venue.id, 999}))
    with pytest.raises(NotFound):
        accounts.invite(session, nowhere, actor=actor, now=now)


def test_an_invitation_is_accepted_once(session, now):
    account = make_account(session)
    secret = invitation(session, account, now)
    accounts.accept_invitation(session, secret, Chosen(hash_password(PASSWORD)), now=now)
    assert prove(find_known(session, account.email), PASSWORD) is not None
    with pytest.raises(LinkUsedUp):
        accounts.accept_invitation(session, secret, Chosen("x"), now=now)
    assert events(session) == ["account.invitation_accepted"]


def test_of_many_who_accept_at_once_with_any_link_exactly_one_does(app, session, now):
    account = make_account(session)
    secrets = [invitation(session, account, now) for _ in range(2)]
    session.commit()
    deeds = [
        lambda s, secret=secret, n=n: accounts.accept_invitation(
            s, secret, Chosen(f"hash {n}"), now=now
        )
        for n, secret in enumerate(secrets * 3)
    ]
    answers = at_once(app, *deeds)
    assert sorted(answers, key=str) == sorted([LinkUsedUp] * 5 + [None], key=str)


@pytest.mark.parametrize(("minutes", "accepted"), [(-1, True), (1, False)])
def test_an_invitation_lasts_seven_days(session, now, minutes, accepted):
    secret = invitation(session, make_account(session), now)
    later = now + timedelta(days=7, minutes=minutes)
    if accepted:
        accounts.accept_invitation(session, secret, Chosen("x"), now=later)
    else:
        with pytest.raises(LinkUsedUp):
            accounts.accept_invitation(session, secret, Chosen("x"), now=later)


def test_a_link_for_something_else_is_no_invitation(session, now):
    account = make_account(session)
    secret = mint(session, Purpose.ACCESS, now=now, account_id=account.id)
    with pytest.raises(LinkUsedUp):
        accounts.accept_invitation(session, secret, Chosen("x"), now=now)


def test_inviting_again_voids_the_links_from_before(session, now):
    actor, account = actor_of(head(session)), make_account(session)
    secret = invitation(session, account, now)
    accounts.invite_again(session, actor, account.id, now=now)
    with pytest.raises(LinkUsedUp):
        accounts.accept_invitation(session, secret, Chosen("x"), now=now)
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_a_closed_account_is_not_invited(session, now):
    actor, account = actor_of(head(session)), make_account(session, closed_at=now)
    with pytest.raises(WrongState):
        accounts.invite_again(session, actor, account.id, now=now)


def test_closing_ends_sessions_and_invitations_at_once(session, now):
    actor, account = actor_of(head(session)), make_account(session)
    secret = sessions.open_session(session, account, now=now)
    link = invitation(session, account, now)
    accounts.close_account(session, actor, account.id, now=now)
    assert find_account_session(session, secret, now=now) is None
    with pytest.raises(LinkUsedUp):
        accounts.accept_invitation(session, link, Chosen("x"), now=now)
    assert find_known(session, account.email) == Known(None, None)
    accounts.close_account(session, actor, account.id, now=now)
    assert events(session).count("account.closed") == 1


def test_a_reopened_account_signs_in_anew(session, now):
    actor = actor_of(head(session))
    account = make_account(session, password_hash=hash_password(PASSWORD))
    secret = sessions.open_session(session, account, now=now)
    accounts.close_account(session, actor, account.id, now=now)
    accounts.reopen_account(session, actor, account.id, now=now)
    assert find_account_session(session, secret, now=now) is None
    assert prove(find_known(session, account.email), PASSWORD) is not None


def test_the_last_head_can_neither_go_nor_step_down(session, now):
    one, invited = head(session), make_account(session, role=Role.HEAD)
    closed = head(session, closed_at=now)
    actor = actor_of(one)
    assert closed.id != invited.id
    with pytest.raises(LastHeadOfOffice):
        accounts.close_account(session, actor, one.id, now=now)
    with pytest.raises(LastHeadOfOffice):
        accounts.change_account(session, actor, one.id, role=Role.STAFF, venue_ids=(), now=now)
    head(session)
    accounts.close_account(session, actor, one.id, now=now)


def test_two_heads_who_close_each_other_at_once_leave_one(app, session, now):
    one, other = head(session), head(session)
    first, second = actor_of(one), actor_of(other)
    session.commit()
    answers = at_once(
        app,
        lambda s: accounts.close_account(s, first, second.account_id, now=now),
        lambda s: accounts.close_account(s, second, first.account_id, now=now),
    )
    assert sorted(answers, key=str) == sorted([None, LastHeadOfOffice], key=str)


def test_a_change_of_role_ends_sessions_and_a_change_of_venues_does_not(session, now):
    actor, venue, other = actor_of(head(session)), make_venue(session), make_venue(session)
    account = make_account(session, role=Role.OPERATOR, venues=[venue])
    secret = sessions.open_session(session, account, now=now)

    def change(role, *venues):
        accounts.change_account(
            session,
            actor,
            account.id,
            role=role,
            venue_ids=[venue.id for venue in venues],
            now=now,
        )

    change(Role.OPERATOR, other)
    found = find_account_session(session, secret, now=now)
    assert actor_of(found.account).venue_ids == {other.id}
    change(Role.OPERATOR, other)
    assert events(session).count("account.changed") == 1
    change(Role.STAFF, other)
    assert find_account_session(session, secret, now=now) is None
    assert get_account(session, account.id).venues == []


def test_a_changed_password_ends_all_other_sessions(session, now):
    account = head(session)
    here = sessions.open_session(session, account, now=now)
    elsewhere = sessions.open_session(session, account, now=now)
    kept = find_account_session(session, here, now=now).id
    proof = prove(find_known(session, account.email), PASSWORD)
    chosen = choose_password("ganz andere vier wörter", context=())
    accounts.change_password(
        session, actor_of(account), proof, chosen, keep_session_id=kept, now=now
    )
    assert find_account_session(session, here, now=now) is not None
    assert find_account_session(session, elsewhere, now=now) is None
    assert prove(find_known(session, account.email), PASSWORD) is None
    with pytest.raises(WrongPassword):
        accounts.change_password(
            session, actor_of(account), proof, chosen, keep_session_id=kept, now=now
        )
    with pytest.raises(WrongPassword):
        sessions.sign_in(session, proof, now=now)


@pytest.mark.parametrize(
    ("idle", "age", "alive"),
    [
        (timedelta(minutes=30, seconds=-1), timedelta(hours=1), True),
        (timedelta(minutes=30), timedelta(hours=1), False),
        (timedelta(0), timedelta(hours=10, seconds=-1), True),
        (timedelta(0), timedelta(hours=10), False),
    ],
)
def test_a_session_ends_when_idle_and_when_old(session, now, idle, age, alive):
    account = make_account(session)
    secret = sessions.open_session(session, account, now=now - age)
    row = session.scalars(select(AccountSession)).one()
    row.seen_at = now - idle
    session.flush()
    assert (find_account_session(session, secret, now=now) is not None) is alive
    assert bool(list_account_sessions(session, account.id, now=now)) is alive


def test_seen_is_written_at_most_once_a_minute(session, now):
    sessions.open_session(session, make_account(session), now=now)
    row = session.scalars(select(AccountSession)).one()
    for seconds, written in ((59, now), (60, now + timedelta(seconds=60))):
        sessions.note_seen(session, row.id, now=now + timedelta(seconds=seconds))
        session.refresh(row)
        assert row.seen_at == written


def test_nobody_ends_the_session_of_another(session, now):
    account, other = make_account(session), make_account(session)
    sessions.open_session(session, account, now=now)
    row = session.scalars(select(AccountSession)).one()
    for session_id in (row.id, 999, 2**40):
        with pytest.raises(NotFound):
            sessions.end_session(session, actor_of(other), session_id, now=now)
    sessions.end_session(session, actor_of(account), row.id, now=now)
    assert row.ended_at == now


def test_secrets_are_kept_only_as_hashes(session, now):
    account = make_account(session)
    secret = sessions.open_session(session, account, now=now)
    row = session.scalars(select(AccountSession)).one()
    assert secret not in row.token_hash
    assert len(secret) >= 43


def test_the_list_tells_the_state_of_every_account(session, now):
    make_account(session, name="C", password_hash=None)
    active = head(session, name="b")
    make_account(session, name="A", closed_at=now)
    sessions.open_session(session, active, now=now)
    listed = list_accounts(session)
    assert [(one.account.name, one.state, one.seen_at) for one in listed] == [
        ("b", AccountState.ACTIVE, now),
        ("C", AccountState.INVITED, None),
        ("A", AccountState.CLOSED, None),
    ]


def test_no_number_leads_to_a_failure(session):
    for account_id in (0, 999, 2**31, 2**70):
        with pytest.raises(NotFound):
            get_account(session, account_id)
    assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.OPERATOR])
def test_who_may_not_manage_accounts_finds_none(session, role, now):
    actor, other = actor_of(make_account(session, role=role)), make_account(session)
    wish = NewAccount("neu@example.org", "Neu", Role.STAFF)
    for attempt in (
        lambda: accounts.invite(session, wish, actor=actor, now=now),
        lambda: accounts.add_account(session, wish, actor=actor, now=now),
        lambda: accounts.invite_again(session, actor, other.id, now=now),
        lambda: accounts.change_account(
            session, actor, other.id, role=Role.HEAD, venue_ids=(), now=now
        ),
        lambda: accounts.close_account(session, actor, other.id, now=now),
        lambda: accounts.reopen_account(session, actor, other.id, now=now),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert other.closed_at is None
