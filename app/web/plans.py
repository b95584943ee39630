"""A schematic plan: places by district, about where they lie, none on top of another.

It is made from coordinates alone and true in its directions, not in its distances: places that lie
close together are moved apart until each can be read and touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

#: Width of the plan, height of a place and of a district's name, and air between, in pixels of the
#: smallest telephone; the plan grows from there.
WIDTH, PLACE, LABEL, GAP = 300.0, 46.0, 20.0, 7.0
LEAST_HEIGHT, MOST_HEIGHT, TALLER = 320.0, 2400.0, 40.0
#: Width of a letter, and of a place at least and at most.
LETTER, NARROWEST, WIDEST = 7.0, 78.0, 140.0
#: More places than this are no plan but a heap; a list says more.
MOST_PLACES = 30
ROUNDS = 300


@dataclass(frozen=True)
class Spot:
    """A place as it lies in the world."""

    name: str
    district: str
    latitude: float
    longitude: float
    #: How many letters are written on it.
    letters: int


@dataclass(frozen=True)
class Box:
    """A district on the plan: its upper left corner, its size, and its places from the top."""

    district: str
    left: float
    top: float
    width: float
    height: float
    names: tuple[str, ...]

    def top_of(self, name: str) -> float:
        """Return where a place of the district begins."""
        return self.top + LABEL + PLACE * self.names.index(name)

    def overlap(self, other: Box) -> tuple[float, float]:
        """Return by how much both lie on one another, across and down; air between counts."""
        across = (self.width + other.width) / 2 + GAP - abs(self._middle[0] - other._middle[0])
        down = (self.height + other.height) / 2 + GAP - abs(self._middle[1] - other._middle[1])
        return across, down

    @property
    def _middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def moved(self, right: float, down: float, height: float) -> Box:
        """Return the box moved, but not out of the plan."""
        left = min(max(self.left + right, 0), WIDTH - self.width)
        top = min(max(self.top + down, 0), height - self.height)
        return Box(self.district, left, top, self.width, self.height, self.names)


@dataclass(frozen=True)
class Plan:
    """All districts, and how high the plan is."""

    boxes: tuple[Box, ...]
    height: float


@lru_cache(maxsize=64)
def lay_out(spots: tuple[Spot, ...]) -> Plan | None:
    """Return the plan of these places, or None if there are none or too many."""
    if not spots or len(spots) > MOST_PLACES:
        return None
    boxes = _placed(spots, MOST_HEIGHT)
    crowd = sum((box.width + GAP) * (box.height + GAP) for box in boxes) / WIDTH
    highest = max(box.height for box in boxes)
    height = max(LEAST_HEIGHT, round(crowd * 1.3, -1), highest)
    while height < MOST_HEIGHT:
        apart = _apart(_placed(spots, height), height)
        if apart is not None:
            return Plan(tuple(apart), height)
        height += TALLER
    return None


def _placed(spots: Sequence[Spot], height: float) -> list[Box]:
    """Return each district where it lies."""
    districts: dict[str, list[Spot]] = {}
    for spot in sorted(spots, key=lambda spot: (-spot.latitude, spot.name)):
        districts.setdefault(spot.district, []).append(spot)
    middles = {
        district: (
            sum(spot.longitude for spot in there) / len(there),
            -sum(spot.latitude for spot in there) / len(there),
        )
        for district, there in districts.items()
    }
    across = _spread([middle[0] for middle in middles.values()])
    down = _spread([middle[1] for middle in middles.values()])
    boxes = []
    for district, there in districts.items():
        names = tuple(spot.name for spot in there)
        longest = max(len(district) * 0.95, *(spot.letters for spot in there))
        width = min(max(longest * LETTER + 16, NARROWEST), WIDEST)
        size = LABEL + PLACE * len(names)
        left = across[middles[district][0]] * (WIDTH - width)
        top = down[middles[district][1]] * max(height - size, 0)
        boxes.append(Box(district, left, top, width, size, names))
    return boxes


def _spread(values: list[float]) -> dict[float, float]:
    """Return each value between 0 and 1: half as it is, half by its rank, so that crowds thin."""
    ranked = sorted(set(values))
    span = ranked[-1] - ranked[0]
    if not span:
        return dict.fromkeys(ranked, 0.5)
    most = len(ranked) - 1
    return {
        value: (value - ranked[0]) / span / 2 + rank / most / 2 for rank, value in enumerate(ranked)
    }


def _apart(boxes: list[Box], height: float) -> list[Box] | None:
    """Push the boxes apart until none lies on another; None if the plan is too low for that."""
    for _round in range(ROUNDS):
        crowded = False
        for one, other in combinations(range(len(boxes)), 2):
            across, down = boxes[one].overlap(boxes[other])
            if across <= 0.01 or down <= 0.01:
                continue
            crowded = True
            a, b = boxes[one], boxes[other]
            if across < down:
                half = across / 2 if a.left + a.width / 2 <= b.left + b.width / 2 else -across / 2
                boxes[one], boxes[other] = a.moved(-half, 0, height), b.moved(half, 0, height)
            else:
                half = down / 2 if a.top + a.height / 2 <= b.top + b.height / 2 else -down / 2
                boxes[one], boxes[other] = a.moved(0, -half, height), b.moved(0, half, height)
        if not crowded:
            return boxes
    return None
