from __future__ import annotations

import pytest

from app.rules.suggestions import in_the_way, suggest
from tests.rules.staffed_days import TRAVEL, duty, job

TWO = [duty("Anna 9:00-15:00"), duty("Bea 9:00-15:00")]


def told(suggestion):
    return (
        [f"{one.key}: {one.before} > {one.after}" for one in suggestion.changes],
        list(suggestion.unsolved),
    )


@pytest.mark.parametrize(
    ("jobs", "changes", "unsolved"),
    [
        ([], [], []),
        (["Burg 10:00-11:00 Anna"], [], []),
        # What works stays with whom it is, also where another arrangement would be shorter.
        (
            ["Burg 10:00-11:00 Anna", "Burg 11:00-12:00 Bea", "Burg 10:30-11:00"],
            ["Burg 10:30: None > Bea"],
            [],
        ),
        # What is too tight moves; the rest stays.
        (
            ["Burg 10:00-11:00 Anna", "Mühle 11:05-12:00 Anna"],
            ["Mühle 11:05: Anna > Bea"],
            [],
        ),
        # A pin stays, whatever it costs the others.
        (
            ["Burg 10:00-11:00 Anna", "Mühle 11:05-12:00 Anna!"],
            ["Burg 10:00: Anna > Bea"],
            [],
        ),
        # What works must move where it has to.
        (
            ["Burg 10:00-11:00 Bea", "Schloss 10:30-11:30"],
            ["Schloss 10:30: None > Anna"],
            [],
        ),
        # One too many: it stays open, the others are arranged.
        (
            ["Burg 10:00-11:00", "Mühle 10:00-11:00", "Schloss 10:00-11:00 Anna"],
            ["Burg 10:00: None > Bea"],
            ["Mühle 10:00"],
        ),
    ],
)
def test_a_suggestion_changes_what_it_must(jobs, changes, unsolved):
    assert told(suggest(TWO, [job(words) for words in jobs], TRAVEL)) == (changes, unsolved)


def test_somebody_moves_over_for_a_language():
    jobs = [
        job("Burg 10:00-11:00 Anna"),
        job("Mühle 10:00-11:00", speakers=frozenset({"Anna"}), allowed=frozenset({"Anna"})),
    ]
    assert told(suggest(TWO, jobs, TRAVEL)) == (
        ["Burg 10:00: Anna > Bea", "Mühle 10:00: None > Anna"],
        [],
    )


def test_a_held_time_keeps_its_place_in_the_day_without_being_assigned():
    held = job("Mühle 10:00-11:00").task
    jobs = [job("Burg 10:00-11:00"), job("Schloss 10:00-11:00")]
    changes, unsolved = told(suggest(TWO, jobs, TRAVEL, others=[held]))
    assert (len(changes), unsolved) == (2, [])
    changes, unsolved = told(suggest(TWO[:1], jobs[:1], TRAVEL, others=[held]))
    assert (len(changes), unsolved) == (1, [])


def test_nobody_on_duty_solves_nothing():
    assert told(suggest([], [job("Burg 10:00-11:00")], TRAVEL)) == ([], ["Burg 10:00"])


@pytest.mark.parametrize(
    ("pin", "others", "way"),
    [
        ("Anna", [("Burg 10:00-11:00", None)], None),
        ("Anna", [("Burg 10:00-11:00", "Anna")], ["Burg 10:00"]),
        ("Anna", [("Burg 10:00-11:00", "Anna"), ("Burg 13:00-14:00", "Anna")], ["Burg 10:00"]),
        (
            "Anna",
            [("Burg 10:00-11:00", "Bea"), ("Schloss 10:30-11:30", None)],
            ["Burg 10:00", "Schloss 10:30"],
        ),
        ("Cem", [("Burg 10:00-11:00", None)], []),
    ],
)
def test_what_is_in_the_way_of_a_pin(pin, others, way):
    pinned = job("Mühle 10:30-11:30", allowed=frozenset({pin})).task
    tasks = [job(words, allowed=frozenset({who}) if who else None).task for words, who in others]
    assert in_the_way(TWO, [*tasks, pinned], pinned.key, TRAVEL) == way
