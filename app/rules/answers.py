"""What people type: made comparable, and what of it cannot be a name or a number."""

from __future__ import annotations

import unicodedata

#: Stands for a sign that nobody can see or that leads astray, so that it shows.
UNREADABLE = "\ufffd"

#: Blanks, hyphens, apostrophes and dots of names, and the two invisible signs that join letters.
BETWEEN_LETTERS = frozenset(" -‐‑–'’‘ʼ`´.·\u200c\u200d")

#: So many marks lie upon one letter at most; a heap of them covers the lines around it, and takes
#: longer to compose than anybody waits.
MOST_MARKS = 5

#: Letters that look like nothing: a name made of them could not be seen.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")

#: Signs that turn the direction of what follows, in which a name could hide another.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_line(text: str) -> str:
    """Return one line of text: composed (NFC), trimmed, single blanks, unreadable signs shown."""
    return " ".join(_readable(text.replace("\n", " ").replace("\r", " ")).split())


def clean_text(text: str) -> str:
    """Return text of several lines, otherwise as ``clean_line``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean_line(line) for line in lines).strip()


def is_readable(text: str) -> bool:
    """Answer whether cleaned text has no sign that could not be read."""
    return UNREADABLE not in text


def is_name(text: str) -> bool:
    """Answer whether cleaned text can be a name, in any script: letters and what joins them."""
    kinds = [unicodedata.category(sign)[0] for sign in text]
    return "L" in kinds and all(
        kind in "LM" or sign in BETWEEN_LETTERS for sign, kind in zip(text, kinds, strict=True)
    )


def count_digits(text: str) -> int:
    """Return how many digits there are in a telephone number as people write it."""
    return sum(sign.isdigit() for sign in text)


def _readable(text: str) -> str:
    composed = unicodedata.normalize("NFC", _without_heaps(text))
    return "".join(UNREADABLE if _is_unreadable(sign) else sign for sign in composed)


def _without_heaps(text: str) -> str:
    """Return the text with the marks that are too many upon one letter shown as unreadable."""
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        kept.append(UNREADABLE if marks > MOST_MARKS else sign)
    return "".join(kept)


def _is_unreadable(sign: str) -> bool:
    # A tab is a blank; Cn are signs that do not exist, Co belong to nobody, Cs are halves.
    category = unicodedata.category(sign)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return sign != "\t"
    return sign in _TURNS or sign in _BLANK_LETTERS
