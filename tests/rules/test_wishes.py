from datetime import date

import pytest

from app.rules.wishes import Asked, understand

TODAY = date(2027, 3, 1)
JUNE = (date(2027, 6, 1), date(2027, 6, 30))
ONE_DAY = (date(2027, 6, 12), date(2027, 6, 12))
SATURDAY = frozenset({5})


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("", Asked()),
        ("12.6.", Asked(*ONE_DAY)),
        ("12.6.27", Asked(*ONE_DAY)),
        ("am 12.06.2027", Asked(*ONE_DAY)),
        ("2027-06-12", Asked(*ONE_DAY)),
        ("Juni", Asked(*JUNE)),
        ("im JUNI 2027", Asked(*JUNE)),
        ("6/2027", Asked(*JUNE)),
        ("juni 27", Asked(*JUNE)),
        ("19. juni", Asked(date(2027, 6, 19), date(2027, 6, 19))),
        ("samstags im juni", Asked(*JUNE, SATURDAY)),
        (
            "samstag vormittag anfang juni",
            Asked(date(2027, 6, 1), date(2027, 6, 10), SATURDAY, "vormittag"),
        ),
        ("june 27", Asked(*JUNE)),
        ("06.2027", Asked(*JUNE)),
        ("2027-06", Asked(*JUNE)),
        ("sa juni vormittag", Asked(*JUNE, SATURDAY, "vormittag")),
        ("samstags", Asked(weekdays=SATURDAY)),
        ("nächster freier Samstag", Asked(weekdays=SATURDAY)),
        ("fr, sa", Asked(weekdays=frozenset({4, 5}))),
        # What is over this year is meant for the next.
        ("1.1.", Asked(date(2028, 1, 1), date(2028, 1, 1))),
        ("feb.", Asked(date(2028, 2, 1), date(2028, 2, 29))),
        ("29.2.", Asked(date(2028, 2, 29), date(2028, 2, 29))),
    ],
)
def test_what_people_say_is_understood(words, asked):
    assert understand(words, TODAY) == asked


@pytest.mark.parametrize(
    "words",
    [
        "xyz",
        "31.6.",
        "0.0.",
        "13/2027",
        "juni juli",
        "12.6. 13.6.",
        "mai 9999",
        "1.1.99999",
        "\0",
        "0000-01-01",
        "²",
    ],
)
def test_what_is_unclear_is_not_guessed(words):
    assert understand(words, TODAY) is None


def test_a_day_is_taken_or_not():
    asked = understand("sa juni", TODAY)
    assert asked.takes(date(2027, 6, 12))
    assert not asked.takes(date(2027, 6, 11))
    assert not asked.takes(date(2027, 7, 3))
