"""Many lives of a small city, fifty steps each; and eleven mistakes that come to light."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.queries.invariants import rosters
from tests.machines.faults import FAULTS, RARE, Plant
from tests.machines.machine import Office

STEPS = 50
#: In parts, so that every core has work: a thousand lives, and twenty thousand when there is time.
PARTS = 8
LIVES = [125, pytest.param(2500, marks=pytest.mark.slow)]

#: So many lives at most until a planted mistake is found.
MOST_NEEDED = 250

COMMON = settings(
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _fewer_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns repeat every week here; to look at a year of them would only cost time."""
    monkeypatch.setattr(rosters, "DUTIES_AHEAD", timedelta(days=14))


@pytest.fixture(autouse=True)
def _less_tidying() -> Iterator[None]:
    """Statements leave little rings of objects; to look for them less often saves a tenth."""
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1000)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


@pytest.mark.parametrize("lives", LIVES)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_invariant_holds_after_every_step(part, lives):
    class Part(Office):
        """The same machine under a name of its own, which gives it lives of its own."""

    Part.__qualname__ = Part.__name__ = f"Office{part}"
    run_state_machine_as_test(Part, settings=settings(COMMON, max_examples=lives))


@pytest.mark.parametrize(
    "plant",
    [*FAULTS, *(pytest.param(plant, marks=pytest.mark.slow) for plant in RARE)],
    ids=lambda plant: plant.__name__,
)
def test_a_planted_mistake_is_found(monkeypatch, plant: Plant):
    plant(monkeypatch)
    search = settings(COMMON, max_examples=MOST_NEEDED, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Office, settings=search)
