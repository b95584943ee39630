from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.actions.days import PENDING, lock_days, mark_pending
from app.actions.tokens import mint
from app.cli.upkeep import BATCH, CHORES, do_upkeep, reckon_left
from app.models import AccountSession, Entry, OutgoingMail, Purpose, Reservation, Throttle, Token
from app.queries.days import get_progress
from app.rules.reservations import ReservationState
from tests.factories import DAY, NOW, make_account, make_reservation, make_slot, make_venue
from tests.mail.samples import post_sample, set_policies


def upkeep(app, now=NOW):
    app.config["NOW"] = now
    with app.app_context():
        return do_upkeep()


def fresh(session):
    session.rollback()
    session.expire_all()
    return session


def count(session, model) -> int:
    return fresh(session).scalar(select(func.count()).select_from(model))


@pytest.fixture
def over(session):
    """Something for every chore."""
    set_policies(session, keep_mails_days=7)
    held = make_reservation(session, make_slot(session), ReservationState.HELD)
    unconfirmed = make_reservation(session, make_slot(session), ReservationState.REQUESTED)
    lapsed = make_reservation(
        session,
        make_slot(session),
        ReservationState.LAPSED,
        requested_at=None,
        person1_given="Kanarienvogel",
        ended_at=NOW - timedelta(days=2),
    )
    account = make_account(session)
    mint(session, Purpose.ACCESS, now=NOW - timedelta(hours=1), reservation_id=unconfirmed.id)
    mint(session, Purpose.RESERVATION, now=NOW - timedelta(days=900), reservation_id=held.id)
    for number, age in enumerate((timedelta(), timedelta(days=30))):
        session.add(
            AccountSession(
                account_id=account.id,
                token_hash=f"{number}",
                created_at=NOW - age,
                seen_at=NOW - age,
            )
        )
        session.add(Throttle(key=f"{number}", window_ends_at=NOW + timedelta(1) - age, count=1))
    for number in range(BATCH + 5):
        mail = OutgoingMail(
            kind="invitation",
            recipient=f"k{number}@example.org",
            language="de",
            facts={"count": 1},
            message_id=str(number),
            created_at=NOW - timedelta(days=40),
            next_try_at=NOW,
            sent_at=NOW - timedelta(days=8),
        )
        session.add(mail)
    post_sample(session, "reserved").sent_at = NOW - timedelta(days=6)
    session.commit()
    return {"held": held, "unconfirmed": unconfirmed, "lapsed": lapsed}


def test_what_is_over_lapses_and_what_has_served_goes(app, session, over):
    done = upkeep(app, NOW + timedelta(minutes=1))
    assert done["holds lapsed"] == 0
    assert done["mails emptied"] == BATCH + 5
    assert fresh(session).get(Reservation, over["lapsed"].id).person1_given is None
    kept = session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.recipient != ""))
    assert list(kept) == ["paar@example.org"]
    assert count(session, OutgoingMail) == BATCH + 6
    assert (count(session, Token), count(session, AccountSession), count(session, Throttle)) == (
        1,
        1,
        1,
    )
    done = upkeep(app, NOW + timedelta(hours=25))
    assert (done["holds lapsed"], done["reservations lapsed"]) == (1, 1)
    states = ReservationState
    assert fresh(session).get(Reservation, over["held"].id).state is states.LAPSED
    assert session.get(Reservation, over["unconfirmed"].id).state is states.LAPSED


def test_a_second_round_finds_nothing(app, session, over):
    later = NOW + timedelta(days=60)
    assert all(upkeep(app, later).values())
    entries = count(session, Entry)
    assert set(upkeep(app, later).values()) == {0}
    assert count(session, Entry) == entries


def test_the_command_prints_what_was_done(app, session, over):
    answer = app.test_cli_runner().invoke(args=["upkeep"])
    assert answer.exit_code == 0
    assert answer.output.count("\n") == len(CHORES)
    assert f"{BATCH + 5:6} mails emptied" in answer.output


def test_days_left_to_the_worker_are_reckoned(app, session):
    days = [DAY + timedelta(weeks=n) for n in range(PENDING + 1)]
    venue = make_venue(session)
    slots = [make_slot(session, venue, day=day) for day in days]
    lock_days(session, days)
    mark_pending(session, days)
    session.commit()
    app.config["NOW"] = NOW
    with app.app_context():
        assert reckon_left() == PENDING + 1
        assert reckon_left() == 0
    fresh(session)
    assert get_progress(session, NOW.date()).is_done
    assert all(slot.holdable for slot in slots)


def test_upkeep_leaves_no_day_to_be_reckoned(app, session):
    lock_days(session, [DAY])
    mark_pending(session, [DAY])
    session.commit()
    upkeep(app)
    assert get_progress(fresh(session), NOW.date()).is_done


def test_a_chore_that_fails_keeps_none_of_the_others(app, session, over, monkeypatch):
    def fail(*_args, **_more):
        raise ValueError("chore")

    monkeypatch.setitem(CHORES, next(iter(CHORES)), fail)
    with pytest.raises(ValueError, match="chore"):
        upkeep(app)
    assert fresh(session).get(Reservation, over["lapsed"].id).person1_given is None
    assert session.scalar(select(OutgoingMail.id).where(OutgoingMail.recipient == "")) is not None
