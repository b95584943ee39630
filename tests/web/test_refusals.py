"""Every refusal has its sentence, in every form it can take."""

import inspect
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.rules import refusals as no
from app.rules.conflicts import Conflict
from app.rules.fits import Verdict
from app.rules.in_the_way import InTheWay
from app.rules.policies import BOUNDS
from app.rules.series import Because
from app.rules.slots import Obstacle
from app.web.duty_refusals import SENTENCES as DUTY_SENTENCES
from app.web.languages import init_languages
from app.web.refusals import SENTENCES, sentence_for

EVERY = {
    kind
    for _, kind in inspect.getmembers(no, inspect.isclass)
    if issubclass(kind, no.Refusal) and kind is not no.Refusal
}
AT = datetime(2027, 6, 1, 7, tzinfo=UTC)
CASE = InTheWay(1, "TK-7Q4M-29XD", date(2027, 6, 12), AT, "Malakoffturm")

EXAMPLES = [
    no.WrongState("held", "approve"),
    no.SlotNotReleased(),
    no.TooEarly(AT),
    no.TooLate(0),
    no.TooLate(1),
    no.TooLate(21),
    no.SlotTaken(),
    *[no.SlotNotFeasible(obstacle) for obstacle in Obstacle],
    no.VenueNotOnline(),
    no.HoldOver(),
    no.NoMoreExtensions(10),
    no.AnswersMissing("contact"),
    no.AlreadyReserved(),
    no.ChangedMeanwhile(),
    no.AssignedMeanwhile("Anna Demir"),
    no.AssignedMeanwhile(""),
    *[no.DoesNotFit("Anna Demir", verdict) for verdict in Verdict],
    no.DoesNotFit("Anna Demir", "outside", 15),
    no.DoesNotFit("Anna Demir", "busy", 30, AT, "Schloss"),
    no.DoesNotFit("Anna Demir", "too_tight", 1, AT, "Schloss", may_overrule=True),
    no.PinNotPossible("Anna Demir", ()),
    no.PinNotPossible("Anna Demir", ((AT, "Schloss"),), held=True),
    no.NothingToSwap(),
    no.SuggestionOutdated(),
    no.UndoTooLate(),
    no.AnnouncementOutdated(),
    no.CeremonyOver(),
    no.TooManyGuests(24, "Malakoffturm"),
    no.NotConfirmedInTime(),
    no.LinkUsedUp(),
    no.TooLateToCancel(1),
    no.TooLateToCancel(3),
    no.NeedsFreshLink(),
    *[
        no.TimeNotPossible(conflict, date(2027, 6, 12), AT, AT + length, "Sommerfest")
        for conflict in Conflict
        for length in (timedelta(hours=1), timedelta(days=9))
    ],
    no.ReservationInTheWay("TK-7Q4M-29XD"),
    no.ReasonMissing(),
    *[no.EmptySeries(because) for because in Because],
    no.SeriesTooLong(400),
    *[no.ClosureNotPossible(why) for why in ("ends_before_it_begins", "in_the_past", "too_long")],
    no.ClosureHitsReservations(("TK-7Q4M-29XD",)),
    no.ClosureHitsReservations(("TK-7Q4M-29XD", "TK-0000-0000")),
    *[no.ImpossiblePolicy(name, "out_of_bounds") for name in BOUNDS],
    no.ImpossiblePolicy("city", "empty"),
    no.ImpossiblePolicy("closed_weekdays", "no_day_left"),
    no.ImpossiblePolicy("lead_days", "lead_beyond_horizon"),
    no.ImpossiblePolicy("registration_weeks", "registration_beyond_horizon"),
    no.ImpossiblePolicy("hold_minutes", "hold_beyond_confirm"),
    no.WrongPassword(),
    no.TooManyTries(AT),
    no.TooManyHolds(AT),
    *[no.WeakPassword(because) for because in ("short", "long", "common", "context")],
    *[no.DutyNotPossible("day", because) for because in DUTY_SENTENCES],
    *[
        refusal((CASE,) * number)
        for refusal in (no.CeremoniesInTheWay, no.AbsenceHitsAssignments)
        for number in (1, 2)
    ],
    no.EmailTaken(),
    no.LastHeadOfOffice(),
]


@pytest.fixture
def page():
    app = Flask(__name__)
    init_languages(app)
    with app.test_request_context():
        yield


def test_every_refusal_has_a_sentence():
    assert set(SENTENCES) == EVERY


def test_every_refusal_has_an_example_here():
    assert {type(example) for example in EXAMPLES} == EVERY


@pytest.mark.parametrize("refusal", EXAMPLES, ids=lambda refusal: refusal.code)
def test_a_sentence_is_whole_and_well_set(page, refusal):
    sentence = sentence_for(refusal)
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith((".", ":"))
    assert not set(sentence) & set("\"'%")
    assert " - " not in sentence


def test_an_instant_is_told_in_berlin_time(page):
    assert "Dienstag, 1. Juni 2027 um 9:00 Uhr" in sentence_for(no.TooEarly(AT))
