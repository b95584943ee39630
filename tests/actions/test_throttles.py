"""Counting tries."""

import threading
from datetime import timedelta

import pytest

from app.actions.throttles import count_try, forget_tries, give_back
from app.rules.refusals import TooManyTries
from app.rules.throttle import Limit
from app.transaction import transaction

LIMIT = Limit(3, timedelta(minutes=15))


def test_a_window_is_full_after_so_many_tries_and_ends_by_itself(session, now):
    for _ in range(3):
        count_try(session, "a", LIMIT, now=now)
    later = now + timedelta(minutes=14, seconds=59)
    with pytest.raises(TooManyTries) as refusal:
        count_try(session, "a", LIMIT, now=later)
    assert refusal.value.again_at == now + timedelta(minutes=15)
    count_try(session, "b", LIMIT, now=later)
    count_try(session, "a", LIMIT, now=now + timedelta(minutes=15))


def test_what_succeeded_is_given_back_or_forgotten(session, now):
    for _ in range(3):
        count_try(session, "a", LIMIT, now=now)
    give_back(session, "a")
    count_try(session, "a", LIMIT, now=now)
    with pytest.raises(TooManyTries):
        count_try(session, "a", LIMIT, now=now)
    forget_tries(session, "a")
    for _ in range(3):
        count_try(session, "a", LIMIT, now=now)


def test_forty_at_once_are_counted_one_by_one(app, now):
    barrier, passed, refused = threading.Barrier(8), [], []

    def work():
        with app.app_context():
            barrier.wait()
            for _ in range(5):
                try:
                    with transaction() as session:
                        count_try(session, "a", LIMIT, now=now)
                    passed.append(1)
                except TooManyTries:
                    refused.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), len(refused)) == (3, 37)
