"""Trying a password: counted first, checked outside of any transaction because it takes long."""

from __future__ import annotations

from app import clock
from app.actions.passwords import Known, Proof, prove
from app.actions.throttles import count_try, forget_tries, give_back
from app.queries.accounts import address_of
from app.rules.refusals import TooManyTries, WrongPassword
from app.rules.throttle import ONE_ACCOUNT, ONE_NETWORK
from app.transaction import transaction
from app.web.client import client_network, keyed
from app.web.security_log import SecurityEvent, note


def try_password(known: Known, email: str, password: str) -> Proof:
    """Return the proof that the password is right.

    Raises:
        TooManyTries: for this account from this network, or from this network for all accounts.
        WrongPassword: it is not, or nobody has this address.
    """
    network = client_network()
    one_account = keyed("password", network, address_of(email) or "")
    one_network = keyed("passwords", network)
    try:
        with transaction() as session:
            count_try(session, one_account, ONE_ACCOUNT, now=clock.now())
            count_try(session, one_network, ONE_NETWORK, now=clock.now())
    except TooManyTries:
        note(SecurityEvent.THROTTLED, account_id=known.account_id)
        raise
    proof = prove(known, password)
    if proof is None:
        note(SecurityEvent.SIGN_IN_FAILED, account_id=known.account_id)
        raise WrongPassword
    with transaction() as session:
        forget_tries(session, one_account)
        give_back(session, one_network)
    return proof
