"""What people type: cleaned, and what of it can be read."""

from __future__ import annotations

import time

import pytest

from app.rules.answers import clean_line, clean_text, count_digits, is_name, is_readable


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Anna   Maria ", "Anna Maria"),
        ("Anna\tMaria", "Anna Maria"),
        ("Anna\r\nMaria", "Anna Maria"),
        ("Zoe\u0308", "Zoë"),
        ("a\0b", "a\ufffdb"),
        ("\u202eabc", "\ufffdabc"),
        ("\ud800", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u3164\u3164", "\ufffd\ufffd"),
        ("e\u0302\u0323", "ệ"),
        ("a" + "\u0316" * 5, "a" + "\u0316" * 5),
        ("a" + "\u0316" * 6 + "b", "a" + "\u0316" * 5 + "\ufffdb"),
        ("", ""),
    ],
)
def test_a_line_is_cleaned(typed, clean):
    assert clean_line(typed) == clean


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_a_heap_of_marks_takes_no_time(clean):
    """Composing them takes the square of their number: for these, seven seconds."""
    heap = "a" + "\u0345" * 32_000 + "\u0316" * 32_000
    begun = time.process_time()
    assert not is_readable(clean(heap))
    assert time.process_time() - begun < 1


def test_text_keeps_its_lines():
    assert clean_text(" eins \r\n\r\n zwei\rdrei \n") == "eins\n\nzwei\ndrei"


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("Merve", True),
        ("Nguyễn", True),
        ("محمد", True),
        ("李", True),
        ("O’Brien", True),
        ("", False),
        ("123", False),
        ("-", False),
        ("A\ufffd", False),
        ("José María Ōta-Núñez d’Ávila St. Cyr", True),
        ("नेहा", True),
        ("نرگس\u200cخانم", True),
        ("<script>alert", False),
        ("<b>García</b> 123", False),
        ("Anna 2", False),
        ("Anna 💍", False),
    ],
)
def test_a_name_is_letters_of_any_script_and_what_joins_them(typed, is_one):
    assert is_name(typed) == is_one


def test_unreadable_signs_show():
    assert is_readable("Kim")
    assert not is_readable(clean_line("Kim\x07"))


@pytest.mark.parametrize(("typed", "digits"), [("+49 (0)2041/12-34", 11), ("٠١٢٣٤", 5), ("x", 0)])
def test_digits_count_however_they_are_written(typed, digits):
    assert count_digits(typed) == digits
