from dataclasses import replace
from datetime import date, time

import pytest

from app.rules.policies import (
    BOUNDS,
    Policies,
    SpecialDate,
    check_possible,
    from_stored,
    to_stored,
)
from app.rules.refusals import ImpossiblePolicy


def test_the_defaults_are_possible():
    check_possible(Policies())


@pytest.mark.parametrize(
    ("english", "language", "words"),
    [("", "en", "Mo–Fr"), ("Mon–Fri", "en", "Mon–Fri"), ("Mon–Fri", "de", "Mo–Fr")],
)
def test_hours_are_told_in_the_readers_language_if_known(english, language, words):
    policies = Policies(office_hours="Mo–Fr", office_hours_en=english)
    assert policies.hours_in(language) == words


def test_what_is_stored_comes_back():
    policies = Policies(
        city="Bottrop",
        opening_time=time(8, 30),
        closing_days=(date(2026, 12, 24),),
        special_dates=(SpecialDate(date(2027, 7, 7), {"de": "7.7.27", "en": "7/7/27"}),),
    )
    assert from_stored(to_stored(policies)) == policies


@pytest.mark.parametrize(
    ("change", "name", "because"),
    [
        ({"lead_days": 365, "horizon_months": 12}, "lead_days", "lead_beyond_horizon"),
        ({"lead_days": 360, "horizon_months": 12}, "lead_days", "lead_beyond_horizon"),
        ({"lead_days": -1}, "lead_days", "out_of_bounds"),
        ({"horizon_months": 0}, "horizon_months", "out_of_bounds"),
        ({"hold_minutes": 4}, "hold_minutes", "out_of_bounds"),
        ({"closed_weekdays": (0, 1, 2, 3, 4, 5, 6)}, "closed_weekdays", "no_day_left"),
        ({"city": "  "}, "city", "empty"),
        ({"opening_time": time(2, 30)}, "opening_time", "at_night"),
        ({"opening_time": time(22, 1)}, "opening_time", "at_night"),
        (
            {"registration_weeks": 13, "horizon_months": 3},
            "registration_weeks",
            "registration_beyond_horizon",
        ),
        (
            {"hold_minutes": 120, "hold_extensions": 20, "confirm_hours": 24},
            "hold_minutes",
            "hold_beyond_confirm",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(change, name, because):
    with pytest.raises(ImpossiblePolicy) as refused:
        check_possible(replace(Policies(), **change))
    assert (refused.value.name, refused.value.because) == (name, because)


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_every_number_keeps_its_bounds(name):
    least, most = BOUNDS[name]
    for value in (least - 1, most + 1):
        with pytest.raises(ImpossiblePolicy):
            check_possible(replace(Policies(), **{name: value}))


def test_lead_just_inside_the_horizon_is_possible():
    check_possible(replace(Policies(), lead_days=359))
