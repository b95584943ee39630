"""Whether people know who performs a ceremony: what was announced beside what is so now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Post:
    """At which time whom a ceremony has, by key; ``registrar`` None: nobody."""

    slot_id: int
    registrar_id: int | None


class Told(StrEnum):
    """What people know of it."""

    #: Nobody performs it, and nobody was told that they do.
    NOTHING = "nothing"
    NOT_YET = "not_yet"
    TOLD = "told"
    #: What was announced last is no longer so.
    CHANGED = "changed"


#: What the next announcement would say.
NEWS = frozenset({Told.NOT_YET, Told.CHANGED})


def told_of(now: Post, announced: Post | None) -> Told:
    """Return what people know of a ceremony.

    Args:
        announced: what they were told last.
    """
    if announced is None:
        return Told.NOTHING if now.registrar_id is None else Told.NOT_YET
    return Told.TOLD if now == announced else Told.CHANGED
