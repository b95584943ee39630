"""A wish in one line: what people type, and what it means on Monday 1 March 2027."""

import time
from datetime import date
from pathlib import Path
from random import Random

import pytest

from app.rules.search import WEEKDAYS, Wish
from app.rules.wishes import LONGEST, read_line, read_span

TODAY = date(2027, 3, 1)
VENUES = {
    "schloss-beck": "Schloss Beck",
    "rathaus": "Rathaus",
    "malakoffturm": "Malakoffturm",
    "pavillon-im-stadtgarten": "Pavillon im Stadtgarten",
}
LINES = (Path(__file__).parent / "wish_lines.txt").read_text().splitlines()


def shown(text):
    """Write in one line what was understood."""
    reading = read_line(text, TODAY, VENUES)
    wish = reading.wish
    pieces = [
        "bald" if reading.soonest else "",
        f"{wish.first or ''}..{wish.last or ''}" if wish.first or wish.last else "",
        ",".join(WEEKDAYS[number] for number in sorted(wish.weekdays)),
        wish.part_of_day or "",
        "" if wish.guests is None else f"{wish.guests} Gäste",
        "stufenlos" if wish.step_free else "",
        wish.surroundings or "",
        "" if wish.most_cents is None else f"{wish.most_cents // 100} €",
        *wish.venues,
        "ohne " + " ".join(f"„{one}“" for one in reading.left_out) if reading.left_out else "",
    ]
    return " | ".join(piece for piece in pieces if piece)


@pytest.mark.parametrize("line", LINES)
def test_what_people_type_is_understood(line):
    text, meant = line.split("=>")
    assert shown(text.strip()) == meant.strip()


def test_the_table_is_long_enough_in_both_languages():
    assert len(LINES) >= 160


def test_capitals_and_spaces_do_not_matter():
    for line in LINES:
        text, meant = line.split("=>")
        if "ohne" not in meant:
            assert shown(f"  {text.upper().replace('ẞ', 'SS')}  ") == meant.strip(), text


def test_nonsense_is_left_out_and_never_guessed_into_a_failure():
    dice = Random(20270301)
    signs = "abcdefgäöüß0123456789 .,:;-–/€()\0\n²٣💍İ%_'\"<>\\"
    words = [word for line in LINES for word in line.split("=>")[0].split()]
    for _ in range(3000):
        pieces = dice.choices([*words, "".join(dice.choices(signs, k=dice.randint(1, 8)))], k=12)
        reading = read_line(" ".join(pieces), TODAY, VENUES)
        wish = reading.wish
        assert wish.guests is None or 0 <= wish.guests <= 9999
        assert all(2000 <= day.year <= 2200 for day in (wish.first, wish.last) if day)


@pytest.mark.parametrize(
    "text",
    ["a" * 10_000, "1" * 10_000, "sa " * 4000, "bis " * 3000, "(" * 10_000, "Juni bis " * 2000],
)
def test_ten_thousand_characters_are_read_as_far_as_they_are_a_line(text):
    begun = time.perf_counter()
    reading = read_line(text, TODAY, VENUES)
    assert reading.is_cut
    assert len(" ".join(reading.left_out)) <= LONGEST + 100
    assert time.perf_counter() - begun < 2


def test_nothing_is_nothing():
    assert read_line("", TODAY).wish == Wish()
    assert read_line("   ,,; ", TODAY).is_empty


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2027-06", ("2027-06-01", "2027-06-30")),
        ("2027-6", ("2027-06-01", "2027-06-30")),
        ("Juni 2027", ("2027-06-01", "2027-06-30")),
        ("june 2027", ("2027-06-01", "2027-06-30")),
        ("06/2027", ("2027-06-01", "2027-06-30")),
        ("6.2027", ("2027-06-01", "2027-06-30")),
        ("juni", ("2027-06-01", "2027-06-30")),
        ("2027-06-12", ("2027-06-12", "2027-06-12")),
        ("12.6.2027", ("2027-06-12", "2027-06-12")),
        ("2028", ("2028-01-01", "2028-12-31")),
    ],
)
def test_a_field_for_a_month_takes_what_people_type(words, days):
    assert read_span(words, TODAY) == tuple(map(date.fromisoformat, days))


@pytest.mark.parametrize("words", ["2027-13", "0000-01", "9999-01", "juni juli", "x", "13/2027"])
def test_a_month_that_cannot_be_is_none(words):
    assert read_span(words, TODAY) is None


def test_signs_nobody_sees_do_not_matter():
    for text in ("30 Ga\u0308ste im Ma\u0308rz", "\u202e30\u200b Gäste\u00a0im März\ufeff"):
        assert shown(text) == "2027-03-01..2027-03-31 | 30 Gäste"


def test_cents_of_an_amount_count():
    assert read_line("unter 66,50 Euro", TODAY).wish.most_cents == 6650


def test_a_month_without_a_year_that_is_too_near_is_the_next_one():
    late = read_line("im März", TODAY, earliest=date(2027, 4, 2)).wish
    assert late.first == date(2028, 3, 1)
    assert read_line("im Winter", TODAY, earliest=date(2027, 4, 2)).wish.first == date(2027, 12, 1)
    # One day stays the day that was meant: a page says that it is too near.
    assert read_line("5. März", TODAY, earliest=date(2027, 4, 2)).wish.first == date(2027, 3, 5)
