"""The list of what must always be true, and how a sentence gets on it.

The statements are built once, beside their sentence: building one costs more than asking it, and
the tests ask all of them after every step of many lives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

Find = Callable[[Session, datetime], Iterator[str]]


@dataclass(frozen=True)
class Invariant:
    """A sentence that must be true, and how to find what breaks it."""

    sentence: str
    find: Find


INVARIANTS: list[Invariant] = []


def invariant(find: Find) -> Find:
    """Add the function to the invariants; its docstring is the sentence."""
    INVARIANTS.append(Invariant((find.__doc__ or "").strip(), find))
    return find
