"""Words of a wish with one slip of the keys: „Samtag“, „Septmber“, „barierefrei“."""

from __future__ import annotations

import re
from functools import cache

from app.rules.wish_words import MONTHS, WEEKDAYS

#: Shorter words are too near to others.
SHORTEST = 5
_OTHERS = (
    "vormittag vormittags nachmittag nachmittags mittags abends morgens stufenlos barrierefrei"
    " rollstuhl rollstuhlgerecht draußen drinnen frühling frühjahr sommer herbst winter gäste"
    " gästen personen leute wochenende silvester valentinstag euro standesamt"
    " afternoon morning evening spring summer autumn guests people outdoors outside indoors inside"
    " wheelchair accessible weekend weekday"
)
KNOWN = frozenset(
    word
    for word in (
        *(name for group in (*MONTHS, *WEEKDAYS) for name in group),
        *(f"{group[0]}s" for group in WEEKDAYS),
        *_OTHERS.split(),
    )
    if len(word) >= SHORTEST
)


@cache
def _one_slip_from(word: str) -> frozenset[str]:
    """Return what becomes of a word with a letter less, with two swapped, or any one another."""
    less = {word[:n] + word[n + 1 :] for n in range(len(word))}
    swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
    return frozenset(less | swapped)


def correct(text: str) -> str:
    """Return the text with every word put right that is a slip away from one known word only."""
    return re.sub(rf"[^\W\d_]{{{SHORTEST},}}", lambda found: _corrected(found[0]), text)


def _corrected(word: str) -> str:
    small = word.lower()
    if small in KNOWN:
        return word
    found = [known for known in KNOWN if _is_a_slip(small, known)]
    return found[0] if len(found) == 1 else word


def _is_a_slip(word: str, known: str) -> bool:
    if word in _one_slip_from(known) or known in _one_slip_from(word):
        return True
    different = sum(one != other for one, other in zip(word, known, strict=False))
    return len(word) == len(known) and different == 1
