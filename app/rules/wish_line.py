"""Reading a wish in one line, from left to right, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from app.rules import wish_days, wish_patterns, wish_spans, wish_words
from app.rules.search import MOST_EUROS, MOST_GUESTS, Wish
from app.rules.wish_spans import Span
from app.rules.wish_venues import small, venue_patterns
from app.rules.wish_words import NUMBERS

#: „unter 80“ may mean guests; so much, and at least twice the guests, can only be euros.
LEAST_BARE_FEE = 100

Take: TypeAlias = "Callable[[Line, re.Match[str]], bool]"


@dataclass
class Line:
    """A line while it is read from left to right."""

    text: str
    today: date
    venues: Mapping[str, str]
    #: A month or a season without a year does not end before this day.
    earliest: date
    soonest: bool = False
    left_out: list[str] = field(default_factory=list)
    span: Span | None = None
    weekdays: set[int] = field(default_factory=set)
    not_on: set[int] = field(default_factory=set)
    part_of_day: str | None = None
    guests: int | None = None
    step_free: bool = False
    surroundings: set[str] = field(default_factory=set)
    most_cents: int | None = None
    slugs: list[str] = field(default_factory=list)
    #: The linking word just read, and whether a span or a weekday stood right before it.
    link: str | None = None
    after_span: bool = False

    def read(self) -> None:
        """Take one piece after the other; what no pattern takes is left out word by word."""
        text, position, unread_to = small(self.text), 0, -1
        venues = venue_patterns(self.venues)
        while position < len(text):
            if blank := BLANK.match(text, position):
                position = blank.end()
                continue
            found = self._take(text, position, venues)
            if found is None and (end := self._refused(text, position, venues)):
                self._leave(position, end, -1)
                position = end
                continue
            if found is None:
                found = WORD.match(text, position)
                assert found is not None
                self._leave(position, found.end(), unread_to)
                unread_to = found.end()
            position = max(found.end(), position + 1)

    def to_wish(self) -> Wish:
        """Return what has been read."""
        days = (self.weekdays or (set(range(7)) if self.not_on else set())) - self.not_on
        return Wish(
            weekdays=frozenset(days),
            part_of_day=self.part_of_day,
            guests=self.guests,
            step_free=self.step_free,
            surroundings=next(iter(self.surroundings)) if len(self.surroundings) == 1 else None,
            most_cents=self.most_cents,
            venues=tuple(self.slugs),
            first=self.span.first if self.span else None,
            last=self.span.last if self.span else None,
        )

    def _take(
        self, text: str, position: int, venues: list[tuple[re.Pattern[str], str]]
    ) -> re.Match[str] | None:
        """Let the first pattern that fits have the piece; return it, or None if none did."""
        for pattern, slug in venues:
            if found := pattern.match(text, position):
                self._take_venue(found, slug)
                return found
        for pattern, take in PATTERNS:
            if found := pattern.match(text, position):
                self._let_take(take, found)
                return found
        return None

    def _refused(
        self, text: str, position: int, venues: list[tuple[re.Pattern[str], str]]
    ) -> int | None:
        """Return where a piece ends that says what is not wanted: „nicht im Winter“."""
        negation = NEGATION.match(text, position)
        if negation is None:
            return None
        named = [pattern for pattern, _slug in venues]
        means = [pattern for pattern, take in PATTERNS if take not in (None, Line.take_link)]
        ends = (pattern.match(text, negation.end()) for pattern in (*named, *means))
        return next((found.end() for found in ends if found), None)

    def _let_take(self, take: Take | None, found: re.Match[str]) -> None:
        if take is None:
            return
        if not take(self, found):
            self._leave(*found.span(), -1)
        if take is not Line.take_link:
            self.link, self.after_span = None, take is Line.take_span

    def _take_venue(self, found: re.Match[str], slug: str) -> None:
        self.link, self.after_span = None, False
        if found["no"]:
            self._leave(*found.span(), -1)
        elif slug not in self.slugs:
            self.slugs.append(slug)

    def _leave(self, start: int, end: int, joined_to: int) -> None:
        """Note a piece that is left out; words next to each other are one piece."""
        self.link, self.after_span = None, False
        if joined_to >= 0 and not self.text[joined_to:start].strip():
            self.left_out[-1] += " " + self.text[start:end]
        elif piece := self.text[start:end].strip():
            self.left_out.append(piece)

    def take_link(self, found: re.Match[str]) -> bool:
        """Remember a linking word for the day or month that may follow."""
        # A comma behind „bis“ changes nothing.
        if found.lastgroup not in ("or", "sign") or self.link is None:
            self.link = found.lastgroup
        return True

    def take_span(self, found: re.Match[str]) -> bool:
        """Take a day, a month or a season, linked to the one before or as a first."""
        now = wish_days.span_of(found, self.today, self.earliest)
        if now is None:
            return False
        if self.span is not None:
            joined = wish_spans.linked(self.span, self.link, now, adjacent=self.after_span)
            if joined is None:
                return False
            self.span = joined
        else:
            self.span = wish_spans.opened(self.link, now)
        return True

    def take_weekday(self, found: re.Match[str]) -> bool:
        """Take a weekday, several of them, or all but one."""
        days = wish_days.weekdays_of(found)
        if found.groupdict().get("no"):
            self.not_on |= days
        else:
            self.weekdays |= days
        part = found.groupdict().get("part")
        return self._set_part(wish_days.part_of(part)) if part else True

    def take_part(self, found: re.Match[str]) -> bool:
        """Take a part of the day, by name or by the clock."""
        return self._set_part(wish_days.part_of_clock(found) or wish_days.part_of(found[0]))

    def _set_part(self, part: str | None) -> bool:
        if part is None or self.part_of_day not in (None, part):
            return False
        self.part_of_day = part
        return True

    def take_guests(self, found: re.Match[str]) -> bool:
        """Take a number of guests; of a range the larger."""
        number = found.groupdict().get("guests")
        guests = 0 if number is None else _number(number)
        if more := found.groupdict().get("more"):
            guests += _number(more)
        if guests > MOST_GUESTS or self.guests not in (None, guests):
            return False
        self.guests = guests
        return True

    def take_fee(self, found: re.Match[str]) -> bool:
        """Take what everything may cost at most."""
        parts = found.groupdict()
        named = parts.get("euros") or parts.get("euros_behind") or parts["bare"]
        euros = int(named.replace(".", ""))
        if parts.get("bare") and euros < max(LEAST_BARE_FEE, 2 * (self.guests or 0)):
            return False
        cents = euros * 100 + int((parts.get("cents") or "0").ljust(2, "0"))
        if euros > MOST_EUROS or self.most_cents not in (None, cents):
            return False
        self.most_cents = cents
        return True

    def take_step_free(self, found: re.Match[str]) -> bool:
        """Take that there may be no steps, unless it says that there may."""
        if found["no"]:
            return False
        self.step_free = True
        return True

    def take_surroundings(self, found: re.Match[str]) -> bool:
        """Take inside or outside; both together exclude nothing."""
        named = str(found.lastgroup)
        other = {"indoors": "outdoors", "outdoors": "indoors"}
        self.surroundings.add(other[named] if found["no"] else named)
        return True

    def take_soonest(self, _found: re.Match[str]) -> bool:
        """Take that the first date that fits is wanted."""
        self.soonest = True
        return True

    def refuse(self, _found: re.Match[str]) -> bool:
        """Leave out what no question of ours means."""
        return False


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


BLANK = re.compile(r"[\s;:!?()„“”\"’‚‘.]+")
WORD = re.compile(r"[^\s,;]+|.", re.DOTALL)
#: What follows is not wanted.
NEGATION = re.compile(
    r"(?:nicht|not|kein(?:e[nrsm]?)?|no|außer|ausser|except|ohne|without|never|nie)\s+"
    r"(?:(?:im|in|am|an|auf|zu|zum|at|on|the|der|den|dem|die|das|eine?[nrm]?|a|unbedingt)\s+)*"
)
_W, _P = wish_words, wish_patterns
#: In this order: what is longer or more certain first. Without a taker it changes nothing.
PATTERNS: tuple[tuple[re.Pattern[str], Take | None], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (
            r"(?:über|mehr\s+als|mindestens|over|more\s+than|at\s+least)"
            rf"\s+€?(?:{_W.AMOUNT})\s*(?:€|eur\w*)",
            Line.refuse,
        ),
        *((pattern, Line.take_fee) for pattern in _P.FEES),
        (_W.NO_GUESTS, Line.take_guests),
        (_W.WITH_CHILDREN, Line.take_guests),
        (
            rf"{_W.ABOUT}(?:(?:{_W.NUMBER})\s*(?:-|–|bis|to|oder|or)\s*(?:max\.?|maximal)?\s*)?"
            rf"(?P<guests>{_W.NUMBER})\s*(?:weiteren?\s+)?{_W.GUESTS}",
            Line.take_guests,
        ),
        (
            r"(?:wir\s+(?:sind|wären)|we\s+are|party\s+of|gruppe\s+von|group\s+of)\s+(?:zu\s+)?"
            rf"{_W.ABOUT}(?P<guests>{_W.NUMBER})(?!\s*[.:]?\d)",
            Line.take_guests,
        ),
        *(
            (rf"(?:nicht|not)\s+(?:vor|nach|bis|before|after|until)\s+{pattern}", Line.refuse)
            for pattern in _P.CLOCKS
        ),
        *((pattern, Line.take_part) for pattern in _P.CLOCKS),
        *((pattern, Line.take_span) for pattern in _P.SPANS),
        *((pattern, Line.take_weekday) for pattern in _P.WEEKDAYS),
        *((rf"{part}(?![a-zäöüß])", Line.take_part) for part in _W.PARTS.values()),
        (
            rf"(?:für|mit|for|with)\s+{_W.ABOUT}(?P<guests>{_W.NUMBER}){_W.NO_UNIT}",
            Line.take_guests,
        ),
        (
            r"(?P<no>(?:nicht|not|no|kein(?:e[nrsm]?)?|muss\s+nicht|need\s+not)"
            r"\s+(?:unbedingt\s+|necessarily\s+)?)?" + _W.STEP_FREE,
            Line.take_step_free,
        ),
        (
            r"(?P<no>(?:nicht|not|kein(?:e[nrsm]?)?)\s+)?"
            rf"(?:(?P<outdoors>{_W.OUTDOORS})|(?P<indoors>{_W.INDOORS}))",
            Line.take_surroundings,
        ),
        (_W.SOONEST, Line.take_soonest),
        (_W.LINK, Line.take_link),
        (rf"(?:{_W.FILLERS})(?![\wäöüß])", None),
    )
)
