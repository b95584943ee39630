"""Venues in a wish: by their name, or by a word that no other venue has."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOT_THERE = (
    r"(?:(?P<no>nicht|not|kein|außer|except)\s+(?:(?:im|in|am|an|auf|at|the|der|dem|die|das)\s+)*)?"
)


def small(text: str) -> str:
    """Return the text in small letters, none more and none fewer than before."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def venue_patterns(venues: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """Return what may stand for each venue: its name, its slug, or a word no other venue has."""
    words = {slug: re.findall(r"[a-zäöüß]{5,}", small(name)) for slug, name in venues.items()}
    every = [word for each in words.values() for word in set(each)]
    found = []
    for slug, name in venues.items():
        own = [word for word in words[slug] if every.count(word) == 1]
        names = {small(name), slug, slug.replace("-", " "), *own}
        ways = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
        found.append((re.compile(rf"{NOT_THERE}(?:{ways})(?![a-zäöüß])"), slug))
    return found
