"""Names keep the grammar of the house: addresses, columns, words."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import Integer

import config
from app.extensions import db
from app.models.base import UtcDateTime

#: One thing has one word; these are the second ones.
FORBIDDEN_IN_CODE = re.compile(r"\b\w*(?:booking|customer|appointment)\w*\b", re.IGNORECASE)
FORBIDDEN_TO_COUPLES = re.compile(
    r"\b(?:book(?:ing|ed)?s?|location|users?|customers?|brides?|grooms?"
    r"|(?:[Gg]e|[Uu]m)?[Bb]uch(?:en|t|ung(?:en)?)|(?:Be)?[Nn]utzer\w*|Kund(?:e|in|en|innen)"
    r"|Braut|Bräutigam)\b"
)
COLUMNS = [(table.name, column) for table in db.metadata.sorted_tables for column in table.columns]


def test_addresses_are_kebab_case(make_app):
    for rule in make_app().url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), rule.rule
        assert rule.rule == "/" or rule.rule.count("//") == 0


def test_numbers_in_addresses_are_typed(make_app):
    for rule in make_app().url_map.iter_rules():
        for converter, name in re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", rule.rule):
            if name.endswith("_id"):
                assert converter == "int", rule.rule


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_is_what_its_name_says(table, column):
    kind = column.type
    if column.name == "at" or column.name.endswith("_at"):
        assert isinstance(kind, UtcDateTime), f"{table}.{column.name} is no instant"
    if column.name == "cents" or column.name.endswith("_cents"):
        assert isinstance(kind, Integer), f"{table}.{column.name} is no whole number of cents"
    if column.name == "day" or column.name.endswith(("_on", "_day")):
        assert kind.python_type is date, f"{table}.{column.name} is no day"
    if isinstance(kind, UtcDateTime):
        assert column.name == "at" or column.name.endswith(("_at", "_until")), column.name


def test_code_speaks_the_words_of_the_office():
    found = [
        f"{path.relative_to(config.ROOT)}: {word}"
        for path in (config.ROOT / "app").rglob("*.py")
        for word in FORBIDDEN_IN_CODE.findall(path.read_text())
    ]
    assert found == []


def test_couples_read_the_words_of_the_office():
    found = []
    for path in (config.ROOT / "templates").rglob("*.*"):
        if path.parent.name in ("couples", "components", "layouts", "mail", "errors", "pages"):
            found += [
                f"{path.relative_to(config.ROOT)}: {word}"
                for sentence in re.findall(r"_\(\s*\"([^\"]*)\"", path.read_text())
                for word in FORBIDDEN_TO_COUPLES.findall(sentence)
            ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["Ihre Buchung", "Der Kunde", "your booking", "Die Braut", "jetzt buchen"]
)
def test_the_forbidden_words_would_be_found(text):
    assert FORBIDDEN_TO_COUPLES.search(text)


@pytest.mark.parametrize("text", ["Trauung", "Reservierung", "Buchstaben"])
def test_other_words_pass(text):
    assert not FORBIDDEN_TO_COUPLES.search(text)
