"""Many lives of a small city, fifty steps each; and eleven mistakes that come to light."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.queries.invariants import rosters
from tests.machines.faults import FAULTS, Plant
from tests.machines.machine import Office

STEPS = 50
#: In parts, so that every core has work. A thousand lives take longer than CI has; it lives 160.
PARTS = 4
LIVES = [40, pytest.param(250, marks=pytest.mark.slow)]

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


@pytest.mark.parametrize("lives", LIVES)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_invariant_holds_after_every_step(part, lives):
    class Part(Office):
        """The same machine under a name of its own, which gives it lives of its own."""

    Part.__qualname__ = Part.__name__ = f"Office{part}"
    run_state_machine_as_test(Part, settings=settings(COMMON, max_examples=lives))


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_mistake_is_found(monkeypatch, plant: Plant):
    plant(monkeypatch)
    search = settings(COMMON, max_examples=MOST_NEEDED, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Office, settings=search)
