"""What each day of a month is to the couple that looks at it, case by case."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.queries.free import DayCount
from app.rules.policies import Policies
from app.rules.search import Wish
from app.web.couples.cells import cells_of
from app.web.couples.looking import Looking
from app.web.couples.visitors import Visitor
from app.web.couples.wishes import Asked
from app.web.months import Cell, CellKind

NOW = datetime(2027, 5, 10, 7, tzinfo=UTC)
SATURDAY, MONDAY = date(2027, 6, 12), date(2027, 6, 14)
OPENS_AT = datetime(2027, 6, 1, 7, tzinfo=UTC)
HELD_UNTIL = datetime(2027, 5, 10, 12, 52, tzinfo=UTC)


def count(day: date = SATURDAY, fitting: int = 0, free: int = 0, **facts: Any) -> DayCount:
    return DayCount(day, fitting, free, facts.get("taken", 0), facts.get("opens_at"))


def claim(day: date) -> Any:
    return SimpleNamespace(slot=SimpleNamespace(day=day), held_until=HELD_UNTIL)


def cell_of(
    day: date,
    known: DayCount | None = None,
    visitor: Visitor | None = None,
    wish: Wish | None = None,
) -> Cell:
    looking = Looking(NOW, Policies(), visitor or Visitor(), lambda: Asked(wish=wish or Wish()))
    counts = {known.day: known} if known else {}
    return cells_of(day.replace(day=1), counts, looking, lambda day: f"/{day}")[day]


@pytest.fixture(autouse=True)
def page(app):
    """Dates are written in the language of a page."""
    with app.test_request_context("/de/"):
        yield


ONLY_SATURDAYS = Wish(weekdays=frozenset({5}))
CASES = [
    ("free and fitting", SATURDAY, count(fitting=7, free=9), CellKind.FREE),
    ("free, nothing fits", SATURDAY, count(free=5), CellKind.FILTERED),
    ("everything taken", SATURDAY, count(taken=4), CellKind.FULL),
    ("taken, more opens later", SATURDAY, count(taken=4, opens_at=OPENS_AT), CellKind.NOT_OPEN),
    ("opens later", SATURDAY, count(opens_at=OPENS_AT), CellKind.NOT_OPEN),
    ("some free, more later", SATURDAY, count(fitting=1, free=1, opens_at=OPENS_AT), CellKind.FREE),
    ("nothing published", SATURDAY, None, CellKind.NONE),
    ("published, but nothing can be held", SATURDAY, count(), CellKind.NONE),
    ("a weekday not asked for", MONDAY, count(MONDAY, fitting=0, free=3), CellKind.UNWANTED),
    ("a weekday not asked for, all taken", MONDAY, count(MONDAY, taken=3), CellKind.UNWANTED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "known", "kind"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_day_is_what_is_known_of_it(day, known, kind):
    wish = ONLY_SATURDAYS if kind is CellKind.UNWANTED else None
    cell = cell_of(day, known, wish=wish)
    assert cell.kind is kind
    assert (cell.href is not None) == (kind in (CellKind.FREE, CellKind.FILTERED))


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2027, 5, 30), CellKind.PAST), (date(2027, 5, 31), CellKind.FREE)],
)
def test_too_short_notice_is_as_good_as_past(day, kind):
    assert cell_of(day, count(day, fitting=3, free=3)).kind is kind


def test_what_is_the_couples_own_comes_first():
    own = cast(Any, claim(SATURDAY))
    full = count(taken=4)
    assert cell_of(SATURDAY, full, Visitor(hold=own)).kind is CellKind.HELD
    assert cell_of(SATURDAY, full, Visitor(hold=own)).note == "14:52 Uhr"
    assert cell_of(SATURDAY, full, Visitor(own=own)).kind is CellKind.OWN
    assert cell_of(SATURDAY, full, Visitor(hold=own, own=own)).kind is CellKind.OWN
    assert cell_of(SATURDAY, full, Visitor(own=own)).href is not None


def test_a_holiday_has_its_name_and_an_opening_its_day():
    assert cell_of(date(2027, 5, 17)).note is None, "too short notice says enough"
    assert cell_of(date(2027, 10, 3)).note == "Tag der Deutschen Einheit"
    assert cell_of(SATURDAY, count(opens_at=OPENS_AT)).opens_on == date(2027, 6, 1)


def test_today_is_marked_whatever_it_is():
    assert cell_of(date(2027, 5, 10)).today
    assert not cell_of(date(2027, 5, 11)).today
