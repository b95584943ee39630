import pytest

from app.rules.favourites import (
    LONGEST_NOTE,
    LONGEST_NOTES,
    MOST_FAVOURITES,
    Favourite,
    Favourites,
    pack,
    tidy_note,
    unpack,
)


def listed(*numbers):
    return Favourites(tuple(Favourite(number) for number in numbers))


def test_every_date_stands_once_in_the_order_it_was_kept():
    kept = Favourites().with_slot(3).with_slot(1).with_slot(3)
    assert kept == listed(3, 1)
    assert 1 in kept
    assert 2 not in kept
    assert kept.without(3) == listed(1)
    assert kept.without(99) == kept


def test_no_more_are_kept_than_fit():
    kept = Favourites()
    for number in range(1, 200):
        kept = kept.with_slot(number)
    assert len(kept) == MOST_FAVOURITES
    assert kept.is_full


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Oma   kann\nnicht ", "Oma kann nicht"),
        ("a\0b‮c", "abc"),
        ("x" * 500, "x" * LONGEST_NOTE),
        ("", ""),
    ],
)
def test_a_note_is_one_short_line(typed, kept):
    assert tidy_note(typed) == kept


def test_all_notes_together_are_short_enough_for_a_cookie():
    kept = listed(*range(1, MOST_FAVOURITES + 1))
    for item in kept:
        kept = kept.noted(item.slot_id, "ß" * 500)
    assert sum(len(item.note) for item in kept) == LONGEST_NOTES


def test_a_note_on_a_date_that_is_not_kept_changes_nothing():
    assert listed(1).noted(2, "nein") == listed(1)


def test_what_is_packed_is_read_again():
    kept = listed(7, 2**31 - 1).noted(7, "Oma „kann“ nicht")
    assert unpack(pack(kept)) == kept
    assert unpack(pack(kept.without_notes())) == listed(7, 2**31 - 1)


@pytest.mark.parametrize(
    "data",
    [
        None,
        "merkliste",
        7,
        {},
        {"a": 1},
        [1, 2],
        [[]],
        [[0]],
        [[-1]],
        [[2**31]],
        [["1"]],
        [[1.5]],
        [[1, 2]],
        [[1, "a", "b"]],
        [[None]],
        [[[1]]],
    ],
)
def test_whatever_else_is_read_is_an_empty_list(data):
    assert unpack(data) == Favourites()


def test_two_hundred_dates_are_cut():
    assert len(unpack([[number] for number in range(1, 201)])) == MOST_FAVOURITES
