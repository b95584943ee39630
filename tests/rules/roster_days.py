"""Random days of work, and a constraint solver that nobody here wrote to judge them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from ortools.sat.python import cp_model

from app.rules.roster import Duty, Task, travel_time

MORNING = datetime(2027, 6, 12, 6, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=count)


def random_day(rng: Random) -> tuple[list[Duty], list[Task], dict[tuple[str, str], timedelta]]:
    """Return duties, tasks and ways: 1–10 registrars, 0–40 tasks, tight or loose."""
    places = [f"ort-{n}" for n in range(rng.randint(1, 8))]
    travel = _travel(rng, places)
    registrars = [f"person-{n}" for n in range(rng.randint(1, 10))]
    bases = rng.sample(places, min(len(places), rng.choice((1, 1, 2))))
    duties = [duty for name in registrars for duty in _duties(rng, name, bases)]
    span, step = rng.choice((300, 420, 540, 660)), rng.choice((5, 15, 30))
    shortest, longest = rng.choice(((20, 40), (30, 60), (30, 90)))
    tasks = []
    for number in range(rng.randint(0, 40)):
        begins = MORNING + minutes(60 + rng.randrange(0, span, step))
        tasks.append(
            Task(
                key=f"trauung-{number}",
                place=rng.choice(places),
                begins=begins,
                ends=begins + minutes(rng.randrange(shortest, longest + 1, 5)),
                crew=2 if rng.random() < 0.1 else 1,
                allowed=_allowed(rng, registrars),
            )
        )
    return duties, tasks, travel


def _travel(rng: Random, places: list[str]) -> dict[tuple[str, str], timedelta]:
    longest, one_way = rng.choice((5, 15, 30, 45)), rng.random() < 0.5
    travel: dict[tuple[str, str], timedelta] = {}
    for origin in places:
        for target in places:
            if origin != target:
                back = travel.get((target, origin))
                known = back if back is not None and not one_way else None
                travel[origin, target] = known or minutes(rng.randint(0, longest))
    return travel


def _duties(rng: Random, name: str, bases: list[str]) -> list[Duty]:
    begins = MORNING + minutes(rng.randrange(0, 240, 15))
    if rng.random() > 0.25:
        length = minutes(rng.randrange(180, 600, 30))
        return [Duty(name, begins, begins + length, rng.choice(bases))]
    noon = begins + minutes(rng.randrange(120, 300, 15))
    again = noon + minutes(rng.randrange(0, 120, 15))
    evening = again + minutes(rng.randrange(90, 300, 15))
    return [
        Duty(name, begins, noon, rng.choice(bases)),
        Duty(name, again, evening, rng.choice(bases)),
    ]


def _allowed(rng: Random, registrars: list[str]) -> frozenset[str] | None:
    luck = rng.random()
    if luck < 0.08:
        return frozenset({rng.choice(registrars)})
    if luck < 0.2:
        return frozenset(rng.sample(registrars, rng.randint(1, len(registrars))))
    return None


def solver_says(
    duties: list[Duty], tasks: list[Task], travel: dict[tuple[str, str], timedelta]
) -> bool:
    """Return the verdict of the constraint solver: each stretch is a round trip from its base."""
    model = cp_model.CpModel()
    doing: dict[tuple[str, str], list[cp_model.IntVar]] = {}
    for duty in duties:
        for task, done in _round_trip(model, duty, tasks, travel):
            doing.setdefault((task.key, duty.registrar), []).append(done)
    for each in doing.values():
        model.add_at_most_one(each)
    for task in tasks:
        crew = [done for (key, _), each in doing.items() if key == task.key for done in each]
        model.add(sum(crew) == task.crew)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def _round_trip(
    model: cp_model.CpModel,
    duty: Duty,
    tasks: list[Task],
    travel: dict[tuple[str, str], timedelta],
) -> list[tuple[Task, cp_model.IntVar]]:
    own = [
        task
        for task in tasks
        if (task.allowed is None or duty.registrar in task.allowed)
        and duty.begins + travel_time(travel, duty.base, task.place) <= task.begins
        and task.ends + travel_time(travel, task.place, duty.base) <= duty.ends
    ]
    arcs = [(0, 0, model.new_bool_var(""))]
    found = []
    for number, task in enumerate(own, start=1):
        done = model.new_bool_var("")
        found.append((task, done))
        arcs += [
            (number, number, ~done),
            (0, number, model.new_bool_var("")),
            (number, 0, model.new_bool_var("")),
        ]
        arcs += [
            (number, later, model.new_bool_var(""))
            for later, other in enumerate(own, start=1)
            if other is not task
            and task.ends + travel_time(travel, task.place, other.place) <= other.begins
        ]
    if own:
        model.add_circuit(arcs)
    return found
