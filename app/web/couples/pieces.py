"""The pieces of an address: what is understood is returned, what is left out gets a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

Args = MultiDict[str, str]
Value = TypeVar("Value")

#: Longest piece of an address that is looked at, and how many pieces.
LONGEST, MOST = 100, 200
#: So many pieces are named in one sentence, each with so many signs.
NAMED, SHOWN = 5, 40
#: What others hang on an address to count who came; it asks nothing of us.
FOREIGN = re.compile(r"(utm|mtm|pk|hsa|mc)_\w+|\w*clid|_\w*|igshid|ref|source|lang", re.IGNORECASE)


@dataclass
class Pieces:
    """An address while it is read piece by piece."""

    args: Args
    #: The name of a piece, and the sentence about it.
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def words(self, name: str, *, split: bool = True) -> list[str]:
        """Return what stands under a name, repeated or with commas, each once."""
        pieces = (
            piece.strip()
            for value in self.args.getlist(name)[:MOST]
            for piece in (value[: LONGEST * MOST].split(",") if split else [value[:LONGEST]])
        )
        words = list({piece.casefold(): piece for piece in pieces if piece}.values())
        if len(words) > MOST:
            self.say(name, _("Wir haben die ersten %(num)s Angaben gelesen.", num=MOST))
        return words[:MOST]

    def many(self, name: str, what: str, read: Callable[[str], Value | None]) -> list[Value]:
        """Return all that is understood, each once."""
        found, odd = _understood(self.words(name), read)
        self._leave(name, what, odd)
        return list(dict.fromkeys(value for _word, value in found))

    def one(
        self, name: str, what: str, read: Callable[[str], Value | None], *, split: bool = True
    ) -> Value | None:
        """Return the first that is understood; only one answer counts."""
        found, odd = _understood(self.words(name, split=split), read)
        self._leave(name, what, odd)
        if not found:
            return None
        first, value = found[0]
        if others := [word for word, other in found if other != value]:
            self.say(
                name,
                _(
                    "%(what)s: Nur eine Angabe geht. „%(taken)s“ gilt, %(pieces)s nicht.",
                    what=what,
                    taken=first,
                    pieces=quoted(others),
                ),
            )
        return value

    def say(self, name: str, sentence: str) -> None:
        """Note a sentence about a piece."""
        self.left_out.append((name, sentence))

    def name_unknown(self, known: Collection[str]) -> None:
        """Name what means nothing on this page, as people type addresses."""
        unknown = [
            name
            for name in list(self.args)[:MOST]
            if name.strip() and name not in known and not FOREIGN.fullmatch(name)
        ]
        # What was likely meant comes first.
        unknown.sort(
            key=lambda name: not get_close_matches(name[:LONGEST].casefold(), known, 1, 0.7)
        )
        sentence = ngettext(
            "Die Angabe %(pieces)s kennen wir hier nicht. Wir haben sie weggelassen.",
            "Die Angaben %(pieces)s kennen wir hier nicht. Wir haben sie weggelassen.",
            len(unknown),
            pieces=quoted(unknown),
        )
        for name in unknown:
            self.say(name, sentence)

    def _leave(self, name: str, what: str, pieces: list[str]) -> None:
        if pieces:
            self.say(
                name,
                _(
                    "%(what)s: %(pieces)s haben wir nicht verstanden und weggelassen.",
                    what=what,
                    pieces=quoted(pieces),
                ),
            )


def quoted(pieces: Iterable[str]) -> str:
    """Write pieces as they were typed: „a“, „b“ und 3 weitere."""
    shown = [_("„%(piece)s“", piece=_short(piece)) for piece in pieces]
    more = len(shown) - NAMED
    listed = ", ".join(shown[:NAMED])
    if more <= 0:
        return listed
    return ngettext(
        "%(pieces)s und %(num)d weitere", "%(pieces)s und %(num)d weitere", more, pieces=listed
    )


def _short(piece: str) -> str:
    """Return the beginning of a piece in signs that can be shown."""
    visible = "".join(sign if sign.isprintable() else "�" for sign in piece[: SHOWN + 1])
    return visible if len(visible) <= SHOWN else visible[:SHOWN].rstrip() + "…"


def _understood(
    words: list[str], read: Callable[[str], Value | None]
) -> tuple[list[tuple[str, Value]], list[str]]:
    """Return the words that mean something, each with what it means, and the others."""
    found, odd = [], []
    for word in words:
        value = read(word[:LONGEST].casefold())
        if value is None:
            odd.append(word)
        else:
            found.append((word, value))
    return found, odd
