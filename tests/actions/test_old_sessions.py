"""Old sessions go, and what they tell stays."""

from datetime import timedelta

from app.actions.sessions import open_session
from app.actions.upkeep import delete_old_sessions
from app.queries.accounts import list_accounts
from tests.factories import make_account


def test_the_last_session_of_an_account_stays_and_tells_when_it_was_seen(session, now):
    account, other = make_account(session), make_account(session)
    for days, whose in ((9, account), (5, account), (7, other), (0, other)):
        open_session(session, whose, now=now - timedelta(days=days))
    assert delete_old_sessions(session, now=now) == 2
    assert delete_old_sessions(session, now=now) == 0
    seen = {one.account.id: one.seen_at for one in list_accounts(session)}
    assert seen == {account.id: now - timedelta(days=5), other.id: now}
