"""Eleven mistakes that somebody could make, each planted where it would be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import app.actions.absences
import app.actions.approvals
import app.actions.closures
import app.actions.duties
import app.actions.holds
import app.actions.moves
import app.actions.reservations
import app.actions.slots
import app.actions.staffing
import app.rules.days
from app.actions.days import reckon
from app.rules.days import Finding

Plant = Callable[[pytest.MonkeyPatch], None]


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """Do not do what should be done."""


def a_hold_is_not_reckoned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.holds, "reckon", _nothing)


def what_ends_is_not_reckoned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.reservations, "reckon", _nothing)


def a_closure_is_not_reckoned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.closures, "reckon_or_leave", _nothing)


def a_duty_is_not_reckoned(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.staffing, "reckon_or_leave", _nothing)


def a_withdrawal_forgets_who_has_the_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.slots, "get_claims", lambda *_args, **_kwargs: {})


def a_hold_takes_what_is_not_free(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.holds, "check_takeable", _nothing)


def a_hold_counts_for_nothing_in_the_reckoning(patch: pytest.MonkeyPatch) -> None:
    get_day_facts = app.actions.days.get_day_facts

    def without_holds(*args: Any, **kwargs: Any) -> Any:
        return {
            day: replace(facts, claims=tuple(one for one in facts.claims if one.held_until is None))
            for day, facts in get_day_facts(*args, **kwargs).items()
        }

    patch.setattr(app.actions.days, "get_day_facts", without_holds)


def a_couple_is_not_asked_whether_it_has_a_date(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        app.actions.reservations, "find_live_by_email_key", lambda *_args, **_kwargs: None
    )
    patch.setattr(app.actions.reservations, "email_key", lambda email: f"{email}{len(email)}")


def a_mail_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.actions.reservations, "mail_couple", _nothing)


def the_buffer_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    reckon_day = app.rules.days.reckon_day

    def generous(*args: Any, **kwargs: Any) -> Any:
        found = reckon_day(*args, **kwargs)
        free = {one: Finding(None) for one in found.findings}
        return type(found)(free, found.disturbed)

    patch.setattr(app.actions.days, "reckon_day", generous)


def the_day_that_a_couple_leaves_is_not_reckoned(patch: pytest.MonkeyPatch) -> None:
    def reckon_the_other(session: Any, days: Any, *, now: Any) -> None:
        reckon(session, days[1:] or days, now=now)

    patch.setattr(app.actions.moves, "reckon", reckon_the_other)


FAULTS: tuple[Plant, ...] = (
    a_hold_is_not_reckoned,
    what_ends_is_not_reckoned,
    a_closure_is_not_reckoned,
    a_duty_is_not_reckoned,
    a_withdrawal_forgets_who_has_the_time,
    a_hold_takes_what_is_not_free,
    a_hold_counts_for_nothing_in_the_reckoning,
    a_couple_is_not_asked_whether_it_has_a_date,
    a_mail_is_forgotten,
    the_buffer_is_forgotten,
)

#: It takes many lives until these come to light.
RARE: tuple[Plant, ...] = (the_day_that_a_couple_leaves_is_not_reckoned,)
