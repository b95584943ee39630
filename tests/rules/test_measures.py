from datetime import date

import pytest

from app.rules.measures import Hearing, ImpossibleMeasure, Measures, read_measures


def test_what_is_noted_is_read():
    assert read_measures(
        {
            "steps": 0,
            "door_cm": 95,
            "lift": True,
            "hearing": "mobile",
            "checked_on": "2026-04-14",
        }
    ) == Measures(
        steps=0, door_cm=95, lift=True, hearing=Hearing.MOBILE, checked_on=date(2026, 4, 14)
    )


def test_nothing_noted_is_nothing_known():
    assert not read_measures({})
    assert read_measures({"steps": 0})


@pytest.mark.parametrize(
    "data",
    [
        {"width": 3},
        {"steps": -1},
        {"steps": 501},
        {"steps": "3"},
        {"steps": True},
        {"steps": 1.5},
        {"steps": None},
        {"door_cm": 9},
        {"lift": 1},
        {"toilet": "ja"},
        {"hearing": "loud"},
        {"hearing": []},
        {"checked_on": "gestern"},
        {"checked_on": 2026},
    ],
)
def test_what_cannot_be_true_is_refused(data):
    with pytest.raises(ImpossibleMeasure):
        read_measures(data)
