"""A thousand lives of a small city, fifty steps each; and ten mistakes that come to light."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machines.faults import FAULTS, Plant
from tests.machines.machine import Office

STEPS = 50
#: Together a thousand lives; in parts, so that every core has work.
PARTS, LIVES = 4, 250

COMMON = settings(
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_invariant_holds_after_every_step(part):
    class Part(Office):
        """The same machine under a name of its own, which gives it lives of its own."""

    Part.__qualname__ = Part.__name__ = f"Office{part}"
    run_state_machine_as_test(Part, settings=settings(COMMON, max_examples=LIVES))


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_mistake_is_found(monkeypatch, plant: Plant):
    plant(monkeypatch)
    search = settings(COMMON, max_examples=LIVES, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Office, settings=search)
