"""A mail that a newer one has overtaken makes no link when its turn comes at last."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.actions.access import ask_for_link, send_confirmation_again, send_fresh_link
from app.actions.accounts import close_account, invite_again, reopen_account
from app.actions.outbox import post
from app.cli.delivery import deliver_due
from app.models import OutgoingMail, Token
from app.queries.accounts import actor_of
from app.rules.permissions import Role
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_account, make_reservation

S = ReservationState


def sent(app, session):
    """Deliver what waits, and return of every mail whether it was sent; oldest first."""
    session.commit()
    with app.app_context():
        deliver_due()
    session.expire_all()
    return [
        mail.sent_at is not None
        for mail in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    ]


def links(session):
    return session.scalar(select(func.count()).select_from(Token))


@pytest.mark.parametrize("ask", [send_fresh_link, ask_for_link], ids=lambda ask: ask.__name__)
def test_of_two_links_that_wait_only_the_newer_is_made(app, session, act, ask):
    couple = make_reservation(session, reference="TK-7Q4M-29XD", email="a@example.org")
    session.commit()
    asked = couple.id if ask is send_fresh_link else couple.reference
    for _ in range(2):
        act(lambda session: ask(session, asked, now=NOW))
    assert sent(app, session) == [False, True]
    assert links(session) == 1


def test_of_two_mails_to_confirm_only_the_newer_is_sent(app, session, act):
    couple = make_reservation(session, state=S.REQUESTED, email="a@example.org")
    session.commit()
    for _ in range(2):
        act(lambda session: send_confirmation_again(session, couple.id, now=NOW))
    assert sent(app, session) == [False, True]


def test_mails_to_others_and_of_other_kinds_stay(app, session, act):
    couples = [make_reservation(session, email=f"{name}@example.org") for name in "ab"]
    post(session, "reserved", "a@example.org", language="de", now=NOW, reservation=couples[0])
    session.commit()
    for couple in couples:
        act(lambda session, couple=couple: send_fresh_link(session, couple.id, now=NOW))
    assert sent(app, session) == [True, True, True]


@pytest.fixture
def invited(session):
    """Somebody whose invitation waits for the mail server, and the head of the office."""
    head, account = make_account(session, role=Role.HEAD), make_account(session, role=Role.OPERATOR)
    facts = {"name": "A", "role": "operator", "venues": []}
    post(session, "invitation", account.email, language="de", now=NOW, account=account, **facts)
    session.commit()
    return account, actor_of(head)


def test_inviting_again_overtakes_the_invitation_that_waits(app, session, act, invited):
    account, head = invited
    act(lambda session: invite_again(session, head, account.id, now=NOW))
    assert sent(app, session) == [False, True]
    assert links(session) == 1


def test_an_invitation_does_not_outlive_that_the_account_was_closed(app, session, act, invited):
    account, head = invited
    act(lambda session: close_account(session, head, account.id, now=NOW))
    act(lambda session: reopen_account(session, head, account.id, now=NOW))
    assert sent(app, session) == [False]
    assert links(session) == 0
