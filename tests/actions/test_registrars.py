"""Who performs ceremonies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.actions.registrars import (
    WantedRegistrar,
    add_registrar,
    change_registrar,
    retire_registrar,
)
from app.models import Entry, Registrar
from app.rules.refusals import CeremoniesInTheWay, DutyNotPossible
from app.rules.slots import Obstacle
from tests.factories import make_account, make_registrar

BERT = WantedRegistrar("Bert Busch", "Busch", phone="02041 123456", languages=("de", "en"))
#: Anna as the town makes her.
ANNA = WantedRegistrar("Anna Adler", "Adler")


def test_somebody_is_entered_and_the_journal_names_nobody(session, town, now):
    bert = add_registrar(session, BERT, actor=town.actor, now=now)
    assert (bert.name, bert.languages, bert.unserved) == ("Bert Busch", ["de", "en"], [])
    (entry,) = session.scalars(select(Entry))
    assert (entry.event, entry.facts) == ("registrar.added", {})


def test_a_double_click_enters_one(act, session, town, now):
    def deed(session):
        return add_registrar(session, BERT, actor=town.actor, now=now)

    answers = act.at_once([deed, deed])
    assert sorted(type(answer).__name__ for answer in answers) == ["DutyNotPossible", "int"]
    assert session.scalar(select(func.count()).select_from(Registrar)) == 2


def test_a_venue_that_somebody_does_not_serve_is_not_free(session, town, now):
    slot = town.slot()
    wanted = replace(ANNA, unserved=frozenset({town.castle.id}))
    for _ in range(2):
        change_registrar(session, town.anna.id, wanted, actor=town.actor, now=now)
    assert slot.obstacle is Obstacle.NO_REGISTRAR
    assert session.scalar(select(func.count()).select_from(Entry)) == 1


def test_nobody_leaves_a_ceremony_alone(session, town, now):
    town.reservation()
    session.commit()
    for wanted in (
        replace(ANNA, unserved=frozenset({town.castle.id})),
        replace(ANNA, valid_until=date(2027, 6, 11)),
    ):
        with pytest.raises(CeremoniesInTheWay):
            change_registrar(session, town.anna.id, wanted, actor=town.actor, now=now)
        session.rollback()
    with pytest.raises(CeremoniesInTheWay):
        retire_registrar(session, town.anna.id, date(2027, 6, 11), actor=town.actor, now=now)


def test_who_retires_works_until_the_last_day(session, town, now):
    slot = town.slot()
    retire_registrar(session, town.anna.id, date(2027, 6, 12), actor=town.actor, now=now)
    assert slot.holdable
    retire_registrar(session, town.anna.id, date(2027, 6, 11), actor=town.actor, now=now)
    assert slot.obstacle is Obstacle.NO_REGISTRAR


@pytest.mark.parametrize(
    ("field", "because"),
    [("short_name", "name_taken"), ("account", "account_taken"), ("account", "no_account")],
)
def test_names_and_accounts_belong_to_one(session, town, now, field, because):
    account = make_account(session)
    make_registrar(session, account_id=account.id)
    wanted = {
        "name_taken": replace(BERT, short_name="ADLER"),
        "account_taken": replace(BERT, account_id=account.id),
        "no_account": replace(BERT, account_id=99999),
    }[because]
    with pytest.raises(DutyNotPossible) as refused:
        add_registrar(session, wanted, actor=town.actor, now=now)
    assert (refused.value.field, refused.value.because) == (field, because)
