"""Which passwords we accept: long ones that nobody guesses first; no rule about their letters.

Source:
    OWASP ASVS 5.0, 6.2.1 to 6.2.12.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from app.rules.refusals import WeakPassword

SHORTEST, LONGEST = 12, 200

#: So many of the most common passwords are also refused with a few digits or signs around them.
MOST_COMMON = 5000
DECORATION = 8

#: Words about what we do, and German words that the list of common passwords lacks.
OWN_WORDS = ("traukalender", "standesamt", "trauung", "hochzeit", "eheschließung", "trauort")
_GERMAN_WORDS = """
    passwort kennwort geheim hallo hallowelt schatz schatzi liebe ichliebedich sommer winter
    herbst frühling fruehling willkommen passwd qwertz qwertzuiop deutschland fussball schalke
    borussia berlin januar februar märz april mai juni juli august september oktober november
    dezember montag dienstag mittwoch donnerstag freitag samstag sonntag hochzeit traumhochzeit
    sonnenschein schmetterling verwaltung rathaus benutzer anmelden
"""
GERMAN = frozenset(_GERMAN_WORDS.split())

ROWS = ("1234567890ß", "qwertzuiopü", "qwertyuiop", "asdfghjklöä", "yxcvbnm", "zxcvbnm")
NEIGHBOURS = frozenset(
    pair
    for row in (*ROWS, "abcdefghijklmnopqrstuvwxyz", "01234567890")
    for left, right in zip(row, row[1:], strict=False)
    for pair in (left + right, right + left, left + left, right + right)
)


def normalised(password: str) -> str:
    """Return the one form in which a password is hashed: ü is ü on every keyboard."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, context: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, or that somebody would guess among the first.

    Args:
        context: what an attacker knows: the person's name and address, the city.

    Raises:
        WeakPassword: "short", "long", "common" or "context".
    """
    password = normalised(password)
    if len(password) < SHORTEST:
        raise WeakPassword(because="short")
    if len(password) > LONGEST:
        raise WeakPassword(because="long")
    folded = password.casefold()
    if _is_made_of(folded, context):
        raise WeakPassword(because="context")
    if _is_common(folded):
        raise WeakPassword(because="common")


def _is_made_of(folded: str, context: Iterable[str]) -> bool:
    """Answer whether little is left once the words of the context are taken out."""
    known = {
        word for text in (*OWN_WORDS, *context) for word in _words(text.casefold()) if len(word) > 2
    }
    rest = folded
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != folded and len(rest) < DECORATION


def _words(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    return [text, *re.split(r"[\W_]+", text)]


def _is_common(folded: str) -> bool:
    everything, top = _common()
    core = folded.strip("0123456789") if folded.isalnum() else re.sub(r"[\W\d_]+", "", folded)
    return (
        _unit(folded) in everything
        or len(_unit(folded)) < 6
        or (len(folded) - len(core) <= DECORATION and _unit(core) in top)
        or _is_walk(folded)
    )


def _unit(text: str) -> str:
    """Return what a text repeats, or the text itself: „abcabcabc“ repeats „abc“."""
    at = (text + text).find(text, 1)
    return text[:at]


def _is_walk(text: str) -> bool:
    """Answer whether a finger wandered over neighbouring keys, or along the alphabet."""
    jumps = sum(pair not in NEIGHBOURS for pair in map("".join, zip(text, text[1:], strict=False)))
    return jumps <= len(text) // 5


@cache
def _common() -> tuple[frozenset[str], frozenset[str]]:
    # Half a megabyte that only the few who choose a password need.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    ranked = FREQUENCY_LISTS["passwords"]
    return frozenset(ranked) | GERMAN, frozenset(ranked[:MOST_COMMON]) | GERMAN
