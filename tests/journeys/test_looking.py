"""Nobody sees couples that are not theirs, on any page in any state, and no look tells a log.

On SQLite only: what a page shows does not depend on the database.
"""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.models import Reservation
from tests.journeys.looks import LOOKS, fill_in
from tests.support.client import make_client
from tests.support.signing_in import session_cookie

OUTSIDE = {"guest", "operator", "newcomer", "two houses"}


@pytest.fixture
def database(town_database: str) -> str:
    return town_database


@pytest.fixture
def app(breakable_app):
    return breakable_app


@pytest.fixture
def look_at(app, facts, built_town):
    """Ask for the page of a look as the person who sees it would."""

    def ask(look):
        client = make_client(app)
        client.proof_reads = False
        name, value = session_cookie(app, built_town.town.carried[look.who])
        client.set_cookie(name, value)
        return client.get(fill_in(look.path, facts))

    return ask


@pytest.fixture
def couples(database):
    """What couples typed about themselves: nobody outside the office has any use for it."""
    engine = create_engine(database)
    with Session(engine) as session:
        typed = session.execute(
            select(Reservation.email, Reservation.phone, Reservation.needs_note)
        ).all()
    engine.dispose()
    return {word for row in typed for word in row if word}


def test_outside_the_office_nobody_reads_how_to_reach_a_couple(look_at, couples):
    assert len(couples) > 100
    looks = [look for look in LOOKS if look.who in OUTSIDE and not look.path.startswith("/demo")]
    for look in looks:
        told = unescape(look_at(look).get_data(as_text=True))
        assert not [word for word in couples if word in told], look


def test_a_couple_reads_of_no_other(look_at, couples):
    looks = [look for look in LOOKS if look.who not in OUTSIDE | {"staff", "head"}]
    assert looks
    for look in looks:
        told = unescape(look_at(look).get_data(as_text=True))
        addresses = {word for word in couples if "@" in word and word in told}
        assert len(addresses) <= 1, look


def test_what_is_looked_at_stands_in_no_log(look_at, couples, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for look in LOOKS:
        look_at(look)
    told = caplog.text + "".join(capfd.readouterr())
    assert "Answered 404" in told
    assert not [word for word in couples if word in told]
    assert not re.search(r"[\w-]{43}", told)
