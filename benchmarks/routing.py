"""Shortest routes on public instances: mean gap to the best known cost after 60 s, the product's engine beside plain PyVRP, both at once.

The product's engine is PyVRP with its own settings, so the two differ by the seed alone; the figure shows that nothing is lost on the way.
Costs are counted here from the routes (legs driven, prizes left behind), after capacity, time windows and length of the shift were checked.
"""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import pyvrp
from pyvrp.stop import MaxRuntime

from anju.planners.routing import shortest_routes

from .figures import Figure
from .instances import folder

SECONDS = 60
ROUNDING = {"X-n101-k25": "round", "X-n200-k36": "round", "PR11A": "exact", "R1_10_1": "dimacs"}
Routes = list[tuple[int, int, list[int]]]
"""Vehicle type, second of departure, clients in order."""


def measure() -> Iterator[Figure]:
    gaps = {"ours": [], "plain": []}
    for name in ROUNDING:
        best = _best_known(folder("routing") / f"{name}.sol")
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            costs = dict(pool.starmap(_cost, [("ours", name), ("plain", name)]))
        for who, cost in costs.items():
            gaps[who].append(100 * (cost / best - 1))
        yield Figure(f"{name}, gap to the best known after {SECONDS} s, less plain PyVRP's", "points", gaps["ours"][-1] - gaps["plain"][-1], "<= 1")
        yield Figure(f"{name}, gap to the best known after {SECONDS} s", "%", gaps["ours"][-1], "<= 3")
    ours, plain = (sum(gaps[who]) / len(ROUNDING) for who in ("ours", "plain"))
    yield Figure("mean gap to the best known routes, less plain PyVRP's", "points", ours - plain, "<= 0.1")
    yield Figure("mean gap to the best known routes", "%", ours, "<= 1")


def _cost(who: str, name: str) -> tuple[str, int]:
    data = pyvrp.read(folder("routing") / f"{name}.vrp", round_func=ROUNDING[name])
    result = shortest_routes(data, seconds=SECONDS, seed=1) if who == "ours" else pyvrp.solve(data, MaxRuntime(SECONDS), seed=2, collect_stats=False)
    routes = [(route.vehicle_type(), route.start_time(), [each.idx for each in route.schedule() if each.is_client()]) for route in result.best.routes()]
    return who, cost_of(data, routes)


def cost_of(data: pyvrp.ProblemData, routes: Routes) -> int:
    """Legs and prizes left behind; raises where a route breaks a rule of the instance."""
    served = [client for _, _, clients in routes for client in clients]
    if len(served) != len(set(served)):
        raise ValueError("a client is visited twice")
    if missing := [at for at, client in enumerate(data.clients()) if client.required and at not in set(served)]:
        raise ValueError(f"clients {missing[:5]} are not visited")
    left = sum(client.prize for at, client in enumerate(data.clients()) if at not in set(served))
    return left + sum(_driven(data, *route) for route in routes)


def _driven(data: pyvrp.ProblemData, kind: int, start: int, clients: list[int]) -> int:
    vehicle = data.vehicle_type(kind)
    if any(sum(data.client(at).delivery[load] for at in clients) > most for load, most in enumerate(vehicle.capacity)):
        raise ValueError("a vehicle is overloaded")
    legs, times = data.distance_matrix(vehicle.profile), data.duration_matrix(vehicle.profile)
    depot = data.depot(vehicle.start_depot)
    at, now, driven = depot.location, max(start, depot.tw_early), 0
    for client in map(data.client, clients):
        driven, now = driven + int(legs[at, client.location]), max(now + int(times[at, client.location]), client.tw_early)
        if now > client.tw_late:
            raise ValueError("a client is visited too late")
        at, now = client.location, now + client.service_duration
    end = data.depot(vehicle.end_depot)
    now += int(times[at, end.location])
    if now > min(end.tw_late, vehicle.tw_late) or now - start > vehicle.shift_duration:
        raise ValueError("a vehicle is back too late")
    return driven + int(legs[at, end.location])


def _best_known(solution: Path) -> int:
    return int(re.search(r"(?im)^cost:?\s+(\d+)", solution.read_text()).group(1))
