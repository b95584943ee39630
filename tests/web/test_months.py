from datetime import date

import pytest

from app.web.months import Cell, CellKind, lay_out_month


@pytest.mark.parametrize(
    ("count", "fill"),
    [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (9, 3), (10, 4), (999, 4)],
)
def test_fullness_is_absolute(count, fill):
    assert Cell(date(2027, 6, 1), CellKind.FREE, count=count).fill == fill


def test_a_month_is_whole_weeks_from_monday():
    weeks = lay_out_month(date(2027, 6, 1), {})
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][0] == Cell(date(2027, 5, 31), CellKind.OUTSIDE)
    assert weeks[0][1] == Cell(date(2027, 6, 1), CellKind.NONE)
    assert weeks[-1][-1].kind is CellKind.OUTSIDE


def test_a_february_may_need_four_weeks_only():
    assert len(lay_out_month(date(2027, 2, 1), {})) == 4


def test_what_is_known_of_a_day_stands_in_its_cell():
    cell = Cell(date(2027, 6, 12), CellKind.FREE, count=7, href="/x")
    weeks = lay_out_month(date(2027, 6, 1), {cell.day: cell})
    assert weeks[1][5] is cell
