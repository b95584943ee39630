"""Letting a browser act by a fresh link: single use, ten minutes, told to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.actions.access import ask_for_link, redeem_access, send_fresh_link
from app.actions.tokens import mint
from app.models import KnownBrowser, OutgoingMail, Purpose, Token
from app.queries.reservations import may_act
from app.rules.refusals import LinkUsedUp, TooManyTries
from app.rules.reservations import ReservationState
from tests.factories import NOW, make_reservation

S = ReservationState


@pytest.fixture
def reservation(session):
    """A reservation that somebody lost the link to."""
    found = make_reservation(session, reference="TK-7Q4M-29XD", email="a@example.org")
    found.email_key = "a@example.org"
    session.commit()
    return found


@pytest.fixture
def secret(act, reservation):
    """The link that was sent."""
    return act(
        lambda session: mint(session, Purpose.ACCESS, now=NOW, reservation_id=reservation.id)
    )


def redeem(secret, browser=7, now=NOW):
    return lambda session: redeem_access(session, secret, browser_hash=f"{browser:064x}", now=now)


def test_a_fresh_link_lets_the_browser_act(act, session, reservation, secret):
    assert act(redeem(secret)) == reservation.id
    assert may_act(session, reservation, f"{7:064x}")
    assert not may_act(session, reservation, f"{8:064x}")
    assert not may_act(session, reservation, None)


def test_of_twenty_who_redeem_at_once_exactly_one_may(act, session, secret):
    answers = act.at_once([redeem(secret, browser) for browser in range(100, 120)])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, LinkUsedUp) for answer in answers) == 19
    assert session.scalar(select(func.count(KnownBrowser.id))) == 1


def test_a_link_is_used_once(act, secret):
    act(redeem(secret))
    with pytest.raises(LinkUsedUp):
        act(redeem(secret))


@pytest.mark.parametrize(("after", "good"), [(-1, True), (0, False)])
def test_a_link_is_good_for_ten_minutes(act, session, secret, after, good):
    deed = redeem(secret, now=NOW + timedelta(minutes=10, seconds=after))
    if good:
        act(deed)
    else:
        with pytest.raises(LinkUsedUp):
            act(deed)
    assert session.scalar(select(func.count(KnownBrowser.id))) == int(good)


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.ACCESS}))
def test_a_link_for_something_else_lets_nobody_act(act, reservation, purpose):
    other = act(lambda session: mint(session, purpose, now=NOW, reservation_id=reservation.id))
    with pytest.raises(LinkUsedUp):
        act(redeem(other))


def test_the_browser_that_reserved_may_use_a_link_as_well(act, session, reservation, secret):
    assert act(redeem(secret, int(reservation.browser_hash, 16))) == reservation.id
    assert session.scalar(select(func.count(KnownBrowser.id))) == 0


def test_a_secret_is_stored_as_a_hash_only(session, secret):
    assert len(secret) >= 43
    assert session.scalars(select(Token)).one().hash != secret


@pytest.mark.parametrize(
    "wanted",
    ["TK-7Q4M-29XD", "tk 7q4m 29xd", "7Q4M29XD", "a@example.org", " A@Example.ORG "],
)
def test_who_asks_with_reference_or_address_gets_a_link(act, session, reservation, wanted):
    act(lambda session: ask_for_link(session, wanted, now=NOW))
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.kind, mail.recipient, mail.facts) == ("access_link", "a@example.org", {})


@pytest.mark.parametrize("wanted", ["", "TK-7Q4M-29XE", "b@example.org", "%", "x" * 10_000])
def test_who_asks_for_something_unknown_gets_nothing(act, session, reservation, wanted):
    act(lambda session: ask_for_link(session, wanted, now=NOW))
    assert session.scalars(select(OutgoingMail)).all() == []


def test_nobody_is_flooded_with_links(act, session, reservation):
    for minutes in range(8):
        now = NOW + timedelta(minutes=minutes)
        act(lambda session, now=now: ask_for_link(session, "a@example.org", now=now))
    assert session.scalar(select(func.count(OutgoingMail.id))) == 5
    act(lambda session: ask_for_link(session, "a@example.org", now=NOW + timedelta(days=1)))
    assert session.scalar(select(func.count(OutgoingMail.id))) == 6


def test_of_twenty_who_ask_at_once_five_get_a_link(act, session, reservation):
    ask = [lambda session: ask_for_link(session, "a@example.org", now=NOW)] * 10
    reservation_id = reservation.id
    send = [lambda session: send_fresh_link(session, reservation_id, now=NOW)] * 10
    answers = act.at_once(ask + send)
    assert all(answer is None or isinstance(answer, TooManyTries) for answer in answers)
    assert session.scalar(select(func.count(OutgoingMail.id))) == 5


def test_the_live_reservation_is_found_before_an_ended_one(act, session, reservation):
    make_reservation(session, state=S.CANCELLED, email_key="a@example.org", email="old@example.org")
    act(lambda session: ask_for_link(session, "a@example.org", now=NOW))
    assert session.scalars(select(OutgoingMail)).one().recipient == "a@example.org"
