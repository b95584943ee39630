"""Dates that a couple keeps in mind: a short list with notes. Keeping in mind holds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

#: What a browser may carry along: more would not fit into a cookie, and nobody compares more.
MOST_FAVOURITES, LONGEST_NOTE, LONGEST_NOTES = 20, 120, 1200
#: The largest number a slot can have.
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Favourite:
    """One date, and what the couple noted about it."""

    slot_id: int
    note: str = ""


@dataclass(frozen=True)
class Favourites:
    """The list in the order in which it was made; every date once."""

    items: tuple[Favourite, ...] = ()

    def __iter__(self) -> Iterator[Favourite]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, slot_id: object) -> bool:
        return any(item.slot_id == slot_id for item in self.items)

    @property
    def is_full(self) -> bool:
        """Whether nothing more fits."""
        return len(self.items) >= MOST_FAVOURITES

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted."""
        return any(item.note for item in self.items)

    def with_slot(self, slot_id: int) -> Favourites:
        """Return the list with a date at its end; unchanged if it is there or nothing fits."""
        if slot_id in self or self.is_full:
            return self
        return Favourites((*self.items, Favourite(slot_id)))

    def without(self, slot_id: int) -> Favourites:
        """Return the list without a date."""
        return Favourites(tuple(item for item in self.items if item.slot_id != slot_id))

    def noted(self, slot_id: int, note: str) -> Favourites:
        """Return the list with a note on a date; what is too long is cut."""
        room = LONGEST_NOTES - sum(len(x.note) for x in self.items if x.slot_id != slot_id)
        short = tidy_note(note)[: max(room, 0)]
        return Favourites(
            tuple(replace(x, note=short) if x.slot_id == slot_id else x for x in self.items)
        )

    def without_notes(self) -> Favourites:
        """Return the dates alone."""
        return Favourites(tuple(Favourite(item.slot_id) for item in self.items))


def tidy_note(note: str) -> str:
    """Return a note in one line of printable signs, as long as may be."""
    line = " ".join(note.split())
    return "".join(sign for sign in line if sign.isprintable())[:LONGEST_NOTE]


def pack(favourites: Iterable[Favourite]) -> list[list[Any]]:
    """Write the list as plain data: ``[[number, "note"], [number], …]``."""
    return [[x.slot_id, x.note] if x.note else [x.slot_id] for x in favourites]


def unpack(data: Any) -> Favourites:
    """Read what ``pack`` wrote; whatever else it is, what can be read of it."""
    favourites = Favourites()
    for entry in data if isinstance(data, list) else []:
        match entry:
            case [int(number)] | [int(number), str()] if 0 < number <= LARGEST_ID:
                favourites = favourites.with_slot(number)
                favourites = favourites.noted(number, entry[1] if len(entry) == 2 else "")
    return favourites
