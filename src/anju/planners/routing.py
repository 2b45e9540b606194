"""Shortest routes. The engine is PyVRP (iterated local search) with its own settings; see docs/decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyvrp import Model, ProblemData, Result, solve
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

STILL_AFTER = 400
"""A route of one walker is done when so many attempts in a row made it no shorter."""


class _Asked:
    """A stopping rule of PyVRP: somebody said stop."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self._should_stop = should_stop

    def __call__(self, best_cost: float) -> bool:
        return self._should_stop()


def shortest_routes(data: ProblemData, *, seconds: float, seed: int = 0, should_stop: Callable[[], bool] | None = None) -> Result:
    """The best routes found in `seconds` for any problem PyVRP can state: capacities, time windows, several depots, optional stops."""
    rules = [MaxRuntime(seconds), *([_Asked(should_stop)] if should_stop else [])]
    return solve(data, MultipleCriteria(rules), seed=seed, collect_stats=False)


def shortest_tour(seconds_between: Sequence[Sequence[int]]) -> list[int]:
    """The order of places 1, 2, … on the shortest walk from place 0 through all of them and back. The same for the same times."""
    places = len(seconds_between)
    if places <= 3:
        return list(range(1, places))
    model = Model()
    stands = [model.add_location(0, 0) for _ in range(places)]
    model.add_depot(stands[0])
    for stand in stands[1:]:
        model.add_client(stand)
    model.add_vehicle_type()
    for start, row in zip(stands, seconds_between, strict=True):
        for end, between in zip(stands, row, strict=True):
            if start is not end:
                model.add_edge(start, end, distance=int(between), duration=int(between))
    result = solve(model.data(), NoImprovement(STILL_AFTER), seed=1, collect_stats=False)
    (route,) = result.best.routes()
    return [activity.idx + 1 for activity in route.schedule() if activity.is_client()]
