"""A year of two figures behind a month or a season: „Juni 27“, „19. Juni 27“, „June 27“."""

from __future__ import annotations

import re
from datetime import date

from app.rules.calendar import add_months
from app.rules.wish_words import GUESTS, MONTH, MONTH_NUMBERS, MONTHS, SEASONS, names

#: So many months ahead such a number is a year. In English it may be a day as well, so it is the
#: year only where nobody would need to name it otherwise: in the year to come.
AHEAD, AHEAD_IN_ENGLISH = 24, 12
#: Names, also shortened, that English has.
_ENGLISH = set(names(tuple((group[-1],) for group in MONTHS), 3)) - {
    group[0] for group in MONTHS if len(group) > 1
}
_SOMETHING_ELSE = (
    r"[.:/-][0-9]|,?\s+[0-9]{4}|\s*(?:(?:weiteren?\s+)?"
    + GUESTS
    + r"|uhr|h\b|o[’']?clock|[ap]\.?m\b|€|eur|%|(?:-|–|bis|to|oder|or)\s*[0-9])"
)
_SHORT_YEAR = re.compile(
    rf"(?<!\w)(?P<name>{MONTH}|{'|'.join(SEASONS.values())})(?P<gap>\.?\s*)[’'‘]?(?P<year>[0-9]{{2}})"
    rf"(?!\w|{_SOMETHING_ELSE})",
    re.IGNORECASE,
)


def write_years_out(text: str, today: date) -> str:
    """Return the text with the years of two figures that lie ahead as four: „Juni 2027“."""
    return _SHORT_YEAR.sub(lambda found: _written_out(found, today), text)


def _written_out(found: re.Match[str], today: date) -> str:
    name, year = found["name"].lower(), int(f"20{found['year']}")
    month = date(year, _month_of(name), 1)
    here = today.replace(day=1)
    ahead = AHEAD_IN_ENGLISH if name in _ENGLISH else AHEAD
    return (
        f"{found['name']}{found['gap']}{year}"
        if here <= month <= add_months(here, ahead)
        else found[0]
    )


def _month_of(name: str) -> int:
    if name in MONTH_NUMBERS:
        return MONTH_NUMBERS[name] + 1
    return next(month for month, words in SEASONS.items() if re.fullmatch(words, name))
