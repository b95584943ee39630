"""Every sentence of the sources has its text in every offered language, and no more."""

from __future__ import annotations

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import config
from app.web.languages import DEFAULT, LANGUAGES

METHODS = {"app": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "gettext", "lazy_gettext")),
    **dict.fromkeys(("ngettext", "lazy_ngettext", "_n"), (1, 2)),
}
OTHER_LANGUAGES = [language for language in LANGUAGES if language != DEFAULT]
_PLACEHOLDER = re.compile(r"%\((\w+)\)")


@pytest.fixture(scope="module")
def sentences():
    """Every sentence of the sources (with its plural) and where it stands."""
    found = {}
    for folder, methods in METHODS.items():
        for name, line, message, _, _ in extract_from_dir(
            config.ROOT / folder, methods, keywords=KEYWORDS
        ):
            found[message] = f"{folder}/{name}:{line}"
    return found


@pytest.fixture(scope="module", params=OTHER_LANGUAGES)
def catalogue(request):
    """The catalogue of one language."""
    folder = config.ROOT / "app" / "translations" / request.param / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        return read_po(file, request.param)


def test_sentences_are_found(sentences):
    assert len(sentences) > 50


def test_no_word_stands_alone_here_and_with_a_plural_there(sentences):
    # A catalogue has one entry for both, and one of them would get a wrong text.
    alone = {message for message in sentences if isinstance(message, str)}
    assert not alone & {message[0] for message in sentences if not isinstance(message, str)}


def test_every_sentence_is_translated(sentences, catalogue):
    missing = []
    for message, place in sentences.items():
        key = message if isinstance(message, str) else message[0]
        entry = catalogue.get(key)
        texts = (
            entry.string
            if entry and isinstance(entry.string, tuple)
            else [entry.string if entry else ""]
        )
        if not all(texts) or (entry and entry.fuzzy):
            missing.append(f"{place}: {key}")
    assert missing == []


def test_nothing_is_translated_that_nobody_says(sentences, catalogue):
    said = {message if isinstance(message, str) else message[0] for message in sentences}
    unsaid = [
        entry.id
        for entry in catalogue
        if entry.id and (entry.id if isinstance(entry.id, str) else entry.id[0]) not in said
    ]
    assert unsaid == []


def test_translations_keep_the_placeholders_and_the_type(catalogue):
    for entry in catalogue:
        if not entry.id:
            continue
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        wanted = {name for text in ids for name in _PLACEHOLDER.findall(text)}
        for text in [entry.string] if isinstance(entry.string, str) else list(entry.string):
            assert set(_PLACEHOLDER.findall(text)) <= wanted, text
            assert not re.search(r"[\"'„‚]| - ", text), f"typography of {text!r}"
            if isinstance(entry.id, str):
                assert set(_PLACEHOLDER.findall(text)) == wanted or not text, text


def test_sentences_are_well_set(sentences):
    for message, place in sentences.items():
        for text in [message] if isinstance(message, str) else message:
            assert not re.search(r"[\"']|(?<=\w) - (?=\w)|\.\.\.", text), f"{place}: {text}"
