from itertools import combinations
from random import Random

import pytest

from app.web.plans import GAP, MOST_PLACES, WIDTH, Spot, lay_out


def spot(name, district="Mitte", north=51.5, east=6.9):
    return Spot(name, district, north, east, len(name))


def apart(plan):
    """Whether no district lies on another and all lie on the plan."""
    for one, other in combinations(plan.boxes, 2):
        across, down = one.overlap(other)
        assert across <= 0.02 or down <= 0.02, (one, other, GAP)
    for box in plan.boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= WIDTH + 0.01
        assert box.top + box.height <= plan.height + 0.01
    return True


def test_what_lies_north_stands_above_and_what_lies_east_to_the_right():
    plan = lay_out((spot("Nord", "A", 51.7, 6.9), spot("Süd", "B", 51.5, 6.8)))
    north, south = sorted(plan.boxes, key=lambda box: box.top)
    assert (north.names, south.names) == (("Nord",), ("Süd",))
    assert north.left > south.left
    assert apart(plan)


def test_places_of_a_district_stand_below_one_another():
    plan = lay_out((spot("b", north=51.1), spot("a", north=51.2), spot("c", north=51.0)))
    (box,) = plan.boxes
    assert box.names == ("a", "b", "c")
    assert box.top_of("a") < box.top_of("b") < box.top_of("c")


def test_nothing_lies_on_one_another_wherever_the_places_are():
    random = Random("plan")
    for count in (1, 2, 5, 14, MOST_PLACES):
        for _try in range(3):
            spots = tuple(
                spot(
                    f"Ort {n}",
                    f"Stadtteil {random.randrange(1 + count // 2)}",
                    51.5 + random.random() / 10,
                    6.9 + random.random() / 50,
                )
                for n in range(count)
            )
            plan = lay_out(spots)
            assert apart(plan)
            assert sorted(name for box in plan.boxes for name in box.names) == sorted(
                one.name for one in spots
            )


def test_places_on_the_very_same_spot_are_moved_apart():
    assert apart(lay_out(tuple(spot(f"Ort {n}", f"Teil {n}") for n in range(8))))


@pytest.mark.parametrize("count", [0, MOST_PLACES + 1])
def test_none_and_too_many_are_no_plan(count):
    assert lay_out(tuple(spot(f"Ort {n}") for n in range(count))) is None
