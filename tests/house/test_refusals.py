"""Every refusal has a code of its own, a sentence, and a test that provokes or tells it."""

from __future__ import annotations

import re

import pytest

import config
from app.rules.refusals import LastHeadOfOffice, Refusal, SlotTaken
from app.web.refusals import SENTENCES


def kinds(kind=Refusal):
    """Return all classes of refusals, wherever they are defined."""
    return [sub for direct in kind.__subclasses__() for sub in (direct, *kinds(direct))]


KINDS = kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_sentence(kind):
    assert kind in SENTENCES


def test_it_has_a_code_like_its_name():
    assert (SlotTaken.code, LastHeadOfOffice.code) == ("slot_taken", "last_head_of_office")
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_test(kind):
    tests = [
        path
        for path in (config.ROOT / "tests").rglob("test_*.py")
        if re.search(rf"\b{kind.__name__}\b", path.read_text())
    ]
    assert tests
