"""Keeping and checking passwords."""

import unicodedata

import pytest
from argon2 import PasswordHasher

from app.actions import passwords, sessions
from app.actions.passwords import Known, find_known, hash_password, prove
from tests.factories import make_account


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_the_rfc(monkeypatch):
    monkeypatch.undo()
    kept = passwords.hasher.hash("x")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("password", ["ä" * 200, "a\x00b und noch mehr", "\ud800 allein stehend"])
def test_any_text_is_a_password_and_all_of_it_counts(password):
    known = Known(1, hash_password(password))
    assert prove(known, password) is not None
    assert prove(known, password[:-1]) is None


def test_the_form_in_which_a_keyboard_writes_an_umlaut_does_not_matter():
    known = Known(1, hash_password("Grüße aus Köln"))
    assert prove(known, unicodedata.normalize("NFD", "Grüße aus Köln")) is not None


@pytest.mark.parametrize(
    "known", [Known(None, None), Known(1, None), Known(1, ""), Known(1, "kein Hash")]
)
def test_without_a_password_nobody_gets_in(known):
    assert prove(known, "") is None


def test_an_unknown_address_costs_a_hash_too(monkeypatch):
    seen = []
    real = passwords.hasher

    class Watching(PasswordHasher):
        def verify(self, stored, password):
            seen.append(stored[:20])
            return real.verify(stored, password)

    monkeypatch.setattr(passwords, "hasher", Watching(1, 8, 1))
    prove(Known(None, None), "egal")
    prove(Known(1, real.hash("x")), "egal")
    assert len(seen) == 2
    assert seen[0] == seen[1]


def test_an_older_hash_is_renewed_at_sign_in(session, now, monkeypatch):
    account = make_account(session, password_hash=hash_password("vier wörter hier"))
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(2, 16, 1))
    proof = prove(find_known(session, account.email), "vier wörter hier")
    sessions.sign_in(session, proof, now=now)
    assert account.password_hash.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert prove(find_known(session, account.email), "vier wörter hier").renewed_hash is None


@pytest.mark.parametrize("typed", ["", " ", "a\x00@example.org", "x" * 300, "\ud800@x.org", "'"])
def test_an_address_that_cannot_be_is_simply_unknown(session, typed):
    assert find_known(session, typed) == Known(None, None)
